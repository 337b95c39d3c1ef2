"""Which locker and card are free, who waits, and what the desk sees."""

from dataclasses import replace
from datetime import timedelta

from services.lockers.domain.deposit import Status
from services.lockers.domain.inventory import Unusable
from services.lockers.domain.overview import overview
from services.lockers.domain.room import Holding, NoPlace, Place, choose, line, misplaced
from tests.unit.lockers.given import INVENTORY, NOW


def holding(visit="v1", status=Status.DEPOSITED, locker=1, card=1, since=NOW):
    return Holding(visit, status, locker, card, since)


def waiting(visit, minutes=0):
    return Holding(visit, Status.WAITING, since=NOW + timedelta(minutes=minutes))


JAMMED = replace(INVENTORY, out_of_service=(Unusable(1, "jammed", NOW),))


def test_the_lowest_free_locker_and_card_are_chosen():
    assert choose(INVENTORY, []) == Place(1, 1)
    assert choose(INVENTORY, [holding(locker=1, card=2)]) == Place(2, 1)


def test_neither_a_closed_locker_nor_a_blocked_card_is_chosen():
    inventory = replace(JAMMED, blocked=(Unusable(1, "lost", NOW), Unusable(2, "lost", NOW)))

    assert choose(inventory, []) == Place(2, 3)


def test_a_full_room_says_so_and_how_many_wait():
    full = [holding(f"v{n}", locker=n, card=n) for n in (1, 2, 3)]

    assert choose(INVENTORY, [*full, waiting("w1"), waiting("w2")]) == NoPlace("full", 2)


def test_a_free_locker_without_a_card_is_no_place():
    inventory = replace(INVENTORY, cards=1)

    assert choose(inventory, [holding()]) == NoPlace("no_card", 0)


def test_a_facility_not_heard_of_yet_has_no_place():
    assert choose(None, []) == NoPlace("full", 0)


def test_things_in_the_store_take_up_no_locker():
    assert choose(INVENTORY, [holding(status=Status.UNCLAIMED)]) == Place(1, 1)


def test_the_line_is_in_the_order_in_which_the_groups_came():
    in_line = line([waiting("late", 5), holding(), waiting("b"), waiting("a")])

    assert [h.visit for h in in_line] == ["a", "b", "late"]


def test_a_group_sent_to_a_closed_locker_or_promised_a_blocked_card_is_misplaced():
    inventory = replace(JAMMED, blocked=(Unusable(2, "not in the box", NOW),))
    sent = [holding(f"v{n}", Status.ASSIGNED, n, n) for n in (1, 2, 3, 4)]

    assert [h.visit for h in misplaced(inventory, sent)] == ["v1", "v2", "v4"]


def test_nothing_is_misplaced_once_it_lies_inside():
    assert misplaced(JAMMED, [holding(status=Status.DUE)]) == []


def test_the_desk_sees_every_locker_the_line_and_the_counts():
    inventory = replace(
        INVENTORY, lockers=4, out_of_service=(Unusable(3, "jammed", NOW),),
        blocked=(Unusable(3, "lost", NOW, "v9"),),
    )
    seen = overview(inventory, [
        holding("v1", Status.DUE, 1, 1), holding("v2", Status.ASSIGNED, 2, 2),
        waiting("w2", 2), waiting("w1", 1), holding("v9", Status.UNCLAIMED, 1, 3),
    ])

    assert [(one["number"], one["state"], one["visit_id"]) for one in seen["lockers"]] == [
        (1, "occupied", "v1"), (2, "assigned", "v2"), (3, "out_of_service", None),
        (4, "free", None),
    ]
    assert [one["due"] for one in seen["lockers"]] == [True, False, False, False]
    assert [(one["visit_id"], one["position"]) for one in seen["waiting"]] == [("w1", 1), ("w2", 2)]
    assert seen["blocked_cards"][0]["visit_id"] == "v9"
    assert seen["counts"] == {
        "free": 1, "assigned": 1, "occupied": 1, "out_of_service": 1, "waiting": 2,
        "unclaimed": 1, "cards_in_use": 2, "cards_blocked": 1, "cards_free": 0,
    }


def test_a_locker_beyond_a_lowered_number_is_shown_while_something_lies_in_it():
    seen = overview(INVENTORY, [holding(locker=9, card=9)])

    assert [one["number"] for one in seen["lockers"]] == [1, 2, 3, 9]
