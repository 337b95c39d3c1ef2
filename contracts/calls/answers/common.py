"""What all answers have in common."""

from typing import Any

from marshmallow import fields

from contracts.calls.common import Choice, Code, Count, Flag, Identifier, Person, Strict
from contracts.fields import SEXES
from contracts.fields import Instant as Instant
from contracts.registration import OUTCOMES

MOST = 1_000_000_000
"""What grows for as long as a house is open stays below it."""


class Answer(Strict):
    """Every field is always there: one that says nothing is null, and only those that may be
    null say so."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field) -> None:
        field_obj.required = True


class Minutes(fields.Float):
    """Minutes, to a tenth; a text is refused, not converted."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, *args, **kwargs)


class Page(Answer):
    """One page of a list; ``total`` counts all pages' lines. Lists add ``items``."""

    page = Count(least=1, most=10_000)
    page_size = Count(least=1, most=200)
    total = Count(most=MOST)


class HistoryEntry(Answer):
    """Who did what, and when. ``override_reason`` is why ``supervisor`` lifted a rule."""

    at = Instant()
    officer = Identifier()
    action = Code()
    reason = fields.String(allow_none=True)
    supervisor = Identifier(allow_none=True)
    override_reason = fields.String(allow_none=True)


class PersonPresent(Answer):
    """A person to be looked for by name, when everybody must be accounted for."""

    person = Person()
    name = fields.String()
    sex = Choice(*SEXES)
    minor = Flag()


def outcome() -> Choice:
    """How a visit ended; null while it has not."""
    return Choice(*OUTCOMES, allow_none=True)


def counts_by_code() -> fields.Dict:
    """How often each code came; codes that did not come are left out."""
    return fields.Dict(keys=Code(), values=Count())
