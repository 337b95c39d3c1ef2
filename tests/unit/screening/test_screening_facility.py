"""Screening's copy of a house: its date, its settings, its door."""

from datetime import UTC, datetime, timedelta

import pytest

from services.screening.domain import facility, refusals

SETTINGS = {"timezone": "Asia/Makassar", "recalls_before_hold": 2}
REOPENED = {"date": "2026-01-17", "reason": "false alarm"}
CLOSED = {"date": "2026-01-17", "cause": "emergency"}


@pytest.fixture
def house():
    return facility.configured(facility.unknown("RTBPN"), SETTINGS, 1)[0]


def test_today_is_the_date_at_the_house(house):
    late_in_utc = datetime(2026, 1, 16, 16, 30, tzinfo=UTC)
    assert house.today(late_in_utc) == "2026-01-17"


def test_a_house_whose_settings_have_not_arrived_cannot_call(now):
    with pytest.raises(refusals.FacilityNotConfigured):
        facility.unknown("RTBPN").require_open(now)


def test_an_older_configuration_that_arrives_later_changes_nothing(house):
    newer, _ = facility.configured(house, SETTINGS | {"recalls_before_hold": 5}, 3)
    assert facility.configured(newer, SETTINGS, 2)[0] is newer
    assert newer.recalls_before_hold == 5


def test_the_order_of_sessions_is_kept_when_registration_sends_it(house):
    assert house.sessions == ()
    data = SETTINGS | {"sessions": ["morning", "afternoon"]}
    assert facility.configured(house, data, 2)[0].sessions == ("morning", "afternoon")


def test_a_closed_house_calls_nobody(house, now):
    closed, _ = facility.closed(house, CLOSED, 2)
    with pytest.raises(refusals.FacilityClosed) as refused:
        closed.require_open(now)
    assert refused.value.facts == {"cause": "emergency"}


def test_a_reopened_house_calls_again(house, now):
    closed, _ = facility.closed(house, CLOSED, 2)
    reopened, _ = facility.reopened(closed, REOPENED, 3)
    reopened.require_open(now)


def test_a_closing_that_arrives_after_its_reopening_stays_without_effect(house, now):
    reopened, _ = facility.reopened(house, REOPENED, 3)
    assert facility.closed(reopened, CLOSED, 2)[0] is reopened


def test_a_closing_that_arrives_before_the_settings_is_kept(now):
    closed, _ = facility.closed(facility.unknown("RTBPN"), CLOSED, 2)
    configured, _ = facility.configured(closed, SETTINGS, 1)
    with pytest.raises(refusals.FacilityClosed):
        configured.require_open(now)


def test_the_end_of_a_day_closes_that_day_alone(house, now):
    closed, _ = facility.closed(house, CLOSED | {"cause": "end_of_day"}, 2)
    with pytest.raises(refusals.FacilityClosed):
        closed.require_open(now)
    closed.require_open(now + timedelta(days=1))


def test_an_emergency_lasts_until_the_house_is_opened_again(house, now):
    closed, _ = facility.closed(house, CLOSED, 2)
    with pytest.raises(refusals.FacilityClosed):
        closed.require_open(now + timedelta(days=1))
