"""Visits, groups and houses for the tests of registration's rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.registration.domain import claims, queueing, registering, visiting
from services.registration.domain.facility import Facility
from services.registration.domain.inmate import Inmate
from services.registration.domain.registering import Application
from services.registration.domain.visit import Belongings, Officer, Permit

WITA = ZoneInfo("Asia/Makassar")
SATURDAY = date(2026, 1, 17)
HOUSE = Facility("RTBPN", "RTBPN", "Rutan Balikpapan", "Asia/Makassar")
LIMITS = HOUSE.settings
OFFICER = Officer("officer-1")
SUPERVISOR = Officer("officer-1", "kepala-jaga", "they came from far away")
CONVICT = Inmate("i1", "RTBPN", "B-7", "Budi", "male", "convict")
DETAINEE = replace(CONVICT, legal_status="detainee")
PERMIT = Permit("SP-12", "prosecutor", date(2026, 1, 10), date(2026, 1, 24), "B-7")


def at(hour, minute=0, day=17):
    """A moment of January 2026 on the facility's clock."""
    return datetime(2026, 1, day, hour, minute, tzinfo=WITA).astimezone(UTC)


NINE = at(9)


def person(place=0, born=date(1990, 3, 12), sex="female", identity=None, **changes):
    entered = {
        "name": f"Visitor {place}",
        "sex": sex,
        "birth_date": born,
        "id_type": "passport",
        "id_number": f"X{place}",
        "relationship": "wife",
        **changes,
    }
    known = ("passport", f"X{place}", identity or f"hash-{place}")
    return registering.member(place, entered, known, SATURDAY)


MOTHER = person(0)
CHILD = person(1, born=date(2017, 5, 1), relationship="child")
UNCLE = person(2, sex="male", relationship="uncle")
FAMILY = (MOTHER, CHILD, UNCLE)


def application(**changes):
    usual = Application("RTBPN", "family", "B-7", SATURDAY, None, FAMILY, "p1")
    return replace(usual, **changes)


def registered(now=NINE, number=12, asked=None, officer=OFFICER):
    asked = asked or application()
    session = registering.sessions_for(HOUSE, asked, now, officer)[0]
    wanted = claims.wanted(
        "RTBPN", asked.on, asked.members, "B-7", LIMITS.visits_per_visitor, LIMITS.visits_per_inmate
    )
    held = claims.assign(wanted, set())
    visit, _ = registering.register("v1", asked, HOUSE, session, held, number, officer, now)
    return visit


def booked(now=NINE, session="afternoon"):
    return registered(now, None, application(session=session))


def result(outcome="cleared", refused=(), deposit=False, lead="p1", visit_outcome=None):
    """What the search post tells of a group of three."""
    decisions = [
        {"person": one, "decision": "refused" if one in refused else "cleared", "reason": None}
        for one in ("p1", "p2", "p3")
    ]
    return {
        "outcome": outcome,
        "visit_outcome": visit_outcome,
        "members": decisions,
        "lead": lead,
        "deposit": {"required": deposit, "items": 3 * deposit},
        "seizures": 0,
    }


def called(visit=None, now=NINE):
    return queueing.called(visit or registered(), 2, now)[0]


def cleared(now=NINE, **search):
    return queueing.screened(called(), result(**search), now)[0]


def deposited(now=NINE):
    return queueing.belongings(cleared(deposit=True), Belongings.DEPOSITED, now)[0]


def started(visit=None, now=NINE):
    return visiting.start(visit or cleared(), 4, 30, 5, OFFICER, now)[0]


def ended(visit=None, now=NINE + timedelta(minutes=30)):
    return visiting.end(visit or started(), "completed", None, OFFICER, now)[0]
