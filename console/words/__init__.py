"""Words for what the API says in codes."""

from collections.abc import Mapping

from console.texts import say


def word(words: Mapping[str, str], code: str | None) -> str:
    """In the reader's language; a code that is new to us is shown as it is, with spaces."""
    if code is None:
        return ""
    return say(words[code]) if code in words else code.replace("_", " ")
