"""Text of strangers, made safe for a cell."""

import re
import unicodedata

REPLACEMENT = "\ufffd"

# A line break in a name would forge a line of the book; XML has no place for most of the rest.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Half characters, and those that are none: no encoder and no XML reader takes them.
_LAST_OF_PLANES = "".join(chr(plane << 16 | last) for plane in range(17) for last in (65534, 65535))
_IMPOSSIBLE = re.compile(rf"[\ud800-\udfff\ufdd0-\ufdef{_LAST_OF_PLANES}]")
# Overrides of the writing direction show the neighbouring cells in an order that is not theirs.
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")

# What a spreadsheet takes for a formula: the signs, and the full-width ones that some turn into
# them. In many countries, Indonesia too, it lets a semicolon begin a cell of a CSV file.
_FORMULA = re.compile(r"(^|;)(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")


def tidy(text: str) -> str:
    """One line of text that can be stored anywhere. Letters of any script stay as they are."""
    text = _IMPOSSIBLE.sub(REPLACEMENT, _CONTROLS.sub(" ", text))
    return _TURNING.sub("", text).strip()


def inert(text: str) -> str:
    """``text`` with an apostrophe wherever a spreadsheet would begin to calculate."""
    return _FORMULA.sub(r"\1'", text)


def composed(text: str) -> str:
    """Letter and accent as one character, where there is one: a font draws those better."""
    return unicodedata.normalize("NFC", text)
