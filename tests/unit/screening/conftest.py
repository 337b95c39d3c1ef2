"""Groups at the search post, built the way the service builds them."""

from datetime import UTC, datetime

import pytest

from contracts import screening as contract
from services.screening.domain import arrivals, line, result

FACILITY = "RTBPN"
NOW = datetime(2026, 1, 17, 1, 30, tzinfo=UTC)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def command():
    """What officer-1 asks for, as the schemas load it."""

    def build(**fields):
        return {"command_id": "command-1", "facility": FACILITY, "officer": {"id": "officer-1"},
                "post": "A", "on_duty": ["female", "male"]} | fields

    return build


@pytest.fixture
def waiting():
    """A mother (p1, the lead), a father (p2) and their son (p3), unless other members are given
    as (sex, minor)."""

    def build(*members, visit="visit-1", number=12, session="morning"):
        members = members or (("female", False), ("male", False), ("male", True))
        data = {
            "date": "2026-01-17", "session": session, "queue_number": number, "lead": "p1",
            "members": [{"person": f"p{place}", "sex": sex, "minor": minor}
                        for place, (sex, minor) in enumerate(members, start=1)],
        }
        return arrivals.registered(arrivals.early(visit, FACILITY), data, NOW)[0]

    return build


@pytest.fixture
def called(waiting, command):
    def build(*members, **options):
        return line.call(waiting(*members, **options), command(), NOW)[0]

    return build


@pytest.fixture
def numbers():
    """Evidence numbers as the store hands them out."""
    return lambda count: [f"RTBPN-20260117-{number:04d}" for number in range(1, count + 1)]


@pytest.fixture
def screen(numbers, command):
    """Records a result for a called group, by officer-1; what is told meets its contract."""

    def record(state, *members, consent="given", **rest):
        found = command(consent=consent, members=list(members), **rest)
        state, events = result.decide(state, found, NOW, numbers)
        for event_type, data in events:
            contract.EVENTS[event_type].check(data)
        return state, events

    return record


@pytest.fixture
def cleared():
    def build(person, by="female", **rest):
        return {"person": person, "decision": "cleared",
                "searched_by": {"id": f"officer-{by}", "sex": by}, **rest}

    return build


@pytest.fixture
def refused():
    def build(person, reason="dress_code", **rest):
        return {"person": person, "decision": "refused", "reason": reason, **rest}

    return build


@pytest.fixture
def family(cleared):
    """Everybody of the default group cleared, but for those given."""

    def build(*others):
        findings = {
            "p1": cleared("p1"),
            "p2": cleared("p2", "male"),
            "p3": cleared("p3", "male", accompanied_by="p1"),
        }
        return list((findings | {other["person"]: other for other in others}).values())

    return build


@pytest.fixture
def item():
    def build(person="p1", disposition="deposit", **rest):
        return {"person": person, "kind": "phone", "count": 1, "disposition": disposition, **rest}

    return build


@pytest.fixture
def seized(item):
    def build(person="p1", **details):
        seizure = {"category": "phone_or_sim", "quantity": 1, "witness": "officer-2",
                   "handed_to": "officer-9"} | details
        return item(person, "seized", seizure=seizure)

    return build
