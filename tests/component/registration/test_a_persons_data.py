"""Subject access: a person asks what is held of her, and has it put right."""

import pytest

from chassis.errors import Refused
from tests.component.registration.front import child, visitor

RIGHT = {"name": "Siti Aminah", "birth_date": "1990-03-12"}


def visitor_id(front, visit: str, place: int = 0) -> str:
    return front.look("visit", visit_id=visit)["members"][place]["visitor_id"]


def code_of(act) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def correct(front, person: str, changes=RIGHT, **more):
    return front.ask("correct_visitor", visitor_id=person, changes=changes,
                     reason="as in her card", **more)  # fmt: skip


def test_a_person_sees_all_visits_and_bans_and_nobody_elses_data(front):
    mother, son = visitor(1), child(2)
    first = front.register("B-1", [mother, son])["id"]
    front.ask("cancel", visit_id=first, reason="ill", by="visitor")
    second = front.book("B-2", visitors=[mother], date="2026-01-19", session="morning")["id"]
    document = {name: mother[name] for name in ("id_type", "id_number")}
    front.ask("ban", visitor=document, reason="contraband")
    person = visitor_id(front, first)
    assert visitor_id(front, second) == person
    data = front.look("visitor_data", visitor_id=person)
    assert [(one["id"], one["status"]) for one in data["visits"]] == [
        (second, "booked"), (first, "cancelled"),
    ]  # fmt: skip
    assert data["visits"][0]["id_number"] == mother["id_number"]
    assert data["visits"][0]["lead"]
    assert [one["status"] for one in data["bans"]] == ["proposed"]
    assert son["name"] not in str(data)
    assert "identity" not in str(data)


def test_a_correction_reaches_every_visit_and_its_history_says_why(front):
    first = front.register("B-1", [visitor(1, name="Siti")])["id"]
    second = front.book("B-2", visitors=[visitor(1, name="Sity")], date="2026-01-19",
                        session="morning")["id"]  # fmt: skip
    person = visitor_id(front, first)
    done = correct(front, person)
    assert sorted(done["visits"]) == sorted([first, second])
    for visit in (first, second):
        assert front.look("visit", visit_id=visit)["members"][0]["name"] == "Siti Aminah"
        last = front.look("history", visit_id=visit)["history"][-1]
        assert (last["action"], last["officer"]) == ("corrected", "officer-1")
        assert last["reason"] == "birth_date, name: as in her card"


def test_a_correction_told_twice_is_one(front):
    visit = front.register("B-1", [visitor(1)])["id"]
    person = visitor_id(front, visit)
    first = correct(front, person, command_id="once")
    assert correct(front, person, command_id="once") == first
    actions = [one["action"] for one in front.look("history", visit_id=visit)["history"]]
    assert actions.count("corrected") == 1


def test_a_corrected_birth_date_makes_a_person_of_age(front):
    visit = front.book("B-1", visitors=[visitor(1), child(2)])["id"]
    correct(front, visitor_id(front, visit, 1), {"birth_date": "2001-05-01"})
    assert not front.look("visit", visit_id=visit)["members"][1]["minor"]


def test_sex_and_age_stay_while_the_group_is_in_the_house(front):
    visit = front.register("B-1", [visitor(1), child(2)])["id"]
    person = visitor_id(front, visit)
    assert code_of(lambda: correct(front, person, {"sex": "male"})) == "visitor_in_open_visit"
    assert front.look("visit", visit_id=visit)["members"][0]["sex"] == "female"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"birth_date": "2020-01-01"}, "child_without_adult"),
        ({"birth_date": "2026-02-01"}, "birth_date_in_future"),
        ({}, "invalid_input"),
        ({"id_number": "6471024203900001"}, "invalid_input"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(front, changes, code):
    visit = front.book("B-1", visitors=[visitor(1)])["id"]
    person = visitor_id(front, visit)
    assert code_of(lambda: correct(front, person, changes)) == code


def test_a_visitor_who_was_never_here_is_not_found(front):
    assert code_of(lambda: front.look("visitor_data", visitor_id="0" * 32)) == "not_found"
    assert code_of(lambda: correct(front, "0" * 32)) == "not_found"


def test_the_figures_of_each_day_agree_with_its_day_book(front, admit):
    visit = front.register("B-1", [visitor(1), child(2)])["id"]
    admit(visit, persons=2)
    code_of(lambda: front.register("B-9"))
    days = front.look("statistics", **{"from": "2026-01-16", "to": "2026-01-17"})["days"]
    book = front.look("day_book", date="2026-01-17")
    assert [one["date"] for one in days] == ["2026-01-16", "2026-01-17"]
    assert days[0]["visits"]["all"] == 0
    for name in ("visitors", "outcomes", "refusals"):
        assert days[1][name] == book[name]
    assert days[1]["visits"]["admitted"] == 1
    assert days[1]["refusals"] == {"inmate_unknown": 1}
    assert days[1]["waiting_minutes"]["visits"] == 1
    assert [(one["hour"], one["registered"], one["started"]) for one in days[1]["hours"]] == [
        (9, 1, 1)]  # fmt: skip


@pytest.mark.parametrize(
    ("last", "code"), [("2025-12-31", "range_reversed"), ("2027-01-02", "range_too_long")]
)
def test_a_range_that_cannot_be_is_refused(front, last, code):
    assert code_of(lambda: front.look("statistics", **{"from": "2026-01-01", "to": last})) == code
