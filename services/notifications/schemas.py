"""What callers may ask of notifications."""

from marshmallow import validate

from chassis.schemas import Command, Identifier, Query
from contracts.fields import Word


class Notifications(Query):
    visit_id = Identifier(required=True)


class Retry(Command):
    """``visit_id`` may be given to spare a search."""

    notification_id = Word(required=True, validate=validate.Regexp(r"^[!-~]{1,110}$"))
    visit_id = Identifier()
