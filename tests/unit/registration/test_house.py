"""The house: its day, its zone, and whether it takes visitors in."""

import json
from datetime import UTC, date, datetime

import pytest

from services.registration.domain import closing, refusals
from services.registration.domain import facility as houses
from services.registration.domain.visit import Officer

SATURDAY, SUNDAY = date(2026, 1, 17), date(2026, 1, 18)
OFFICER = Officer("officer-1")
TEN = datetime(2026, 1, 17, 2, 0, tzinfo=UTC)  # 10:00 in Balikpapan
BEFORE_SEVEN = datetime(2026, 1, 16, 22, 30, tzinfo=UTC)  # 06:30 on Saturday in Balikpapan


def configured(before, zone, settings):
    return houses.configure(before, "RTBPN", "Rutan Balikpapan", zone, settings, OFFICER, TEN)


def house(**settings):
    made, _ = houses.configure(
        None, "RTBPN", "Rutan Balikpapan", "Asia/Makassar", settings, OFFICER, TEN
    )
    return made


def at(hour, minute=0):
    return datetime(2026, 1, 17, hour, minute, tzinfo=house().zone)


def test_a_new_house_tells_others_the_settings_that_they_work_by():
    _, events = houses.configure(
        None, "RTBPN", "Rutan", "Asia/Makassar", {"lockers": 12}, OFFICER, TEN
    )
    assert events == [
        (
            "facility_configured",
            {
                "timezone": "Asia/Makassar",
                "language": "id",
                "recalls_before_hold": 3,
                "lockers": 12,
                "cards": 80,
                "unclaimed_days": 30,
                "sessions": ["morning", "afternoon"],
            },
        )
    ]


def test_configuring_a_house_as_it_is_changes_nothing():
    before = house()
    after, events = houses.configure(
        before, "RTBPN", before.name, before.timezone, {}, OFFICER, TEN
    )
    assert after is before
    assert events == []


def test_a_house_in_an_unknown_zone_is_refused():
    with pytest.raises(refusals.SettingsConflict):
        configured(None, "Asia/Balikpapan", {})


def test_today_is_the_date_of_the_house_and_not_of_utc():
    assert house().today(BEFORE_SEVEN) == SATURDAY


def test_sessions_open_and_close_on_the_clock_of_the_house():
    morning, afternoon = house().day(SATURDAY).sessions
    assert morning.opens.isoformat() == "2026-01-17T09:00:00+08:00"
    assert morning.registration_closes.isoformat() == "2026-01-17T11:00:00+08:00"
    assert afternoon.closes.isoformat() == "2026-01-17T15:00:00+08:00"


def test_a_session_may_have_a_quota_of_its_own():
    day = house(
        quota_groups=50,
        sessions=[
            {"name": "a", "opens": "09:00", "closes": "11:00", "quota_groups": 7},
            {"name": "b", "opens": "13:00", "closes": "15:00"},
        ],
    ).day(SATURDAY)
    assert [(s.quota_groups, s.quota_persons) for s in day.sessions] == [(7, 300), (50, 300)]


@pytest.mark.parametrize(
    ("now", "names"),
    [
        (at(8), ["morning", "afternoon"]),
        (at(10, 59), ["morning", "afternoon"]),
        (at(11), ["afternoon"]),
        (at(14, 29), ["afternoon"]),
    ],
)
def test_a_walk_in_joins_the_running_or_the_next_session(now, names):
    assert [s.name for s in house().day(SATURDAY).open_sessions(now)] == names


def test_registration_is_closed_half_an_hour_before_the_last_session_ends():
    with pytest.raises(refusals.RegistrationClosed) as refused:
        house().day(SATURDAY).open_sessions(at(14, 30))
    assert refused.value.facts == {"closed_at": "2026-01-17T14:30:00+08:00"}


def test_registration_for_one_session_closes_while_another_is_open():
    with pytest.raises(refusals.RegistrationClosed):
        house().day(SATURDAY).session("morning").check_registration(at(11))


def test_no_session_is_held_on_sunday():
    with pytest.raises(refusals.NoSession):
        house().day(SUNDAY).open_sessions(at(10))


def test_nobody_is_received_on_a_blocked_date():
    blocked = house(blocked_dates=[{"date": SATURDAY, "reason": "Isra Mikraj"}])
    with pytest.raises(refusals.DateBlocked):
        blocked.day(SATURDAY).session("morning")


def test_a_blocked_date_wins_over_a_special_period():
    blocked = house(
        blocked_dates=[{"date": SATURDAY, "reason": "works"}],
        special_periods=[{"name": "x", "first": SATURDAY, "last": SUNDAY}],
    )
    with pytest.raises(refusals.DateBlocked):
        blocked.day(SATURDAY).check_receives()


def test_a_special_period_may_open_a_day_that_is_usually_closed():
    special = house(
        special_periods=[
            {
                "name": "lebaran",
                "first": SUNDAY,
                "last": SUNDAY,
                "sessions": [
                    {"name": "all", "opens": "08:00", "closes": "12:00", "weekdays": ["sun"]}
                ],
            }
        ]
    )
    assert [s.name for s in special.day(SUNDAY).sessions] == ["all"]


def test_a_session_that_the_day_does_not_have_is_refused_with_those_it_has():
    with pytest.raises(refusals.SessionUnknown) as refused:
        house().day(SATURDAY).session("evening")
    assert refused.value.facts == {"sessions": ["morning", "afternoon"]}


def test_nobody_is_admitted_during_a_break():
    day = house(breaks=[{"name": "roll_call", "starts": "10:00", "ends": "10:15"}]).day(SATURDAY)
    day.check_no_break(at(9, 59))
    day.check_no_break(at(10, 15))
    with pytest.raises(refusals.OnBreak):
        day.check_no_break(at(10))


def test_a_booking_for_yesterday_is_refused():
    with pytest.raises(refusals.DateInPast):
        house().check_bookable(date(2026, 1, 16), TEN)


def test_a_booking_is_taken_two_weeks_ahead_and_no_further():
    house().check_bookable(date(2026, 1, 31), TEN)
    with pytest.raises(refusals.BookingTooFarAhead):
        house().check_bookable(date(2026, 2, 1), TEN)


def test_an_emergency_stops_intake_for_every_date():
    closed, _ = closing.close(house(), "fire alarm", OFFICER, TEN)
    with pytest.raises(refusals.FacilityClosed) as refused:
        closed.check_open(SUNDAY)
    assert refused.value.facts == {"cause": "emergency"}


def test_a_closed_day_is_closed_for_that_date_only():
    closed, _ = closing.close_day(house(), SATURDAY, OFFICER, TEN)
    closed.check_open(SUNDAY)
    with pytest.raises(refusals.FacilityClosed) as refused:
        closed.check_open(SATURDAY)
    assert refused.value.facts == {"cause": "end_of_day"}


def test_a_house_is_described_in_plain_json_with_the_sessions_of_its_day():
    closed, _ = closing.close(house(), "fire alarm", OFFICER, TEN)
    told = json.loads(json.dumps(houses.describe(closed, TEN)))
    assert told["closure"]["at"] == "2026-01-17T10:00:00+08:00"
    assert told["settings"]["visits_per_visitor"] == {"count": 1, "per": "day"}
    assert [s["opens"] for s in told["today"]["sessions"]] == [
        "2026-01-17T09:00:00+08:00",
        "2026-01-17T13:00:00+08:00",
    ]
