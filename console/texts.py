"""What people read, in the language of whoever reads it.

The texts in the code are English; the Indonesian ones are gettext catalogues, one for each part of
the console, in ``locale/id/``. A test sees to it that none is missing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from nicegui import context

from console.settings import settings

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
LOCALE = Path(__file__).with_name("locale")


def mark(text: str) -> str:
    """A text that is translated where it is shown."""
    return text


def say(text: str, **values: Any) -> str:
    """For the page in whose context this runs."""
    said = _translations(language()).gettext(text) if text else ""
    return said.format(**values) if values else said


def say_in(code: str, text: str) -> str:
    """In a language of one's own choice, for what is no page of an officer's."""
    return _translations(code).gettext(text) if text else ""


def say_count(one: str, many: str, n: int, **values: Any) -> str:
    """``{n}`` in the text is the count."""
    return _translations(language()).ngettext(one, many, n).format(n=n, **values)


def language() -> str:
    chosen: str = context.client.storage.get("language") or settings()["CONSOLE_LANGUAGE"]
    return chosen


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """What is said meanwhile is for somebody else than who is at this page."""
    storage, before = context.client.storage, language()
    storage["language"] = code
    try:
        yield
    finally:
        storage["language"] = before


@cache
def _translations(code: str) -> NullTranslations:
    catalogues = sorted((LOCALE / code).glob("*.po"))
    if not catalogues:
        return NullTranslations()
    whole = _read(code, catalogues[0])  # its head says how this language counts
    for path in catalogues[1:]:
        for message in _read(code, path):
            if message.id:
                whole[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _read(code: str, path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=code)
