"""Lockers in and out of service, cards blocked and back, and the facility's settings."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.lockers.domain import inventory as stock
from services.lockers.domain import refusals
from services.lockers.domain.inventory import IN_SERVICE, OUT_OF_SERVICE
from tests.unit.lockers.given import FACILITY, INVENTORY, NOW

SETTINGS = {"timezone": "Asia/Makassar", "lockers": 60, "cards": 80, "unclaimed_days": 30}


def set_locker(inventory, status, number=2, occupied=False):
    return stock.set_locker(
        inventory, number, status, occupied=occupied, reason="lock jammed", officer="officer-1",
        now=NOW,
    )


def block(inventory, number=2, in_use=False):
    return stock.block_card(
        inventory, number, in_use=in_use, reason="not in the box", officer="officer-1", now=NOW
    )


def unblock(inventory, number=2):
    return stock.unblock_card(inventory, number, reason="found", officer="officer-1", now=NOW)


def test_a_locker_goes_out_of_service_and_comes_back():
    closed, events = set_locker(INVENTORY, OUT_OF_SERVICE)
    opened, _ = set_locker(closed, IN_SERVICE)

    assert events == [("locker_status_changed", {
        "locker": 2, "status": "out_of_service", "reason": "lock jammed",
    })]
    assert (closed.usable_locker(2), opened.usable_locker(2)) == (False, True)
    assert [entry.action for entry in opened.history] == [
        "locker_2_out_of_service", "locker_2_in_service",
    ]


@pytest.mark.parametrize("status", [IN_SERVICE, OUT_OF_SERVICE])
def test_setting_a_locker_to_what_it_is_changes_nothing(status):
    before = INVENTORY if status == IN_SERVICE else set_locker(INVENTORY, status)[0]

    assert set_locker(before, status) == (before, [])


def test_a_locker_with_things_in_it_stays_in_service():
    with pytest.raises(refusals.LockerOccupied):
        set_locker(INVENTORY, OUT_OF_SERVICE, occupied=True)


def test_an_occupied_locker_may_be_declared_in_service():
    closed, _ = set_locker(INVENTORY, OUT_OF_SERVICE)

    assert set_locker(closed, IN_SERVICE, occupied=True)[0].usable_locker(2)


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_locker_that_does_not_exist_is_refused(number):
    with pytest.raises(refusals.NoSuchLocker):
        set_locker(INVENTORY, OUT_OF_SERVICE, number)


def test_a_card_is_blocked_and_unblocked():
    blocked, _ = block(INVENTORY)

    assert not blocked.usable_card(2)
    assert unblock(blocked)[0].usable_card(2)


def test_blocking_twice_changes_nothing():
    blocked, _ = block(INVENTORY)

    assert block(blocked) == (blocked, [])


def test_a_card_that_stands_for_things_is_reported_lost_and_not_blocked():
    with pytest.raises(refusals.CardInUse):
        block(INVENTORY, in_use=True)


def test_a_card_that_is_not_blocked_cannot_be_unblocked():
    with pytest.raises(refusals.CardNotBlocked):
        unblock(INVENTORY)


@pytest.mark.parametrize("change", [block, unblock])
def test_a_card_that_does_not_exist_is_refused(change):
    with pytest.raises(refusals.NoSuchCard):
        change(INVENTORY, 99)


def test_a_facility_never_heard_of_is_not_found():
    with pytest.raises(refusals.NotFound):
        stock.of_known(None)


def test_a_card_that_came_back_without_having_been_blocked_stays_as_it_is():
    assert stock.restore(INVENTORY, 2, reason="returned", officer="officer-1", now=NOW) == (
        INVENTORY, []
    )


def test_a_visitors_card_is_withdrawn_even_beyond_a_lowered_number_and_comes_back():
    withdrawn, _ = stock.withdraw(
        INVENTORY, 99, visit="v1", reason="unclaimed", officer="officer-1", now=NOW
    )

    assert (withdrawn.blocked[0].number, withdrawn.blocked[0].visit) == (99, "v1")
    assert unblock(withdrawn, 99)[0].blocked == ()


def test_the_first_settings_make_the_inventory_and_later_ones_keep_what_is_closed():
    first, _ = stock.configured(None, FACILITY, 1, **SETTINGS)
    closed, _ = set_locker(first, OUT_OF_SERVICE)
    later, _ = stock.configured(closed, FACILITY, 2, **{**SETTINGS, "lockers": 70})

    assert (first.lockers, later.lockers, later.closed_lockers()) == (60, 70, {2})


def test_older_settings_heard_late_are_ignored():
    later, _ = stock.configured(None, FACILITY, 5, **SETTINGS)

    assert stock.configured(later, FACILITY, 4, **{**SETTINGS, "lockers": 1}) == (later, [])


def test_closing_is_remembered_in_whatever_order_it_is_heard():
    reopened, _ = stock.closing(None, FACILITY, 3, closed=False)
    late, _ = stock.closing(reopened, FACILITY, 2, closed=True)
    again, _ = stock.closing(late, FACILITY, 4, closed=True)

    assert (late.closed, again.closed) == (False, True)


def test_settings_heard_after_a_closing_still_count():
    closed, _ = stock.closing(None, FACILITY, 3, closed=True)

    configured, _ = stock.configured(closed, FACILITY, 2, **SETTINGS)

    assert (configured.lockers, configured.closed) == (60, True)


def test_the_deadline_counts_from_the_facilitys_own_date():
    evening_utc = datetime(2026, 1, 17, 17, 0, tzinfo=UTC)  # 01:00 on the 18th in Balikpapan

    assert INVENTORY.deadline(evening_utc) == date(2026, 2, 17)


def test_the_log_of_the_inventory_stays_small():
    inventory = replace(INVENTORY, history=INVENTORY.history)
    for _ in range(stock.LOG_LINES // 2 + 1):
        inventory, _ = block(inventory)
        inventory, _ = unblock(inventory)

    assert len(inventory.history) == stock.LOG_LINES
