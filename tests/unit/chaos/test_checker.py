"""The checker of chaos runs finds each thing that can go wrong, and names it."""

from datetime import timedelta

import pytest

from tests.chaos.checker import Verdict, check
from tests.chaos.history import History
from tests.chaos.ledger import REFUSED, UNKNOWN, Command
from tests.unit.chaos.good_day import HOUSE, OPENING, event, good_day, visit_id


@pytest.fixture
def history() -> History:
    return good_day()


def broken(history: History) -> set[str]:
    return {name for name, wrong in check(history).invariants.items() if wrong}


def command(history: History, action: str) -> Command:
    return next(one for one in history.commands if one.action == action)


def deposit(history: History, journey: int) -> dict:
    return history.houses[0].deposit_documents[visit_id(journey)]


def visit(history: History, journey: int) -> dict:
    return history.houses[0].visit_documents[visit_id(journey)]


def figures(verdict: Verdict) -> tuple[int, int, int]:
    return len(verdict.lost), len(verdict.unexpected), len(verdict.double_effects)


def test_a_good_day_is_good(history):
    verdict = check(history)
    assert verdict.good, verdict.invariants
    assert figures(verdict) == (0, 0, 0)


# --- commands ------------------------------------------------------------------------------------


def test_an_acknowledged_command_that_is_not_in_the_books_is_lost(history):
    history.commands.append(Command("extend", HOUSE, 1, "1+2", outcome="acknowledged"))
    history.audited.append({"facility": HOUSE, "action": "visits.extend", "outcome": "asked"})
    assert broken(history) == {"acknowledged_commands_are_stored"}
    assert figures(check(history)) == (1, 0, 0)


def test_what_nobody_asked_for_is_unexpected(history):
    history.commands.remove(command(history, "extend"))
    assert broken(history) == {"nothing_happened_unasked"}
    assert figures(check(history)) == (0, 1, 0)


def test_what_was_refused_and_happened_is_unexpected(history):
    command(history, "extend").outcome = REFUSED
    assert broken(history) == {"nothing_happened_unasked"}


def test_what_was_refused_after_a_sending_without_answer_may_have_happened(history):
    one = command(history, "extend")
    one.outcome, one.wavered = REFUSED, True
    assert check(history).good


def test_a_command_without_answer_that_happened_is_recovered(history):
    command(history, "extend").outcome = UNKNOWN
    verdict = check(history)
    assert verdict.good
    assert verdict.recovered == 1


def test_a_command_without_answer_that_did_not_happen_is_not_lost(history):
    history.commands.append(Command("extend", HOUSE, 1, "1+2", outcome=UNKNOWN))
    assert check(history).good


def test_a_command_with_two_effects_is_found(history):
    entries = visit(history, 1)["history"]
    entries.append(next(one for one in entries if one["action"] == "extended"))
    history.events.append(event("visit_extended", visit_id(1), id="once-more"))
    assert broken(history) == {"each_command_has_one_effect"}
    assert figures(check(history)) == (0, 0, 1)


def test_a_call_counts_for_whoever_is_next(history):
    history.commands.remove(command(history, "call"))
    assert "nothing_happened_unasked" not in broken(history)
    assert "each_command_has_one_effect" in broken(history)


def test_a_visit_that_nobody_registered_is_unexpected(history):
    history.commands = [one for one in history.commands if one.journey != 2]
    assert "nothing_happened_unasked" in broken(history)


def test_a_command_that_the_audit_does_not_know_is_found(history):
    history.audited.pop()
    assert broken(history) == {"each_acknowledged_command_is_audited"}


# --- events --------------------------------------------------------------------------------------


def without(history: History, event_type: str) -> None:
    history.events = [
        one for one in history.events
        if (one["type"], one["subject"]) != (event_type, visit_id(1))
    ]  # fmt: skip


def test_a_saved_event_that_was_never_published_is_lost(history):
    without(history, "belongings_deposited")
    assert broken(history) == {"each_saved_event_is_published"}
    assert figures(check(history)) == (1, 0, 0)


def test_an_event_without_its_cause_is_unexpected(history):
    history.events.append(event("card_lost", visit_id(1)))
    history.handled.append(("notifications.lockers.card_lost", "card_lost-visit-1"))
    assert broken(history) == {"no_event_without_its_cause"}


def test_an_event_that_comes_again_under_its_id_is_no_fault(history):
    history.events += history.events
    assert check(history).good


def test_the_same_told_under_two_ids_is_found(history):
    again = event("visit_started", visit_id(1), id="told-again")
    history.events.append(again)
    assert "nothing_is_told_twice" in broken(history)


def test_an_event_that_one_subscriber_never_handled_is_lost(history):
    missed = ("lockers.screening.visitor_screened", f"visitor_screened-{visit_id(1)}")
    history.handled.remove(missed)
    assert broken(history) == {"each_event_is_applied_or_parked"}
    assert figures(check(history)) == (1, 0, 0)


def test_a_parked_event_is_not_lost_but_nobody_asked_for_its_parking(history):
    missed = ("lockers.screening.visitor_screened", f"visitor_screened-{visit_id(1)}")
    history.handled.remove(missed)
    history.parked.append((*missed, ""))
    assert broken(history) == {"poison_and_nothing_else_is_parked"}


def test_poison_that_is_parked_is_as_it_should_be(history):
    history.poisoned, history.parked = {"p-1"}, [("lockers.screening.visitor_screened", "", "p-1")]
    assert check(history).good


def test_poison_that_vanished_is_found(history):
    history.poisoned = {"p-1"}
    assert broken(history) == {"poison_and_nothing_else_is_parked"}


def test_one_notice_sent_twice_is_found(history):
    for id in ("n-1", "n-2"):
        data = {"notification": "message-1"}
        history.events.append(event("notification_sent", visit_id(1), id=id, data=data))
    assert broken(history) == {"nobody_is_notified_twice"}


@pytest.mark.parametrize("seconds", [None, 61.0])
def test_outboxes_that_do_not_empty_are_found(history, seconds):
    history.outbox_seconds = seconds
    assert broken(history) == {"outboxes_are_empty_in_time"}


def test_a_redelivery_is_counted(history):
    history.handled.append(history.handled[0])
    assert check(history).redelivered == 1


# --- houses --------------------------------------------------------------------------------------


def test_two_open_deposits_on_one_locker_are_found(history):
    for journey in (1, 2):
        deposit(history, journey).update(open=True, status="deposited", card=journey)
    assert "one_open_deposit_to_a_locker_and_card" in broken(history)


def test_two_groups_in_one_locker_at_a_time_are_found_though_both_are_gone(history):
    for entry in deposit(history, 2)["history"]:
        entry["at"] = OPENING + timedelta(hours=1, minutes=5)
    assert broken(history) == {"no_locker_is_used_by_two_at_a_time"}


def test_things_that_were_not_given_back_are_found(history):
    deposit(history, 1).update(status="due", open=True)
    assert "everybody_went_home" in broken(history)


def test_a_thing_that_is_missing_is_found(history):
    deposit(history, 1)["given_back"] = [{"count": 1}]
    assert broken(history) == {"all_belongings_went_back"}


def test_who_was_admitted_without_clearance_is_found(history):
    history.houses[0].screening_documents[visit_id(1)]["members"][0] = {
        "person": "p1", "decision": "refused", "identity": "someone-1",
    }  # fmt: skip
    assert broken(history) == {"nobody_admitted_without_clearance"}


def test_a_queue_number_given_twice_is_found(history):
    visit(history, 2)["queue_number"] = 1
    assert broken(history) == {"queue_numbers_are_unique"}


def test_who_is_still_inside_is_found(history):
    visit(history, 1)["status"] = "ended"
    assert broken(history) == {"everybody_went_home"}


def test_a_person_who_was_not_counted_out_is_found(history):
    history.events = [
        {**one, "data": {"persons": 0}} if one["type"] == "visitor_departed" else one
        for one in history.events
    ]
    assert broken(history) == {"people_out_are_people_in"}


def test_what_the_run_itself_found_breaks_its_invariant(history):
    history.complaints = {"no_process_is_stuck": ["lockers-1 is not ready"]}
    assert broken(history) == {"no_process_is_stuck"}
