"""The day book adds up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from services.registration.domain.day_book import day_book, visitors, waiting
from services.registration.domain.visit import Status, Visit, Visitor

NINE = datetime(2026, 1, 17, 1, 0, tzinfo=UTC)  # 09:00 in Balikpapan
NIK = "6471014101900001"


def visitor(person, sex, minor=False, decision="cleared"):
    return Visitor(
        person, "Siti", sex, date(1990, 1, 1), "nik", NIK, "h", "sibling", minor, decision=decision
    )


FAMILY = (
    visitor("p1", "female"),
    visitor("p2", "male"),
    visitor("p3", "male", minor=True),
    visitor("p4", "female", minor=True),
    visitor("p5", "male", decision="refused"),
)


def minutes(count):
    return timedelta(minutes=count)


def visit(id="v1", number=1, session="morning", closes=3, **changes):
    made = Visit(
        id=id,
        facility="RTBPN",
        zone="Asia/Makassar",
        date=date(2026, 1, 17),
        session=session,
        session_closes=NINE + timedelta(hours=closes),
        kind="family",
        inmate_number=f"A-{id}",
        members=FAMILY,
        lead="p1",
        status=Status.DEPARTED,
        claims=(f"visit:{id}",),
        queue_number=number,
        registered_at=NINE,
        called_at=NINE + minutes(10),
        started_at=NINE + minutes(25),
        ended_at=NINE + minutes(55),
        outcome="completed",
        departed_at=NINE + minutes(60),
    )
    return replace(made, **changes)


def absent(id, **changes):
    return visit(
        id,
        number=None,
        status=Status.NO_SHOW,
        outcome="visitor_did_not_arrive",
        registered_at=None,
        called_at=None,
        started_at=None,
        ended_at=None,
        departed_at=None,
        **changes,
    )


def book(*visits, refused=()):
    return day_book("2026-01-17", visits, refused)


def test_visitors_are_men_women_and_children_who_were_let_in():
    grandmother = visitor("p6", "female")
    group = visit(members=(*FAMILY, grandmother))
    assert visitors([group]) == {"men": 1, "women": 2, "children": 2, "all": 5}


def test_whoever_was_not_admitted_is_no_visitor():
    refused = visit("v2", number=2, status=Status.REFUSED, started_at=None)
    made = book(visit(), refused, absent("v3"))
    assert made["visitors"]["all"] == 4
    assert made["visits"] == {
        "all": 3,
        "registered": 2,
        "admitted": 1,
        "inmates": 1,
        "by_status": {"departed": 1, "refused": 1, "no_show": 1},
    }


def test_inmates_are_counted_once_however_often_they_are_visited():
    assert book(visit(), visit("v2", inmate_number="A-v1"))["visits"]["inmates"] == 1


def test_sessions_are_counted_apart_and_in_their_order():
    made = book(visit("v2", session="afternoon", closes=6), visit(), absent("v3"))
    assert list(made["sessions"]) == ["morning", "afternoon"]
    assert made["sessions"]["morning"] == {
        "visits": 2,
        "admitted": 1,
        "visitors": {"men": 1, "women": 1, "children": 2, "all": 4},
    }


def test_waiting_is_the_median_and_the_nearest_rank_of_ninety_percent():
    visits = [visit(str(n), called_at=NINE + minutes(n)) for n in range(1, 11)]
    assert waiting(visits, "called_at") == {"visits": 10, "median": 5.5, "p90": 9}


def test_nobody_waited_when_nobody_came():
    assert waiting([absent("v1")], "called_at") == {"visits": 0, "median": None, "p90": None}


def test_refusals_and_outcomes_are_counted_by_code():
    made = book(visit(), absent("v2"), refused=["visitor_banned", "session_full", "session_full"])
    assert made["refusals"] == {"session_full": 2, "visitor_banned": 1}
    assert made["outcomes"] == {"completed": 1, "visitor_did_not_arrive": 1}


def test_a_seizure_counts_even_if_the_group_was_not_admitted():
    refused = visit("v2", status=Status.REFUSED, started_at=None, seizures=2)
    assert book(visit(seizures=1), refused)["seizures"] == 3


def test_every_person_has_a_line_with_a_masked_number_on_the_clock_of_the_house():
    lines = book(visit())["lines"]
    assert [line["person"] for line in lines] == ["p1", "p2", "p3", "p4", "p5"]
    assert lines[0]["id_number"] == "6471********0001"
    assert lines[0]["started_at"] == "2026-01-17T09:25:00+08:00"
    assert [line["admitted"] for line in lines] == [True, True, True, True, False]
    assert NIK not in str(lines)


def test_lines_are_in_the_order_of_the_queue_and_bookings_that_never_came_are_last():
    made = book(absent("v3"), visit("v2", number=2), visit("v1", number=1))
    assert list(dict.fromkeys(line["visit"] for line in made["lines"])) == ["v1", "v2", "v3"]


def test_an_empty_day_has_an_empty_book():
    made = book()
    assert made["visitors"]["all"] == 0
    assert made["sessions"] == {}
    assert made["lines"] == []
