"""What the tests of notifications start from."""

from datetime import UTC, datetime, timedelta
from typing import Any

import contracts
from services.notifications.domain import hearing
from services.notifications.domain.correspondence import Correspondence, News
from services.notifications.domain.terms import Patience, Routes, Terms

NOW = datetime(2026, 1, 17, 1, 30, tzinfo=UTC)
"""By the house's clock."""
REAL = datetime(2030, 5, 1, 12, 0, tzinfo=UTC)
VISIT = "2f1c7f0e-8a53-5c0f-9a57-1d3f7d6f0b11"
HOUSE = "RTBPN"

PATIENCE = Patience(
    waits=(timedelta(seconds=10), timedelta(seconds=60)), lease=timedelta(seconds=30)
)
LOG_ONLY = Routes()
OPEN = Routes(visitor_email=True, visitor_webhook=True, desks={("*", "*"): "webhook"})


def terms(routes: Routes = LOG_ONLY) -> Terms:
    return Terms(routes, PATIENCE, {"*": timedelta(hours=12), "visitor_called": timedelta(hours=2)})


def news(event_type: str, id: str = "e1", sequence: int = 1, **data: Any) -> News:
    """An event as the contract's example has it, but for the given data."""
    example = {**contracts.ALL[event_type].example, **data}
    return News(id, event_type, VISIT, HOUSE, NOW, sequence, example)


def heard(
    *all_news: News, by: Terms | None = None, now: datetime = NOW, real_now: datetime = REAL
) -> tuple[Correspondence | None, list[tuple[str, dict[str, Any]]]]:
    """The correspondence after these events, and all that was told of it."""
    state, told = None, []
    for one in all_news:
        rule = hearing.record_contact if one.type == "contact_recorded" else hearing.hear
        state, events = rule(state, one, by or terms(), now, real_now)
        told.extend(events)
    return state, told


def pending() -> Correspondence:
    """A visitor's e-mail that is due."""
    state, _ = heard(news("contact_recorded"), news("visitor_registered", "e2"), by=terms(OPEN))
    assert state
    return state


