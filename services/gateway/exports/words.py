"""The day book's words in the house's language. All of them stand in ``words.yml``."""

from pathlib import Path
from typing import NamedTuple

import yaml

LANGUAGES = ("id", "en")

_WORDS: dict[str, dict[str, list[str]]] = yaml.safe_load(
    Path(__file__).with_name("words.yml").read_text(encoding="utf-8")
)


class Words(NamedTuple):
    """``language``: one of LANGUAGES; any other is answered in Indonesian."""

    language: str

    def of(self, kind: str, code: str) -> str:
        """What a code of that kind is called. Codes of the house's own making (its sessions, its
        visitors' relationships) are not in the table and are shown as they are."""
        known = _WORDS[kind].get(code)
        return known[self._place] if known else code.replace("_", " ")

    @property
    def locale(self) -> str:
        return LANGUAGES[self._place]

    @property
    def _place(self) -> int:
        return LANGUAGES.index(self.language) if self.language in LANGUAGES else 0
