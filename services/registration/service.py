"""Registration: visits from the booking to the way out. What is about the house, its inmates and
bans is in the modules ``service_*``."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from chassis.events import event_handler
from chassis.ids import derived, new_id
from chassis.rpc import rpc
from chassis.timers import timer
from contracts import lockers, screening
from contracts.calls import visits as calls
from services.registration import schemas, views
from services.registration.desk import Desk, Taken, nothing_taken
from services.registration.domain import flagging, leaving, queueing, visiting
from services.registration.domain.identity import spellings
from services.registration.domain.refusals import ClaimTaken, NotFound, Refusal, WrongState
from services.registration.domain.visit import Belongings, Events, Visit, known
from services.registration.service_inmates import InmateEntrypoints
from services.registration.service_visitors import VisitorEntrypoints

Message = Mapping[str, Any]
Answer = dict[str, Any]
Decide = Callable[[Visit, Message, datetime], tuple[Visit, Events]]

MOVED_BY = {
    lockers.LOCKER_ASSIGNED.name: Belongings.ASSIGNED,
    lockers.BELONGINGS_DEPOSITED.name: Belongings.DEPOSITED,
    lockers.BELONGINGS_RETURNED.name: Belongings.RETURNED,
    lockers.BELONGINGS_UNCLAIMED.name: Belongings.UNCLAIMED,
}


class RegistrationService(InmateEntrypoints, VisitorEntrypoints):
    name = "registration"

    # --- the desk ------------------------------------------------------------------------------

    @rpc(schemas.Register)
    def register(self, command: Message) -> Answer:
        """A walk-in gets a queue number; with date and session it is a booking."""
        with self._refusals_noted(command):
            try:
                return self._register(command, nothing_taken)
            except ClaimTaken:  # now it is worth looking by whom
                return self._register(command, self.visit_book.taken)

    @rpc(calls.CheckIn)
    def check_in(self, command: Message) -> Answer:
        """A booked group is here and gets its queue number."""
        with self._refusals_noted(command):
            return self._move(command, self._desk.check_in)

    @rpc(calls.Cancel)
    def cancel(self, command: Message) -> Answer:
        """Calls a visit off before admission; a cleared group withdraws the same way."""
        answer = self._move(command, leaving.cancelled_by)
        self.visit_book.give_back_place(command["visit_id"])
        return answer

    @rpc(calls.Review)
    def review(self, command: Message) -> Answer:
        """A supervisor settles what a visit was flagged for."""
        return self._move(command, flagging.reviewed_by)

    # --- the visiting room and the way out -----------------------------------------------------

    @rpc(calls.Start)
    def start(self, command: Message) -> Answer:
        """Admits a cleared and briefed group to a table."""
        return self._move(command, self._desk.admit)

    @rpc(calls.Extend)
    def extend(self, command: Message) -> Answer:
        """Moves the end of a running visit, either way."""
        return self._move(command, self._desk.extend)

    @rpc(calls.End)
    def end(self, command: Message) -> Answer:
        """The visit is over and its table free; the group is still in the house."""
        answer = self._move(command, visiting.ended_by)
        self.visit_book.room.leave(command["facility"], command["visit_id"])
        return answer

    @rpc(calls.Depart)
    def depart(self, command: Message) -> Answer:
        """Counts the group out at the exit."""
        return self._move(command, leaving.departed_by)

    # --- queries -------------------------------------------------------------------------------

    @rpc(calls.OneVisit)
    def visit(self, query: Message) -> Answer:
        """Everything an officer may need of one visit, documents' numbers in full."""
        return views.whole(self._known(query))

    @rpc(calls.OneVisit)
    def history(self, query: Message) -> Answer:
        """Who did what to the visit, and when."""
        return views.history(self._known(query))

    @rpc(calls.OneVisit)
    def visit_pass(self, query: Message) -> Answer:
        """What a visitor carries on paper, as long as the visit is open."""
        visit, house = self._known(query), self.house(query)
        visit.need("print_pass")
        return views.on_paper(visit, house, self.clock.now())

    @rpc(calls.Visits)
    def visits(self, query: Message) -> Answer:
        """The visits of a date, today's if none is given; a search, and whoever asks for the
        flagged ones, looks at all dates."""
        anyday = "q" in query or query["flagged"]
        on = query.get("date") or (None if anyday else self._today(query))
        looked_for = [self._identity(*one) for one in spellings(query.get("q", ""))]
        return views.page(query, *self.visit_book.listed(query, on, looked_for))

    @rpc(calls.Inside)
    def inside(self, query: Message) -> Answer:
        """Who was admitted and is not yet counted out, and whose time is over; of certain visits
        or of all."""
        found = self.visit_book.inside(self.house(query).id, query.get("visit_ids"))
        return views.inside(found, self.clock.now())

    # --- what the search post and the lockers tell ---------------------------------------------

    @event_handler(screening.VISITOR_CALLED)
    def on_visitor_called(self, event: Message) -> None:
        self._hear(event, lambda visit, at: queueing.called(visit, event["sequence"], at))

    @event_handler(screening.VISITOR_HELD)
    def on_visitor_held(self, event: Message) -> None:
        sequence, reason = event["sequence"], event["data"]["reason"]
        self._hear(event, lambda visit, at: queueing.held(visit, sequence, reason, at))

    @event_handler(screening.VISITOR_SCREENED)
    def on_visitor_screened(self, event: Message) -> None:
        self._hear(event, lambda visit, at: queueing.screened(visit, event["data"], at))
        if event["data"]["outcome"] == "refused":
            self.visit_book.give_back_place(event["subject"])

    @event_handler(
        lockers.LOCKER_ASSIGNED,
        lockers.BELONGINGS_DEPOSITED,
        lockers.BELONGINGS_RETURNED,
        lockers.BELONGINGS_UNCLAIMED,
    )
    def on_belongings(self, event: Message) -> None:
        moved = MOVED_BY[event["type"]]
        self._hear(event, lambda visit, at: queueing.belongings(visit, moved, at))

    # --- timers --------------------------------------------------------------------------------

    @timer
    def announce_ends(self) -> None:
        """Running visits hear once that their time is nearly up."""
        for visit_id in self.visit_book.to_warn(self.clock.now()):
            self._tick(visit_id, visiting.warn)

    @timer
    def close_sessions(self) -> None:
        """Whoever did not come, or did not answer, is a no-show when the session is over."""
        for visit_id in self.visit_book.unserved(self.clock.now()):
            self._tick(visit_id, leaving.no_show)

    @timer
    def sweep_places(self) -> None:
        """Places that a crash left taken become free."""
        self.visit_book.sessions.sweep()
        self.visit_book.room.sweep()

    # --- steps of the above --------------------------------------------------------------------

    @property
    def _desk(self) -> Desk:
        return Desk(
            self.visit_book, self.facilities, self.inmate_book, self.ban_book, self._identity
        )

    def _register(self, command: Message, taken: Taken) -> Answer:
        visit_id, now = derived(command["facility"], command["command_id"]), self.clock.now()
        return self.visit_book.apply(
            visit_id,
            command,
            lambda visit: (
                (visit, []) if visit else self._desk.register(visit_id, command, now, taken)
            ),
            views.answer,
            likely_new=True,
        )

    def _move(self, command: Message, decide: Decide) -> Answer:
        now, facility = self.clock.now(), command["facility"]
        return self.visit_book.apply(
            command["visit_id"],
            command,
            lambda visit: decide(known(visit, facility), command, now),
            views.answer,
        )

    def _hear(self, event: Message, decide: Callable) -> None:
        """An event about a visit of ours; any other is none of our business."""
        at, facility = datetime.fromisoformat(event["time"]), event["facility"]
        self.visit_book.apply(
            event["subject"],
            event,
            lambda visit: (
                decide(visit, at) if visit and visit.facility == facility else (visit, [])
            ),
        )

    def _tick(self, visit_id: str, decide: Callable) -> None:
        now = self.clock.now()
        self.visit_book.apply(visit_id, {"id": new_id()}, lambda visit: decide(visit, now))

    def _known(self, query: Message) -> Visit:
        return known(self.visit_book.get(query["visit_id"]), query["facility"])

    @contextmanager
    def _refusals_noted(self, command: Message) -> Iterator[None]:
        """The day book counts how often the desk said no, and why; not to whom."""
        try:
            yield
        except (NotFound, WrongState):
            raise
        except Refusal as refusal:
            now, today = self.clock.now(), self._today(command)
            self.refusals.record(command["facility"], today, refusal.code, command, now)
            raise
