"""One group's things, from the search post to the way out."""

import pytest

from chassis.errors import Refused
from tests.component.lockers.conftest import BACK, ITEMS, NO_DEPOSIT


def test_things_are_locked_away_against_a_card_and_go_back_when_the_visit_is_over(open_desk):
    desk = open_desk(lockers=2, cards=3)

    visit = desk.due()
    answer = desk.give_back(visit, returned_to="p1")

    assert answer == {
        "visit_id": visit, "status": "returned", "locker": 1, "card": 1, "items": 3,
        "missing": 0, "disputed": False, "deadline": None,
    }
    assert desk.events.wait_for("belongings_deposited", visit)["data"] == {
        "locker": 1, "card": 1, "items": 3,
    }
    assert desk.events.wait_for("belongings_returned", visit)["data"]["proof"] == "card"
    assert desk.counts()["free"] == 2


def test_the_log_names_every_officer_and_time(open_desk):
    desk = open_desk()

    visit = desk.due()
    desk.give_back(visit, officer={"id": "officer-2", "sex": "female", "roles": ["lockers"]})

    log = desk.of(visit)["history"]
    assert [(line["action"], line["officer"], line["at"]) for line in log] == [
        ("assigned", None, "2026-01-17T01:30:00+00:00"),
        ("deposited", "officer-1", "2026-01-17T01:30:00+00:00"),
        ("visit_ended", None, "2026-01-17T01:30:00+00:00"),
        ("returned", "officer-2", "2026-01-17T01:30:00+00:00"),
    ]


def test_a_group_with_nothing_to_deposit_is_not_heard_of(open_desk):
    desk = open_desk(max_workers=1)  # one after another

    visit = desk.screened(deposit=NO_DEPOSIT)
    desk.assigned()

    with pytest.raises(Refused, match="not_found"):
        desk.of(visit)


def test_the_same_event_twice_assigns_one_locker(open_desk):
    desk = open_desk(max_workers=1)  # one after another
    visit = desk.assigned()
    desk.screened(visit)  # a second publication with an id of its own
    desk.screened(visit)

    desk.assigned()

    assert desk.counts()["assigned"] == 2
    assert len(desk.events.of("locker_assigned", visit)) == 1


OVER = ("visit_ended", "visit_cancelled", "visit_no_show")


def test_a_visit_over_before_its_screening_is_heard_gets_no_locker(open_desk):
    desk = open_desk(max_workers=1)  # one after another
    visits = [desk.publish(over)["subject"] for over in OVER]
    for visit in visits:
        desk.until(visit, "released")
        desk.screened(visit)

    desk.assigned()

    assert [desk.of(visit)["locker"] for visit in visits] == [None, None, None]
    assert desk.counts()["assigned"] == 1


def test_a_locker_not_used_is_free_when_the_visit_is_called_off(open_desk):
    desk = open_desk(lockers=1)

    for over in OVER:
        visit = desk.assigned()
        desk.publish(over, subject=visit)
        desk.until(visit, "released")

    assert desk.counts()["free"] == 1
    with pytest.raises(Refused) as refused:
        desk.call("deposit", visit_id=visit, items=ITEMS)
    assert refused.value.facts == {"state": "released", "needed": ["assigned"]}


def test_a_retried_command_has_one_effect_and_its_first_answer(open_desk):
    desk = open_desk()
    visit = desk.assigned()

    first = desk.call("deposit", visit_id=visit, items=ITEMS, command_id="c1")
    again = desk.call("deposit", visit_id=visit, items=ITEMS, command_id="c1")

    assert again == first
    assert len(desk.events.of("belongings_deposited", visit)) == 1
    with pytest.raises(Refused, match="command_id_reused"):
        desk.call("deposit", visit_id=visit, items=ITEMS[:1], command_id="c1")


def test_things_that_nobody_fetched_are_stored_and_claimed_by_identity(open_desk):
    desk = open_desk(lockers=1, cards=2)
    visit = desk.due()

    stored = desk.call("unclaimed", visit_id=visit, command_id="c1")
    assert (stored["status"], stored["deadline"]) == ("unclaimed", "2026-02-16")
    assert desk.call("unclaimed", visit_id=visit, command_id="c1") == stored
    seen = desk.ask("lockers")
    assert (seen["counts"]["free"], seen["counts"]["unclaimed"]) == (1, 1)
    assert [(c["card"], c["reason"]) for c in seen["blocked_cards"]] == [(1, "unclaimed")]

    desk.assigned()  # in the same locker, with another card
    claimed = desk.call(
        "claim", visit_id=visit, items=BACK, identity_checked=True, returned_to="p1", card=1
    )

    assert claimed["status"] == "returned"
    assert desk.events.wait_for("belongings_returned", visit)["data"]["proof"] == "identity"
    assert desk.ask("lockers")["blocked_cards"] == []


def test_what_is_missing_is_disputed_and_counted(open_desk):
    desk = open_desk()
    visit = desk.due()

    with pytest.raises(Refused) as refused:
        desk.give_back(visit, items=[{"kind": "phone", "count": 2}])
    assert (refused.value.code, refused.value.facts["missing"]) == ("items_missing", 1)

    answer = desk.give_back(
        visit, items=[{"kind": "phone", "count": 2, "damaged": 1}],
        dispute={"description": "no bag, and a cracked screen", "witness": "officer-2"},
    )
    assert (answer["missing"], answer["disputed"]) == (1, True)
    assert desk.of(visit)["dispute"]["witness"] == "officer-2"


def test_during_the_visit_things_stay_unless_a_supervisor_says_so(open_desk):
    desk = open_desk()
    visit = desk.deposited()

    with pytest.raises(Refused, match="visit_not_over"):
        desk.give_back(visit)
    override = {"supervisor": "chief-1", "reason": "visitor taken ill"}
    assert desk.give_back(visit, override=override)["status"] == "returned"


def test_a_closed_house_gives_things_back(open_desk):
    desk = open_desk()
    visit = desk.due()

    desk.publish("facility_closed", subject="RTBPN")

    assert desk.give_back(visit)["status"] == "returned"
