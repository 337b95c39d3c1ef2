"""Figures of a day, hour by hour, on the clock of the house."""

from datetime import timedelta

from services.registration.domain.statistics import Figure, statistics
from tests.unit.registration.visit_making import SATURDAY, WITA, at


def group(registered, called=None, started=None, status="departed"):
    return Figure(SATURDAY.isoformat(), status, None, registered, called, started, ())


def hours(*groups):
    [day] = statistics([SATURDAY], groups, [], WITA)
    return day["hours"]


def counts(hour):
    return tuple(hour[name] for name in ("hour", "registered", "called", "started"))


def test_each_moment_counts_in_the_hour_in_which_it_was():
    found = hours(
        group(at(9, 59), at(10, 0), at(11, 5)),
        group(at(9, 5), at(9, 20), at(9, 40)),
        group(at(13, 1)),
    )
    assert [counts(one) for one in found] == [
        (9, 2, 1, 1), (10, 0, 1, 0), (11, 0, 0, 1), (13, 1, 0, 0)]  # fmt: skip


def test_how_long_they_waited_belongs_to_the_hour_of_the_call():
    [nine, ten] = hours(group(at(9, 0), at(10, 10)), group(at(9, 50), at(10, 20)), group(at(9, 30)))
    assert nine["waiting_minutes"] == {"average": None, "longest": None}
    assert ten["waiting_minutes"] == {"average": 50.0, "longest": 70.0}


def test_an_hour_in_which_nothing_was_is_not_there():
    assert hours() == []
    assert hours(group(None, status="no_show")) == []


def test_the_hours_of_one_day_are_not_those_of_the_next():
    sunday = SATURDAY + timedelta(days=1)
    first, second = statistics([SATURDAY, sunday], [group(at(9))], [], WITA)
    assert (len(first["hours"]), second["hours"]) == (1, [])
