"""What a ban or an inmate's new status means for visits that are under way."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.registration.domain.ban import Ban
from services.registration.domain.flagging import flag_for_ban, flag_for_inmate
from services.registration.domain.visit import Status
from tests.unit.registration.visit_making import CONVICT, NINE, SATURDAY, registered

BAN = Ban(
    "b1",
    "RTBPN",
    "hash-2",
    "X2",
    "contraband",
    "officer-7",
    datetime(2026, 1, 1, tzinfo=UTC),
    until=date(2026, 7, 1),
    status="confirmed",
)
ISOLATED = replace(CONVICT, status="isolation", status_until=SATURDAY)


def test_a_ban_flags_the_visit_of_the_banned_person():
    _, events = flag_for_ban(registered(), BAN, "p3", NINE)
    assert events == [("visit_flagged", {"reason": "visitor_banned", "persons": ["p3"]})]


@pytest.mark.parametrize(
    "ban", [None, replace(BAN, status="lifted"), replace(BAN, until=date(2026, 1, 16))]
)
def test_a_ban_that_is_not_in_force_on_the_day_flags_nobody(ban):
    visit = registered()
    assert flag_for_ban(visit, ban, "p3", NINE) == (visit, [])


def test_an_inmate_who_cannot_be_visited_that_day_flags_the_visit_with_the_refusals_code():
    _, events = flag_for_inmate(registered(), ISOLATED, NINE)
    assert events == [("visit_flagged", {"reason": "inmate_in_isolation", "persons": []})]


def test_an_isolation_that_is_over_by_then_flags_nothing():
    visit = replace(registered(), date=date(2026, 1, 18))
    assert flag_for_inmate(visit, ISOLATED, NINE) == (visit, [])


def test_a_visit_that_has_begun_is_not_flagged_for_the_inmate():
    visit = replace(registered(), status=Status.STARTED)
    assert flag_for_inmate(visit, ISOLATED, NINE) == (visit, [])
