"""Messages in words: Jinja2 templates by language, event and recipient.

``templates/<language>/<event>.<recipient>.j2`` has a block ``subject`` (one line) and a block
``body``; ``words.yml`` beside it says what the codes in the events are called.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

import yaml
from babel.dates import format_date, format_time
from jinja2 import Environment, PackageLoader, StrictUndefined

from services.notifications.domain.correspondence import Correspondence, Message

LOCALES = {"id": "id_ID", "en": "en_GB"}


class Text(NamedTuple):
    language: str
    subject: str
    body: str


class Renderer:
    """``house_names`` maps a facility to the name it signs with; ``desk_language`` is what
    desks read."""

    def __init__(self, house_names: Mapping[str, str] | None = None, desk_language: str = "id"):
        self._house_names = house_names or {}
        self._desk_language = desk_language
        loader = PackageLoader("services.notifications", "templates")
        self._environments = {language: _environment(loader, language) for language in LOCALES}

    def render(self, state: Correspondence, message: Message) -> Text:
        """Raises jinja2.TemplateError when the template is missing or asks for what the message
        does not have."""
        language = self._language(state, message)
        environment = self._environments[language]
        template = environment.get_template(f"{language}/{message.about}.{message.recipient}.j2")
        values = {
            **message.facts,
            "queue_number": message.facts.get("queue_number", state.queue_number),
            "subject_id": state.id,
            "house": self._house_names.get(state.facility) or environment.filters["word"]("house"),
            "name": _one_line(state.contact.name or "") if state.contact else "",
        }
        subject = "".join(template.blocks["subject"](template.new_context(values)))
        return Text(language, _one_line(subject), _tidy(template.render(values)))

    def _language(self, state: Correspondence, message: Message) -> str:
        wanted = state.language if message.is_for_visitor else self._desk_language
        return wanted if wanted in LOCALES else self._desk_language


def _environment(loader: PackageLoader, language: str) -> Environment:
    # Plain text: there is no markup to escape into.
    environment = Environment(  # noqa: S701
        loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )
    source, _, _ = loader.get_source(environment, f"{language}/words.yml")
    locale = LOCALES[language]
    environment.filters["word"] = partial(_word, yaml.safe_load(source))
    environment.filters["day"] = partial(_day, locale)
    environment.filters["clock"] = partial(_clock, locale)
    return environment


def _word(words: Mapping[str, str], code: str) -> str:
    return words.get(code, code.replace("_", " "))


def _day(locale: str, day: str) -> str:
    """As in "Sabtu, 17 Januari 2026"; ``day`` is an ISO date."""
    return format_date(date.fromisoformat(day), format="full", locale=locale)


def _clock(locale: str, moment: str) -> str:
    """Hours and minutes by the offset that the moment came with: the house's own."""
    at = datetime.fromisoformat(moment)
    return format_time(at.replace(tzinfo=None), format="short", locale=locale)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _tidy(text: str) -> str:
    """At most one empty line in a row: conditions in a template leave several."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"

