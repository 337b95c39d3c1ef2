"""The terms that messages are sent on: routes, patience, and how old news may be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

LOG = "log"
EMAIL = "email"
WEBHOOK = "webhook"
ANY = "*"


@dataclass(frozen=True)
class Contact:
    """How the lead visitor wants to be told. ``sequence`` orders contacts that arrive late."""

    language: str
    sequence: int
    name: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Routes:
    """Which channels are open.

    ``desks`` maps (facility, desk) to a channel; either may be ``*``. The more exact entry wins,
    the facility before the desk. Without an entry, and for whom no other channel is open, the
    log is the channel: nothing leaves the house, and the history shows what was to be told.
    """

    visitor_email: bool = False
    visitor_webhook: bool = False
    desks: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def to_visitor(self, contact: Contact) -> str:
        if contact.email and self.visitor_email:
            return EMAIL
        if contact.phone and self.visitor_webhook:
            return WEBHOOK
        return LOG

    def to_desk(self, facility: str, desk: str) -> str:
        for key in desk_keys(facility, desk):
            if key in self.desks:
                return self.desks[key]
        return LOG


def desk_keys(facility: str, desk: str) -> tuple[tuple[str, str], ...]:
    """Where a desk's channel may be given, the most exact place first."""
    return ((facility, desk), (facility, ANY), (ANY, desk), (ANY, ANY))


@dataclass(frozen=True)
class Patience:
    """How often a message is tried. ``waits[n]`` follows attempt n+1; after the last wait comes
    the last attempt. ``lease`` is how long one attempt may take before another process may think
    that the first has died; it must be longer than the channel's own timeout."""

    waits: tuple[timedelta, ...]
    lease: timedelta

    @property
    def attempts(self) -> int:
        return len(self.waits) + 1

    def wait_after(self, attempt: int) -> timedelta:
        return self.waits[min(attempt, len(self.waits)) - 1] if self.waits else timedelta(0)


@dataclass(frozen=True)
class Terms:
    """``max_age`` maps an event type, or ``*``, to the age past which it is no longer news."""

    routes: Routes
    patience: Patience
    max_age: Mapping[str, timedelta]

    def good_for(self, event_type: str) -> timedelta:
        return self.max_age.get(event_type, self.max_age[ANY])
