"""Settings: special periods, changes, and what contradicts itself."""

from dataclasses import fields
from datetime import date

import pytest

from services.registration.domain.consistency import check_settings, check_timezone
from services.registration.domain.refusals import SettingsConflict
from services.registration.domain.settings import Settings

LEBARAN = {
    "name": "lebaran",
    "first": date(2026, 3, 20),
    "last": date(2026, 3, 22),
    "visit_minutes": 15,
    "group_size": 8,
    "visits_per_visitor": {"count": 1, "per": "week"},
    "sessions": [{"name": "all_day", "opens": "08:00", "closes": "15:00", "weekdays": ["fri"]}],
}


def session(name, opens, closes, weekdays=("mon",)):
    return {"name": name, "opens": opens, "closes": closes, "weekdays": list(weekdays)}


def test_every_setting_has_a_reason():
    missing = [f.name for f in fields(Settings) if not f.metadata.get("reason")]
    assert missing == []


def test_the_defaults_do_not_contradict_each_other():
    check_settings(Settings())


def test_a_change_leaves_the_other_settings_as_they_are():
    settings = Settings().changed({"visit_minutes": 45}).changed({"group_size": 8})
    assert (settings.visit_minutes, settings.group_size) == (45, 8)


@pytest.mark.parametrize(("day", "minutes"), [(19, 30), (20, 15), (22, 15), (23, 30)])
def test_lebaran_changes_limits_on_its_days_only(day, minutes):
    settings = Settings().changed({"special_periods": [LEBARAN]})
    assert settings.on(date(2026, 3, day)).visit_minutes == minutes


def test_lebaran_replaces_only_what_it_names():
    limits = Settings().changed({"special_periods": [LEBARAN]}).on(date(2026, 3, 20))
    assert limits.visits_per_visitor.per == "week"
    assert limits.visits_per_inmate == Settings().visits_per_inmate
    assert [rule.name for rule in limits.sessions] == ["all_day"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sessions": [session("a", "11:00", "09:00")]}, "sessions"),
        ({"sessions": [session("a", "09:00", "09:30")]}, "sessions"),
        (
            {"sessions": [session("a", "09:00", "11:00"), session("b", "10:30", "12:00")]},
            "sessions",
        ),
        (
            {"sessions": [session("a", "09:00", "11:00"), session("a", "13:00", "15:00")]},
            "sessions",
        ),
        (
            {"breaks": [{"name": "x", "starts": "12:00", "ends": "12:00", "weekdays": ["mon"]}]},
            "breaks",
        ),
        ({"warning_minutes": 30}, "warning_minutes"),
        ({"group_size": 8, "room_persons": 7}, "room_persons"),
        (
            {
                "blocked_dates": [
                    {"date": date(2026, 3, 20), "reason": "a"},
                    {"date": date(2026, 3, 20), "reason": "b"},
                ]
            },
            "blocked_dates",
        ),
        ({"special_periods": [{**LEBARAN, "last": date(2026, 3, 19)}]}, "special_periods"),
        ({"special_periods": [LEBARAN, {**LEBARAN, "name": "again"}]}, "special_periods"),
        ({"special_periods": [{**LEBARAN, "registration_closes_minutes": 600}]}, "special_periods"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(changes, field):
    with pytest.raises(SettingsConflict) as refused:
        check_settings(Settings().changed(changes))
    assert refused.value.field == f"settings.{field}"


def test_one_name_may_be_held_at_other_hours_on_friday():
    check_settings(
        Settings().changed(
            {
                "sessions": [
                    session("morning", "09:00", "11:30", ["mon"]),
                    session("morning", "09:00", "10:45", ["fri"]),
                ]
            }
        )
    )


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "\x00"])
def test_a_time_zone_must_exist(name):
    with pytest.raises(SettingsConflict):
        check_timezone(name)


def test_a_room_for_one_group_and_two_periods_one_after_the_other_are_possible():
    before = {**LEBARAN, "name": "before", "first": date(2026, 3, 18), "last": date(2026, 3, 19)}
    after = {**LEBARAN, "name": "after", "first": date(2026, 3, 23), "last": date(2026, 3, 23)}
    check_settings(
        Settings().changed(
            {"room_persons": 5, "group_size": 5, "special_periods": [after, LEBARAN, before]}
        )
    )


@pytest.mark.parametrize("days", [(18, 20), (22, 25)])
def test_two_periods_may_not_share_a_day(days):
    first, last = (date(2026, 3, day) for day in days)
    other = {**LEBARAN, "name": "other", "first": first, "last": last}
    with pytest.raises(SettingsConflict):
        check_settings(Settings().changed({"special_periods": [LEBARAN, other]}))


def test_one_session_may_begin_when_another_ends():
    sessions = [session("a", "09:00", "11:00"), session("b", "11:00", "13:00")]
    check_settings(Settings().changed({"sessions": sessions}))
