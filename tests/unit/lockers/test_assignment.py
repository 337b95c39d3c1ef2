"""Who is given a locker, who waits, and who gives a place back."""

import pytest

from services.lockers.domain.assignment import moved, screened, served, visit_over
from services.lockers.domain.deposit import Status
from services.lockers.domain.room import NoPlace, Place
from tests.unit.lockers import given
from tests.unit.lockers.given import FACILITY, FULL, NOW, PLACE, VISIT, found


def test_a_group_with_things_to_deposit_gets_a_locker_and_a_card():
    deposit, events = screened(None, found(), PLACE, NOW)

    assert (deposit.status, deposit.open) == (Status.ASSIGNED, True)
    assert events == [("locker_assigned", {"locker": 7, "card": 9})]


@pytest.mark.parametrize("reason", ["full", "no_card"])
def test_without_a_free_place_the_group_waits_and_is_told_how_long_the_line_is(reason):
    deposit, events = screened(None, found(), NoPlace(reason, waiting=2), NOW)

    assert (deposit.status, deposit.open, deposit.needed_at) == (Status.WAITING, False, NOW)
    assert events == [("locker_unavailable", {"reason": reason, "waiting": 3})]


def test_a_group_with_nothing_to_deposit_leaves_no_trace():
    assert screened(None, found(required=False), None, NOW) == (None, [])


def test_a_screening_heard_twice_assigns_once():
    deposit = given.assigned()

    assert screened(deposit, found(), Place(1, 1), NOW) == (deposit, [])


def test_an_older_result_does_not_undo_a_newer_one():
    refused, _ = screened(None, found(sequence=5, required=False, refused=True), None, NOW)

    assert screened(refused, found(sequence=4), PLACE, NOW) == (refused, [])


def test_a_group_refused_and_then_cleared_gets_a_place_after_all():
    refused, _ = screened(None, found(sequence=5, required=False, refused=True), None, NOW)

    deposit, _ = screened(refused, found(sequence=6), PLACE, NOW)

    assert deposit.status is Status.ASSIGNED


@pytest.mark.parametrize("before", [given.waiting, given.assigned])
def test_a_group_refused_before_it_used_its_place_gives_it_back(before):
    deposit, events = screened(
        before(), found(sequence=2, required=False, refused=True), None, NOW
    )

    assert (deposit.status, deposit.open, events) == (Status.RELEASED, False, [])


def test_when_consent_is_withdrawn_after_the_deposit_the_things_are_due_back():
    deposit, _ = screened(
        given.deposited(), found(sequence=2, required=False, refused=True), None, NOW
    )

    assert (deposit.status, deposit.open) == (Status.DUE, True)


def test_a_later_result_without_things_leaves_what_lies_inside_alone():
    deposit, events = screened(given.deposited(), found(sequence=2, required=False), None, NOW)

    assert (deposit.status, deposit.open, events) == (Status.DEPOSITED, True, [])


@pytest.mark.parametrize("why", ["visit_ended", "visit_cancelled", "visit_no_show"])
def test_a_visit_that_was_over_before_its_screening_was_heard_gets_no_locker(why):
    tombstone, _ = visit_over(None, VISIT, FACILITY, why, NOW)

    assert screened(tombstone, found(), PLACE, NOW) == (tombstone, [])


@pytest.mark.parametrize("before", [given.waiting, given.assigned])
def test_a_place_not_used_is_free_when_the_visit_is_over(before):
    deposit = given.over(before())

    assert (deposit.status, deposit.open) == (Status.RELEASED, False)


def test_things_are_due_back_when_the_visit_is_over_and_the_locker_stays_taken():
    deposit = given.over(given.deposited())

    assert (deposit.status, deposit.open, deposit.locker) == (Status.DUE, True, 7)


@pytest.mark.parametrize("before", [given.due, given.released])
def test_the_end_of_a_visit_heard_twice_changes_nothing(before):
    deposit = before()

    assert visit_over(deposit, VISIT, FACILITY, "visit_ended", NOW) == (deposit, [])


@pytest.mark.parametrize("before", [given.returned, given.unclaimed])
def test_the_end_of_a_visit_changes_no_deposit_that_is_settled(before):
    deposit = before()

    assert given.over(deposit).status is deposit.status


def test_the_group_that_waits_is_served_when_a_place_is_free():
    deposit, events = served(given.waiting(), PLACE, NOW)

    assert (deposit.status, deposit.locker) == (Status.ASSIGNED, 7)
    assert events == [("locker_assigned", {"locker": 7, "card": 9})]


def test_a_group_served_already_is_not_served_again():
    deposit = given.assigned()

    assert served(deposit, Place(1, 1), NOW) == (deposit, [])


def test_a_group_that_waits_is_told_once_and_not_at_every_sweep():
    deposit = given.waiting()

    assert served(deposit, FULL, NOW) == (deposit, [])


def test_a_group_sent_to_a_locker_that_jams_is_sent_to_another():
    deposit, events = moved(given.assigned(), PLACE, Place(8, 10), NOW)

    assert (deposit.locker, deposit.card) == (8, 10)
    assert events == [("locker_assigned", {"locker": 8, "card": 10})]


def test_with_no_other_locker_it_waits_and_keeps_its_turn():
    before = given.assigned()

    deposit, events = moved(before, PLACE, FULL, NOW)

    assert (deposit.status, deposit.locker, deposit.open) == (Status.WAITING, None, False)
    assert deposit.needed_at == before.needed_at
    assert events == [("locker_unavailable", {"reason": "full", "waiting": 3})]


@pytest.mark.parametrize("before", [given.deposited, given.waiting, given.returned])
def test_only_a_group_that_has_put_nothing_in_is_moved(before):
    deposit = before()

    assert moved(deposit, PLACE, Place(8, 10), NOW) == (deposit, [])


def test_a_group_moved_already_is_not_moved_again():
    deposit, _ = moved(given.assigned(), PLACE, Place(8, 10), NOW)

    assert moved(deposit, PLACE, Place(1, 1), NOW) == (deposit, [])


def test_assigning_without_a_place_or_a_reason_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="needs a place"):
        screened(None, found(), None, NOW)
