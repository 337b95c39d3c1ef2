"""What every RPC input has in common, and fields that refuse what no honest caller sends."""

import re
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from contracts.rules import Pattern

SEXES = ("male", "female")
PERSON = r"^p[1-9][0-9]?$"
CODE = r"^[a-z][a-z0-9_]{0,49}$"
IDENTITY_NUMBER = re.compile(r"(?:\d[ .-]?){15}\d")
IDENTIFIER = r"^[A-Za-z0-9][A-Za-z0-9._:@-]{0,63}$"


PLAIN = r"[^\x00-\x08\x0B-\x1F\x7F]*"
READABLE = rf"^{PLAIN}[^\x00-\x20\x7F\s]{PLAIN}$"
"""What the OpenAPI document says of a text: no control characters, and not blank."""


class Text(fields.String):
    """Text for people: trimmed, of bounded length, without control characters."""

    def __init__(self, longest: int = 300, **kwargs: Any):
        about = {"minLength": 1, "maxLength": longest, "pattern": READABLE}
        super().__init__(metadata=about, **kwargs)
        self._length = validate.Length(min=1, max=longest)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs)
        text = text.strip()
        if any(ord(letter) < 32 and letter not in "\n\t" or ord(letter) == 127 for letter in text):
            raise ValidationError("Control characters are not allowed.")
        if any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
            raise ValidationError("Not valid Unicode.")
        self._length(text)
        return text


class Remark(Text):
    """What an officer writes about something. It is kept, shown and told to other services, so it
    holds no identity number (nor the number of a bank card, which has as many digits); the desk is
    told not to write names either."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, *args, **kwargs)
        if IDENTITY_NUMBER.search(text):
            raise ValidationError("Do not write identity or card numbers here.")
        return text


class Identifier(fields.String):
    """A machine's identifier: letters, digits and a little punctuation, at most 64."""

    def __init__(self, **kwargs: Any):
        super().__init__(validate=Pattern(IDENTIFIER), **kwargs)


class Person(fields.String):
    """A person of the group: p1, p2 and so on."""

    def __init__(self, **kwargs: Any):
        super().__init__(validate=Pattern(PERSON), **kwargs)


class Code(fields.String):
    """A reason or name as a word, since it travels in events, where no free text may: lower case
    letters, digits and underscores, at most 50."""

    def __init__(self, **kwargs: Any):
        super().__init__(validate=Pattern(CODE), **kwargs)


class Listed(fields.List):
    """A list of bounded length."""

    def __init__(self, item: Any, most: int, least: int = 0, **kwargs: Any):
        super().__init__(item, validate=validate.Length(min=least, max=most), **kwargs)


class Choice(fields.String):
    """One of the given words."""

    def __init__(self, *choices: str, **kwargs: Any):
        super().__init__(validate=validate.OneOf(choices), **kwargs)


class Count(fields.Integer):
    """A whole number within bounds; a text or a fraction is refused, not converted."""

    def __init__(self, least: int = 0, most: int = 100_000, **kwargs: Any):
        super().__init__(strict=True, validate=validate.Range(min=least, max=most), **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, *args, **kwargs)


class Flag(fields.Boolean):
    """true or false, and no other spelling."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Strict(Schema):
    """Unknown fields are errors: a misspelt option must not be ignored in silence."""

    class Meta:
        unknown = RAISE


class Officer(Strict):
    id = Identifier(required=True)
    sex = Choice(*SEXES)
    roles = fields.List(Identifier())


class Override(Strict):
    """A supervisor's word against a rule; it is recorded."""

    supervisor = Identifier(required=True)
    reason = Text(required=True)


class Query(Strict):
    facility = Identifier(required=True)
    officer = fields.Nested(Officer)


class Paged(Query):
    page = Count(least=1, most=10_000, load_default=1)
    page_size = Count(least=1, most=200, load_default=50)


class OfVisits(Strict):
    """``visit_ids``: of the list only these, for a screen that knows the rest already."""

    visit_ids = Listed(Identifier(), most=100, least=1)


class Command(Strict):
    command_id = Identifier(required=True)
    facility = Identifier(required=True)
    officer = fields.Nested(Officer, required=True)
