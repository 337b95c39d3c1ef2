"""Officers and other services do anything in any order, and the books still balance."""

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from visit_making import NINE, OFFICER, SUPERVISOR, booked, registered, result

from services.registration.domain import flagging, leaving, queueing, registering, visiting
from services.registration.domain.refusals import Refusal
from services.registration.domain.visit import INSIDE, OPEN, RELEASED, Belongings, Status

PERSONS = st.sets(st.sampled_from(["p1", "p2", "p3"]))
OFFICERS = st.sampled_from([OFFICER, SUPERVISOR])
OVER = {Status.DEPARTED, *RELEASED}


class VisitAtRandom(RuleBasedStateMachine):
    """One visit, driven by whatever comes. A refusal must leave it as it was."""

    @initialize(walk_in=st.booleans())
    def arrive(self, walk_in):
        self.visit = registered() if walk_in else booked()
        self.now = NINE
        self.sequence = 1
        self.events = []

    def become(self, decide, *args):
        try:
            after, events = decide(self.visit, *args)
        except Refusal:
            return
        assert after.history[: len(self.visit.history)] == self.visit.history
        if self.visit.status in OVER:
            assert after.status == self.visit.status
        self.visit = after
        self.events += [name for name, _ in events]

    @rule(minutes=st.integers(1, 240))
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes)
        self.become(visiting.warn, self.now)
        self.become(leaving.no_show, self.now)

    @rule()
    def checks_in(self):
        self.become(registering.check_in, 7, OFFICER, self.now)

    @rule(late=st.booleans())
    def is_called(self, late):
        self.sequence += not late
        self.become(queueing.called, self.sequence, self.now)

    @rule(late=st.booleans())
    def is_held(self, late):
        self.sequence += not late
        self.become(queueing.held, self.sequence, "no_answer", self.now)

    @rule(refused=PERSONS, deposit=st.booleans())
    def is_screened(self, refused, deposit):
        lead = next((one for one in ("p1", "p3") if one not in refused), None)
        told = result("partly_cleared" if refused else "cleared", refused, deposit, lead or "p1")
        if lead is None:
            told = result("refused", refused, visit_outcome="visitor_failed_search")
        self.become(queueing.screened, told, self.now)

    @rule(moved=st.sampled_from(list(Belongings)[2:]))
    def belongings_move(self, moved):
        self.become(queueing.belongings, moved, self.now)

    @rule(persons=PERSONS)
    def is_flagged(self, persons):
        self.become(flagging.flag, "visitor_banned", persons, self.now)

    @rule(persons=PERSONS)
    def is_reviewed(self, persons):
        self.become(flagging.review, persons, "settled", SUPERVISOR, self.now)

    @rule(briefed=st.booleans())
    def enters(self, briefed):
        def admit(visit):
            visiting.check_admission(visit, briefed)
            assert briefed
            return visiting.start(visit, 4, 30, 5, OFFICER, self.now)

        self.become(admit)

    @rule(minutes=st.integers(-40, 40), officer=OFFICERS)
    def is_extended(self, minutes, officer):
        self.become(visiting.extend, minutes, "because", 15, officer, self.now)

    @rule(outcome=st.sampled_from(visiting.END_OUTCOMES))
    def ends(self, outcome):
        self.become(visiting.end, outcome, "because", OFFICER, self.now)

    @rule(persons=st.integers(0, 4), checked=PERSONS, officer=OFFICERS)
    def departs(self, persons, checked, officer):
        admitted = {one.person for one in self.visit.admitted}
        self.become(leaving.depart, persons, checked, officer, self.now)
        if "visitor_departed" in self.events[-1:]:
            assert persons == len(admitted)
            assert checked == admitted

    @rule()
    def is_cancelled(self):
        self.become(leaving.cancel, "cancelled_by_visitor", "ill", OFFICER, self.now)

    @rule(emergency=st.booleans())
    def the_house_closes(self, emergency):
        self.become(leaving.close_out, self.now, "fire alarm", emergency)

    @invariant()
    def nobody_is_inside_without_clearance_and_an_adult(self):
        if self.visit.started_at is not None:
            assert any(not one.minor for one in self.visit.admitted)
            assert self.visit.cleared_at is not None

    @invariant()
    def the_day_is_given_back_exactly_when_the_visit_does_not_take_place(self):
        assert (len(self.visit.claims) == 1) == (self.visit.status in RELEASED)

    @invariant()
    def an_outcome_stands_exactly_when_there_is_no_more_visit(self):
        running = self.visit.status in OPEN and self.visit.status != Status.ENDED
        assert (self.visit.outcome is None) == running

    @invariant()
    def each_step_is_told_once(self):
        for name in ("visitor_registered", "visit_started", "visit_ended", "visitor_departed",
                     "visit_cancelled", "visit_no_show"):  # fmt: skip
            assert self.events.count(name) <= 1
        assert ("visit_started" in self.events) == (self.visit.started_at is not None)

    @invariant()
    def only_those_who_wait_are_held(self):
        assert not self.visit.held or self.visit.status in (Status.REGISTERED, Status.CALLED)

    @invariant()
    def whoever_came_in_is_inside_or_was_counted_out(self):
        came_in = "visit_started" in self.events
        assert came_in == (self.visit.status in INSIDE or "visitor_departed" in self.events)


VisitAtRandom.TestCase.settings = settings(
    max_examples=200, stateful_step_count=30, deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
TestVisitAtRandom = VisitAtRandom.TestCase
