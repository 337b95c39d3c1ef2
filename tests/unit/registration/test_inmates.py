"""Inmates: when a visit is possible."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.registration.domain import inmate as inmates
from services.registration.domain import refusals
from services.registration.domain.inmate import Inmate

TODAY = date(2026, 1, 17)
INMATE = Inmate("i1", "RTBPN", "A-17", "Budi", "male", "detainee")


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("isolation", "inmate_in_isolation"),
        ("induction", "inmate_in_induction"),
        ("hospital", "inmate_in_hospital"),
        ("court", "inmate_at_court"),
        ("transferred", "inmate_transferred"),
        ("released", "inmate_released"),
    ],
)
def test_each_status_that_stops_visits_has_its_own_refusal(status, code):
    with pytest.raises(refusals.InmateNotVisitable) as refused:
        replace(INMATE, status=status).check_visitable(TODAY)
    assert refused.value.code == code


def test_an_inmate_may_refuse_visits():
    with pytest.raises(refusals.InmateRefusesVisits):
        replace(INMATE, accepts_visits=False).check_visitable(TODAY)


def test_isolation_ends_by_itself_after_its_last_day():
    isolated = replace(INMATE, status="isolation", status_until=TODAY)
    assert isolated.stopped_on(TODAY) == "inmate_in_isolation"
    assert isolated.stopped_on(TODAY + timedelta(days=1)) is None


@pytest.mark.parametrize("status", ["isolation", "induction"])
def test_a_measure_of_the_house_needs_a_last_day(status):
    with pytest.raises(refusals.StatusNeedsUntil):
        inmates.change(INMATE, {"status": status}, TODAY)


def test_a_status_cannot_end_before_today():
    with pytest.raises(refusals.UntilInPast):
        inmates.change(
            INMATE, {"status": "hospital", "status_until": TODAY - timedelta(days=1)}, TODAY
        )


def test_a_new_status_is_told_without_the_number_of_the_inmate():
    after, events = inmates.change(
        INMATE, {"status": "isolation", "status_until": date(2026, 1, 20)}, TODAY
    )
    assert after.status_until == date(2026, 1, 20)
    assert events == [
        (
            "inmate_status_changed",
            {"status": "isolation", "until": "2026-01-20", "accepts_visits": True},
        )
    ]


def test_a_new_status_does_not_inherit_the_end_of_the_old_one():
    isolated = replace(INMATE, status="isolation", status_until=date(2026, 1, 20))
    after, _ = inmates.change(isolated, {"status": "hospital"}, TODAY)
    assert after.status_until is None


def test_a_corrected_name_is_nobodys_news():
    after, events = inmates.change(INMATE, {"name": "Budi S."}, TODAY)
    assert (after.name, events) == ("Budi S.", [])


def test_a_name_can_be_corrected_when_the_status_has_run_out():
    past = replace(INMATE, status="isolation", status_until=date(2026, 1, 2))
    after, _ = inmates.change(past, {"name": "Budi S."}, TODAY)
    assert after.name == "Budi S."


def test_a_change_that_changes_nothing_is_not_saved():
    after, events = inmates.change(INMATE, {"status": "available"}, TODAY)
    assert after is INMATE
    assert events == []


def test_a_number_is_given_once():
    with pytest.raises(refusals.InmateExists):
        inmates.add(INMATE, replace(INMATE, name="Andi"), TODAY)


def test_an_inmate_who_arrives_in_induction_is_told_of():
    new = replace(INMATE, status="induction", status_until=date(2026, 1, 24))
    assert inmates.add(None, new, TODAY)[1][0][0] == "inmate_status_changed"
    assert inmates.add(None, INMATE, TODAY)[1] == []


def test_an_unknown_inmate_cannot_be_changed():
    with pytest.raises(refusals.InmateUnknown):
        inmates.change(None, {"status": "court"}, TODAY)


def test_an_import_adds_who_is_new_and_changes_who_is_known():
    assert inmates.take_over(None, INMATE, TODAY)[0] is INMATE
    moved = replace(INMATE, block="B")
    assert inmates.take_over(INMATE, moved, TODAY) == (moved, [])
    assert inmates.take_over(INMATE, replace(INMATE), TODAY)[0] is INMATE


def test_isolation_may_end_today():
    isolated = {"status": "isolation", "status_until": TODAY}
    assert inmates.change(INMATE, isolated, TODAY)[0].status_until == TODAY


def test_only_a_detainee_is_one():
    assert INMATE.is_detainee
    assert not replace(INMATE, legal_status="convict").is_detainee
