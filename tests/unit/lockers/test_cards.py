"""A card lost, a card handed in."""

import pytest

from services.lockers.domain import cards, custody, refusals
from services.lockers.domain.deposit import CardState, Status
from tests.unit.lockers import given
from tests.unit.lockers.given import NOW, handover


def lose(deposit, identity_checked=True, second_officer="officer-2"):
    return cards.lost(
        deposit, identity_checked=identity_checked, description="two phones, a black bag",
        officer="officer-1", second_officer=second_officer, now=NOW,
    )


def hand_in(deposit, second_officer="officer-2"):
    return cards.handed_in(
        deposit, handed_in_by="cleaner", officer="officer-1", second_officer=second_officer,
        now=NOW,
    )


@pytest.mark.parametrize("before", [given.deposited, given.due])
def test_a_lost_card_is_written_off_by_two_officers_and_the_things_stay(before):
    deposit, events = lose(before())

    assert (deposit.card_state, deposit.open) == (CardState.LOST, True)
    assert (deposit.history[-1].officer, deposit.history[-1].second) == ("officer-1", "officer-2")
    assert events == [("card_lost", {"locker": 7, "card": 9})]


def test_one_officer_alone_writes_no_card_off():
    with pytest.raises(refusals.SameOfficer):
        lose(given.due(), second_officer="officer-1")


def test_no_card_is_written_off_before_identity_is_checked():
    with pytest.raises(refusals.IdentityRequired):
        lose(given.due(), identity_checked=False)


def test_a_card_is_lost_once():
    with pytest.raises(refusals.CardAlreadyLost):
        lose(given.lost(given.due()))


@pytest.mark.parametrize("before", [given.assigned, given.returned])
def test_a_card_that_no_visitor_holds_is_not_lost(before):
    with pytest.raises(refusals.CardNotOut):
        lose(before())


def test_the_card_of_stored_things_needs_no_report():
    with pytest.raises(refusals.WrongState):
        lose(given.unclaimed())


@pytest.mark.parametrize("before", [
    given.deposited, given.due, given.unclaimed, lambda: given.lost(given.due())
])
def test_somebody_else_may_hand_the_card_in(before):
    deposit, events = hand_in(before())

    assert (deposit.card_state, events) == (CardState.DESK, [])
    assert (deposit.history[-1].action, deposit.history[-1].reason) == ("card_handed_in", "cleaner")


def test_a_lost_card_found_long_after_the_return_may_be_handed_in():
    returned, _ = custody.give_back(
        given.lost(given.due()), handover(card=None, identity_checked=True), NOW
    )

    deposit, _ = hand_in(returned)

    assert (deposit.status, deposit.card_state) == (Status.RETURNED, CardState.DESK)


def test_one_officer_alone_takes_no_card_from_a_stranger():
    with pytest.raises(refusals.SameOfficer):
        hand_in(given.due(), second_officer="officer-1")


@pytest.mark.parametrize("before", [
    given.assigned, given.returned, lambda: given.brought_in(given.due())
])
def test_a_card_that_is_at_the_desk_is_not_handed_in(before):
    with pytest.raises(refusals.CardNotOut):
        hand_in(before())
