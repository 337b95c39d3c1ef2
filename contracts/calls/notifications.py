"""What visitors and desks were told."""

from contracts.calls.common import Command, Identifier, Listed, Query
from contracts.fields import Word
from contracts.rules import Pattern

MOST_VISITS = 1000
"""More than anybody can make in a year, at one a day."""


class Notifications(Query):
    visit_id = Identifier(required=True)


class Contacts(Query):
    """``visit_ids``: those whose ``lead`` asks for his or her own data."""

    visit_ids = Listed(Identifier(), most=MOST_VISITS, least=1, required=True)


class Retry(Command):
    """``visit_id`` may be given to spare a search."""

    notification_id = Word(required=True, validate=Pattern(r"^[!-~]{1,110}$"))
    visit_id = Identifier()
