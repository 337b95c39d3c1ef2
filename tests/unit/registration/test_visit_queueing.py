"""What the search post and the lockers tell, in any order and twice."""

import pytest
from visit_making import NINE, OFFICER, SUPERVISOR, booked, called, cleared, registered, result

from services.registration.domain import flagging, leaving, queueing
from services.registration.domain.visit import Belongings, Status


def test_a_call_moves_the_group_to_the_search_post():
    visit = called()
    assert (visit.status, visit.called_at) == (Status.CALLED, NINE)


def test_a_hold_stands_beside_the_status_and_the_next_call_ends_it():
    held, _ = queueing.held(called(), 3, "no_answer", NINE)
    assert (held.status, held.held) == (Status.CALLED, True)
    again, _ = queueing.called(held, 4, NINE)
    assert not again.held


def test_an_older_word_of_the_search_post_is_not_believed():
    again, _ = queueing.called(registered(), 4, NINE)
    late, events = queueing.held(again, 3, "no_answer", NINE)
    assert late is again
    assert events == []


def test_a_cleared_group_may_go_on():
    visit = cleared()
    assert visit.status == Status.CLEARED
    assert [one.person for one in visit.admitted] == ["p1", "p2", "p3"]
    assert visit.belongings == Belongings.NONE


def test_a_refused_member_is_recorded_and_the_others_go_on_under_a_new_lead():
    visit = cleared(outcome="partly_cleared", refused=("p1",), lead="p3")
    assert visit.status == Status.CLEARED
    assert [one.person for one in visit.admitted] == ["p2", "p3"]
    assert visit.lead == "p3"


def test_a_refused_group_ends_with_its_outcome_and_gives_its_day_back():
    visit = cleared(
        outcome="refused", refused=("p1", "p2", "p3"), visit_outcome="visitor_declined_search"
    )
    assert (visit.status, visit.outcome) == (Status.REFUSED, "visitor_declined_search")
    assert visit.claims == ("visit:v1",)


def test_who_was_taken_out_by_a_review_stays_out_though_the_search_found_nothing():
    reviewed, _ = flagging.review(called(), ["p3"], "barred", SUPERVISOR, NINE)
    after, _ = queueing.screened(reviewed, result(), NINE)
    assert [one.person for one in after.admitted] == ["p1", "p2"]


def test_a_refusal_that_gives_no_outcome_is_a_failed_search():
    visit = cleared(outcome="refused", refused=("p1", "p2", "p3"))
    assert visit.outcome == "visitor_failed_search"


def test_the_result_counts_though_the_call_is_still_on_its_way():
    visit, _ = queueing.screened(registered(), result(), NINE)
    late, _ = queueing.called(visit, 2, NINE)
    assert late.status == Status.CLEARED


@pytest.mark.parametrize("outcome", ["cancelled_by_visitor", "administrative_error"])
def test_a_result_after_a_cancellation_changes_nothing(outcome):
    gone, _ = leaving.cancel(called(), outcome, "ill", OFFICER, NINE)
    after, events = queueing.screened(gone, result(), NINE)
    assert after is gone
    assert events == []


def test_a_second_result_changes_nothing():
    visit = cleared()
    again, _ = queueing.screened(visit, result("refused", ("p1", "p2", "p3")), NINE)
    assert again is visit


def test_a_booking_that_has_not_checked_in_cannot_be_called():
    visit = booked()
    assert queueing.called(visit, 2, NINE)[0] is visit


def test_things_to_deposit_are_required_first():
    assert cleared(deposit=True).belongings == Belongings.REQUIRED


def test_belongings_go_forward_only():
    visit = cleared(deposit=True)
    for told in (Belongings.DEPOSITED, Belongings.ASSIGNED, Belongings.DEPOSITED):
        visit, _ = queueing.belongings(visit, told, NINE)
    assert visit.belongings == Belongings.DEPOSITED


def test_a_deposit_heard_of_before_the_search_result_is_kept():
    visit, _ = queueing.belongings(called(), Belongings.DEPOSITED, NINE)
    visit, _ = queueing.screened(visit, result(deposit=True), NINE)
    assert (visit.status, visit.belongings) == (Status.CLEARED, Belongings.DEPOSITED)


def test_unclaimed_things_may_be_fetched_later_but_not_the_other_way_round():
    stored, _ = queueing.belongings(cleared(deposit=True), Belongings.UNCLAIMED, NINE)
    fetched, _ = queueing.belongings(stored, Belongings.RETURNED, NINE)
    assert fetched.belongings == Belongings.RETURNED
    assert queueing.belongings(fetched, Belongings.UNCLAIMED, NINE)[0] is fetched
