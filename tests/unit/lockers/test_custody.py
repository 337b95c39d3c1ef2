"""Things in, things out."""

from datetime import date

import pytest

from services.lockers.domain import custody, refusals
from services.lockers.domain.deposit import CardState, Dispute, Status, of_facility
from services.lockers.domain.items import GivenBack, Item
from tests.unit.lockers import given
from tests.unit.lockers.given import NOW, TODAY, handover

DISPUTE = Dispute("the second phone was never in the locker", witness="officer-2")
DEADLINE = date(2026, 2, 16)


def store(deposit, deadline=DEADLINE, override=None):
    return custody.put_in_store(deposit, deadline, TODAY, "officer-1", override, NOW)


def test_things_are_counted_and_locked_away():
    deposit, events = custody.put_in(given.assigned(), given.ITEMS, "officer-1", NOW)

    assert (deposit.status, deposit.items) == (Status.DEPOSITED, given.ITEMS)
    assert events == [("belongings_deposited", {"locker": 7, "card": 9, "items": 3})]


@pytest.mark.parametrize(
    "before", [given.waiting, given.deposited, given.due, given.returned, given.released]
)
def test_things_are_taken_only_from_a_group_with_a_locker(before):
    with pytest.raises(refusals.WrongState) as refused:
        custody.put_in(before(), given.ITEMS, "officer-1", NOW)

    assert refused.value.facts == {"state": before().status, "needed": ["assigned"]}


@pytest.mark.parametrize("items", [(), (Item("phone", 0),)])
def test_a_deposit_of_nothing_is_refused(items):
    with pytest.raises(refusals.NoItems):
        custody.put_in(given.assigned(), items, "officer-1", NOW)


def test_things_go_back_against_the_card_and_the_locker_is_free():
    deposit, events = custody.give_back(given.due(), handover(returned_to="p1"), NOW)

    assert (deposit.status, deposit.open, deposit.returned_to) == (Status.RETURNED, False, "p1")
    assert deposit.card_state is CardState.DESK
    assert events == [("belongings_returned", {
        "locker": 7, "card": 9, "items": 3, "proof": "card", "missing": 0, "disputed": False,
    })]


def test_before_the_visit_is_over_things_stay():
    with pytest.raises(refusals.VisitNotOver):
        custody.give_back(given.deposited(), handover(), NOW)


def test_a_supervisor_may_give_things_back_during_the_visit_and_the_log_says_who_and_why():
    deposit, _ = custody.give_back(given.deposited(), handover(override=given.OVERRIDE), NOW)

    last = deposit.history[-1]
    assert deposit.status is Status.RETURNED
    assert (last.second, last.reason) == ("chief-1", "visitor taken ill")


def test_another_groups_card_opens_nothing():
    with pytest.raises(refusals.CardMismatch):
        custody.give_back(given.due(), handover(card=8), NOW)


def test_without_a_card_nothing_is_given_back():
    with pytest.raises(refusals.CardRequired):
        custody.give_back(given.due(), handover(card=None, identity_checked=True), NOW)


@pytest.mark.parametrize("gone", [given.lost, given.brought_in])
def test_when_the_card_proves_nothing_identity_does(gone):
    deposit, events = custody.give_back(
        gone(given.due()), handover(card=None, identity_checked=True), NOW
    )

    assert deposit.status is Status.RETURNED
    assert events[0][1]["proof"] == "identity"


@pytest.mark.parametrize("gone", [given.lost, given.brought_in])
def test_when_the_card_proves_nothing_showing_it_is_not_enough(gone):
    with pytest.raises(refusals.IdentityRequired):
        custody.give_back(gone(given.due()), handover(), NOW)


@pytest.mark.parametrize("back", [
    (GivenBack("phone", 1), GivenBack("bag", 1)),
    (GivenBack("phone", 2),),
    (GivenBack("phone", 2, damaged=1), GivenBack("bag", 1)),
    (),
])
def test_a_missing_or_damaged_thing_needs_a_dispute(back):
    with pytest.raises(refusals.ItemsMissing):
        custody.give_back(given.due(), handover(back), NOW)


def test_kinds_are_compared_in_whatever_case_they_are_written():
    back = (GivenBack("Phone", 2), GivenBack("BAG", 1))

    assert custody.give_back(given.due(), handover(back), NOW)[0].status is Status.RETURNED


def test_with_a_dispute_the_rest_goes_back_and_what_is_missing_is_counted():
    deposit, events = custody.give_back(
        given.due(), handover((GivenBack("phone", 1),), dispute=DISPUTE), NOW
    )

    assert (deposit.status, deposit.dispute) == (Status.RETURNED, DISPUTE)
    assert (events[0][1]["missing"], events[0][1]["disputed"]) == (2, True)


@pytest.mark.parametrize("back", [
    (*given.BACK, GivenBack("phone", 1)), (*given.BACK, GivenBack("watch", 1))
])
def test_more_than_was_put_in_is_another_visitors_even_with_a_dispute(back):
    with pytest.raises(refusals.ItemsUnknown):
        custody.give_back(given.due(), handover(back, dispute=DISPUTE), NOW)


@pytest.mark.parametrize(
    "before", [given.waiting, given.assigned, given.returned, given.unclaimed, given.released]
)
def test_only_what_lies_in_a_locker_is_given_back(before):
    with pytest.raises(refusals.WrongState) as refused:
        custody.give_back(before(), handover(), NOW)

    assert refused.value.facts["needed"] == ["deposited", "due"]


def test_what_nobody_fetched_moves_to_the_store_and_the_locker_is_free():
    deposit, events = store(given.due())

    assert (deposit.status, deposit.open, deposit.deadline) == (Status.UNCLAIMED, False, DEADLINE)
    assert events == [("belongings_unclaimed", {
        "locker": 7, "card": 9, "items": 3, "deadline": "2026-02-16",
    })]


def test_during_the_visit_nothing_is_unclaimed_unless_a_supervisor_says_so():
    with pytest.raises(refusals.VisitNotOver):
        store(given.deposited())
    assert store(given.deposited(), override=given.OVERRIDE)[0].status is Status.UNCLAIMED


@pytest.mark.parametrize("before", [given.assigned, given.returned, given.unclaimed])
def test_only_what_lies_in_a_locker_moves_to_the_store(before):
    with pytest.raises(refusals.WrongState):
        store(before())


@pytest.mark.parametrize("deadline", [TODAY, date(2025, 12, 31)])
def test_a_deadline_that_has_passed_is_refused(deadline):
    with pytest.raises(refusals.DeadlinePassed):
        store(given.due(), deadline)


def test_stored_things_are_fetched_by_identity():
    deposit, events = custody.claim(
        given.unclaimed(), handover(card=None, identity_checked=True), NOW
    )

    assert (deposit.status, custody.card_is_out(deposit)) == (Status.RETURNED, True)
    assert (events[0][0], events[0][1]["proof"]) == ("belongings_returned", "identity")


def test_a_card_brought_along_for_stored_things_is_back_at_the_desk():
    deposit, _ = custody.claim(given.unclaimed(), handover(identity_checked=True), NOW)

    assert deposit.card_state is CardState.DESK


def test_a_wrong_card_brought_along_for_stored_things_is_refused():
    with pytest.raises(refusals.CardMismatch):
        custody.claim(given.unclaimed(), handover(card=8, identity_checked=True), NOW)


def test_stored_things_are_not_handed_over_on_a_card_alone():
    with pytest.raises(refusals.IdentityRequired):
        custody.claim(given.unclaimed(), handover(), NOW)


@pytest.mark.parametrize("before", [given.due, given.deposited, given.returned])
def test_only_stored_things_are_claimed(before):
    with pytest.raises(refusals.WrongState):
        custody.claim(before(), handover(identity_checked=True), NOW)


def test_the_log_names_every_step_with_its_officer():
    log = [(entry.action, entry.officer) for entry in given.returned().history]

    assert log == [
        ("assigned", None), ("deposited", "officer-1"), ("visit_ended", None),
        ("returned", "officer-1"),
    ]


@pytest.mark.parametrize("deposit", [None, given.due()])
def test_a_visit_unknown_here_or_of_another_facility_is_not_found(deposit):
    with pytest.raises(refusals.NotFound):
        of_facility(deposit, "RTSMD")
