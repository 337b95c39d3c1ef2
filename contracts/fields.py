"""Fields that the event schemas share."""

from marshmallow import Schema, fields, validate

from contracts.rules import Pattern, in_living_memory, time_zone, unicode_text

SEXES = ("male", "female")
PERSON = r"^p[1-9][0-9]?$"
WORD = r"^[!-~]{1,100}$"


class Word(fields.String):
    """An identifier or code: short, printable, no white space."""

    def __init__(self, **kwargs):
        kwargs.setdefault("validate", Pattern(WORD))
        super().__init__(**kwargs)


class Count(fields.Integer):
    """A whole number from nought up."""

    def __init__(self, **kwargs):
        kwargs.setdefault("validate", validate.Range(min=0, max=100_000))
        super().__init__(strict=True, **kwargs)


class Instant(fields.AwareDateTime):
    """A moment in RFC 3339 with its offset."""

    def __init__(self, **kwargs):
        super().__init__(format="iso", validate=in_living_memory, **kwargs)


class Day(fields.Date):
    """A date by the house's calendar, ``YYYY-MM-DD``."""

    def __init__(self, **kwargs):
        super().__init__(validate=in_living_memory, **kwargs)


class Zone(Word):
    """A name of the IANA time zone database."""

    def __init__(self, **kwargs):
        super().__init__(validate=[Pattern(WORD), time_zone], **kwargs)


class Reason(fields.String):
    """A short text by an officer. People are told not to write names here."""

    def __init__(self, **kwargs):
        kwargs.setdefault("validate", [validate.Length(max=300), unicode_text])
        super().__init__(**kwargs)


class Person(fields.String):
    """A person within a visit, by place in its list: p1, p2 and so on. Never a name."""

    def __init__(self, **kwargs):
        kwargs.setdefault("validate", Pattern(PERSON))
        super().__init__(**kwargs)


class Member(Schema):
    """What others need to know of a person in the group, and no more."""

    person = Person(required=True)
    sex = fields.String(required=True, validate=validate.OneOf(SEXES))
    minor = fields.Boolean(required=True)
