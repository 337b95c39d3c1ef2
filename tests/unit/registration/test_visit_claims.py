"""How often a person may visit, and an inmate be visited."""

from datetime import date

import pytest
from visit_making import CHILD, MOTHER, SATURDAY

from services.registration.domain import claims, refusals
from services.registration.domain.settings import Frequency

DAILY, WEEKLY = Frequency(1, "day"), Frequency(1, "week")
MOTHER_TODAY = "visitor:RTBPN:2026-01-17:hash-0"
MOTHER_THIS_WEEK = "visitor:RTBPN:2026-W03:hash-0"
INMATE_TODAY = "inmate:RTBPN:2026-01-17:B-7"


def assigned(*taken, visitor=DAILY, inmate=DAILY, on=SATURDAY, lifted=False):
    wanted = claims.wanted("RTBPN", on, (MOTHER, CHILD), "B-7", visitor, inmate)
    return claims.assign(wanted, set(taken), lifted)


def test_a_visit_claims_its_inmate_and_each_of_its_visitors_for_the_day():
    assert assigned() == (INMATE_TODAY, MOTHER_TODAY, "visitor:RTBPN:2026-01-17:hash-1")


def test_a_person_visits_once_a_day_whoever_leads():
    with pytest.raises(refusals.VisitorAlreadyRegistered) as refused:
        assigned("visitor:RTBPN:2026-01-17:hash-1")
    assert refused.value.facts == {"persons": ["p2"], "period": "day"}


def test_an_inmate_is_visited_once_a_day():
    with pytest.raises(refusals.InmateAlreadyVisited) as refused:
        assigned(INMATE_TODAY)
    assert refused.value.facts == {"period": "day"}


def test_a_weekly_limit_comes_on_top_of_once_a_day():
    held = assigned(visitor=WEEKLY)
    assert {MOTHER_TODAY, MOTHER_THIS_WEEK, INMATE_TODAY} <= set(held)


def test_a_week_runs_from_monday_to_sunday():
    with pytest.raises(refusals.VisitorAlreadyRegistered) as refused:
        assigned(MOTHER_THIS_WEEK, visitor=WEEKLY, on=date(2026, 1, 18))
    assert refused.value.facts == {"persons": ["p1"], "period": "week"}
    assigned(MOTHER_THIS_WEEK, visitor=WEEKLY, on=date(2026, 1, 19))


def test_a_supervisor_lets_a_person_come_again_in_a_week_but_not_on_a_day():
    assert MOTHER_THIS_WEEK not in assigned(MOTHER_THIS_WEEK, visitor=WEEKLY, lifted=True)
    with pytest.raises(refusals.VisitorAlreadyRegistered):
        assigned(MOTHER_TODAY, visitor=WEEKLY, lifted=True)


def test_an_inmate_may_be_visited_twice_a_day_where_the_house_says_so():
    assert "inmate:RTBPN:2026-01-17#2:B-7" in assigned(INMATE_TODAY, inmate=Frequency(2, "day"))
    with pytest.raises(refusals.InmateAlreadyVisited):
        assigned(INMATE_TODAY, "inmate:RTBPN:2026-01-17#2:B-7", inmate=Frequency(2, "day"))
