"""Text in a font of known widths: what it lacks is replaced, what is too long goes on below."""

from collections.abc import Mapping
from unicodedata import category

from services.gateway.exports.tidying import composed

UNKNOWN = "?"
MORE = "…"
MOST_LINES = 40
"""Of one cell. A row must fit on one page."""


def _invisible(letter: str) -> bool:
    """Joiners, marks of direction and the like: on paper there is nothing to show."""
    return category(letter) == "Cf"


class Lettering:
    """``widths``: of each letter (by code point) in thousandths of the size. One per document."""

    def __init__(self, widths: Mapping[int, float]):
        self._widths = widths
        self.replaced = False
        """Whether any letter so far was not in the font."""

    def known(self, text: str) -> str:
        """``text`` with UNKNOWN for each letter that the font lacks."""
        text = composed(text)
        if all(ord(letter) in self._widths for letter in text):
            return text
        self.replaced = True
        return "".join(
            one if ord(one) in self._widths else UNKNOWN for one in text if not _invisible(one)
        )

    def width(self, text: str, size: float) -> float:
        """In the unit of ``size``."""
        return sum(self._widths[ord(letter)] for letter in text) * size / 1000

    def lines(self, text: str, size: float, room: float) -> list[str]:
        """``text`` (of known letters) in lines of at most ``room``: broken between words, and
        within a word that has no room on any line."""
        if self.width(text, size) <= room:
            return [text]
        found, line = [], ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if self.width(longer, size) <= room:
                line = longer
                continue
            if line:
                found.append(line)
            *full, line = self._broken(word, size, room)
            found += full
        found.append(line)
        return found if len(found) <= MOST_LINES else [*found[: MOST_LINES - 1], MORE]

    def _broken(self, word: str, size: float, room: float) -> list[str]:
        parts, part, used = [], "", 0.0
        for letter in word:
            needed = self.width(letter, size)
            if part and used + needed > room:
                parts.append(part)
                part, used = "", 0.0
            part, used = part + letter, used + needed
        return [*parts, part]
