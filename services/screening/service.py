"""The search post: who is next, and what the search found."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from eventlet.semaphore import Semaphore

from chassis.clock import Clock
from chassis.events import event_handler
from chassis.rpc import rpc
from chassis.service import Service
from chassis.stored import Stored
from contracts import registration, screening
from contracts.calls import screening as calls
from services.screening import schemas, store
from services.screening.domain import arrivals, evidence, facility, line, result
from services.screening.domain.facility import Facility
from services.screening.domain.line import AlreadyCalled
from services.screening.domain.refusals import FacilityClosed, NobodyWaiting, WrongState
from services.screening.domain.screening import CALLED, known

Answer = dict[str, Any]
Command = Mapping[str, Any]
Event = Mapping[str, Any]

_line, _screened, _whole = schemas.Line(), schemas.Screened(), schemas.Whole()

_one_at_a_time: dict[str, Semaphore] = defaultdict(Semaphore)
"""Of this process's desks at one house, one at a time looks for its next group. The version guard
already sees to it that no two get the same; this spares them trying for it (with 20 desks at
once each call made 8 attempts on average)."""


class ScreeningService(Service):
    name = "screening"

    clock = Clock()
    groups = Stored(store.Screenings, publishes=screening.EVENTS)
    facilities = Stored(store.Facilities)
    evidence = Stored(store.Evidence)

    # --- the line ------------------------------------------------------------------------------

    @rpc(calls.CallNext)
    def call_next(self, command: Command) -> Answer:
        """Calls the next group that the officers on duty can search, and holds those before it
        that they cannot. Raises FacilityClosed, NobodyWaiting."""
        held: list[Answer] = []
        try:
            with _one_at_a_time[command["facility"]]:
                return self._call_first(command, held)
        except (AlreadyCalled, FacilityClosed, NobodyWaiting):
            called = self.groups.called_by(line.claim_of(command))
            if called is None:
                raise
            return self._call(called, command, held)  # the first answer, as the command came before

    @rpc(calls.Recall)
    def recall(self, command: Command) -> Answer:
        """Calls a group again, or holds it when it has been called often enough."""
        return self._apply(command, line.recall,
                           self._house(command["facility"]).recalls_before_hold)

    @rpc(calls.Hold)
    def hold(self, command: Command) -> Answer:
        """Takes a group out of the line for now."""
        return self._apply(command, line.hold)

    @rpc(calls.Resume)
    def resume(self, command: Command) -> Answer:
        """Puts a held group back in the line under its old number."""
        return self._apply(command, line.resume)

    # --- the search ----------------------------------------------------------------------------

    @rpc(calls.Result)
    def result(self, command: Command) -> Answer:
        """Records consent, search, things and a decision for each person of a called group."""
        return self._apply(command, result.decide, partial(self._evidence_numbers, command),
                           view=_screened)

    # --- queries -------------------------------------------------------------------------------

    @rpc(calls.Screenings)
    def screenings(self, query: Mapping[str, Any]) -> Answer:
        """A day's groups, today's if no date is given, and how many are in each status."""
        house, day = query["facility"], query.get("date")
        day = day.isoformat() if day else self._house(house).today(self.clock.now())
        found, total = self.groups.listed(query, day)
        return {
            "items": _line.dump(found, many=True),
            "date": day,
            "page": query["page"],
            "page_size": query["page_size"],
            "total": total,
            "counts": self.groups.counts(house, day),
        }

    @rpc(calls.Screening)
    def screening(self, query: Mapping[str, Any]) -> Answer:
        """Everything that is known of one group."""
        return _whole.dump(known(self.groups.get(query["visit_id"]), query["facility"]))

    # --- what registration says ----------------------------------------------------------------

    @event_handler(registration.VISITOR_REGISTERED)
    def on_visitor_registered(self, event: Event) -> None:
        """The group joins the line."""
        self._arrive(
            event["subject"], event, arrivals.registered, event["data"], likely_new=True)

    @event_handler(registration.VISIT_CANCELLED, registration.VISIT_NO_SHOW)
    def on_visit_over(self, event: Event) -> None:
        """The group leaves the line."""
        self._arrive(event["subject"], event, arrivals.left, event["type"])

    @event_handler(registration.VISITOR_BANNED)
    def on_visitor_banned(self, event: Event) -> None:
        """Persons of some groups can only be refused from now on."""
        for visit, persons in arrivals.affected(event["data"]).items():
            self._arrive(visit, event, arrivals.banned, persons)

    @event_handler(registration.FACILITY_CONFIGURED)
    def on_facility_configured(self, event: Event) -> None:
        self._keep(event, facility.configured)

    @event_handler(registration.FACILITY_CLOSED)
    def on_facility_closed(self, event: Event) -> None:
        self._keep(event, facility.closed)

    @event_handler(registration.FACILITY_REOPENED)
    def on_facility_reopened(self, event: Event) -> None:
        self._keep(event, facility.reopened)

    # --- steps of the above --------------------------------------------------------------------

    def _house(self, house: str) -> Facility:
        return self.facilities.recent(house) or facility.unknown(house)

    def _apply(self, command: Command, decide: Callable, *more: Any, view: Any = _line) -> Answer:
        now = self.clock.now()
        return self.groups.apply(
            command["visit_id"], command,
            lambda group: decide(group, command, now, *more), view.dump,
        )  # fmt: skip

    def _call_first(self, command: Command, held: list[Answer]) -> Answer:
        now, house = self.clock.now(), self._house(command["facility"])
        house.require_open(now)
        for visit in self.groups.next_in_turn(house.id, house.today(now), house.sessions):
            with suppress(WrongState):  # another desk was faster
                answer = self._call(visit, command, held)
                if answer["status"] == CALLED:
                    return answer
        raise NobodyWaiting("no group waits that the officers on duty can search", held=held)

    def _call(self, visit: str, command: Command, held: list[Answer]) -> Answer:
        """Calls the group or holds it; then it is added to ``held``."""
        now = self.clock.now()
        answer = self.groups.apply(
            visit, command,
            lambda group: line.call(group, command, now),
            lambda group: _line.dump(group) | {"held": held},
        )  # fmt: skip
        if answer["status"] != CALLED:
            told = ("visit_id", "queue_number", "session", "hold_reason")
            held.append({name: answer[name] for name in told})
        return answer

    def _evidence_numbers(self, command: Command, count: int) -> Sequence[str]:
        """The same numbers again when the same command comes again."""
        house = command["facility"]
        day = self._house(house).today(self.clock.now())
        drawn = self.evidence.apply(
            evidence.day_id(house, day), command,
            lambda state: evidence.drawn(state, house, day, count),
            lambda state: {"last": state.last},
        )  # fmt: skip
        return evidence.numbers(house, day, drawn["last"], count)

    def _arrive(
        self, visit: str, event: Event, decide: Callable, what: Any, likely_new: bool = False
    ) -> None:
        expected = arrivals.early(visit, event["facility"])
        at = datetime.fromisoformat(event["time"])
        self.groups.apply(
            visit, event, lambda group: decide(group or expected, what, at), likely_new=likely_new)

    def _keep(self, event: Event, decide: Callable) -> None:
        new = facility.unknown(event["facility"])
        self.facilities.apply(
            new.id, event, lambda house: decide(house or new, event["data"], event["sequence"]))
