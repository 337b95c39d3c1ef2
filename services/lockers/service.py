"""The locker desk: whose things lie where, against which card."""

from collections.abc import Mapping
from typing import Any

from chassis.clock import Clock
from chassis.events import event_handler
from chassis.rpc import rpc
from chassis.service import Service
from chassis.stored import Stored
from chassis.timers import timer
from contracts import lockers, registration, screening
from contracts.calls import lockers as calls
from services.lockers import schemas, store
from services.lockers.domain import assignment, cards, custody, inventory
from services.lockers.domain.deposit import CardState, of_facility
from services.lockers.domain.inventory import of_known
from services.lockers.domain.overview import (
    brief,
    card_brief,
    deposit_view,
    locker_brief,
    overview,
)
from services.lockers.domain.refusals import CardNotOut
from services.lockers.placing import LockerRoom

Command = Mapping[str, Any]
Event = Mapping[str, Any]


class LockersService(Service):
    name = "lockers"

    deposits = Stored(store.Deposits, publishes=lockers.EVENTS)
    inventories = Stored(store.Inventories, publishes=lockers.EVENTS)
    clock = Clock()

    # --- what is heard -------------------------------------------------------------------------

    @event_handler(screening.VISITOR_SCREENED)
    def on_visitor_screened(self, event: Event) -> None:
        found, now = schemas.screened_of(event), self.clock.now()
        if found.required:
            self._room(event).admit(
                found.visit, event, lambda d, place: assignment.screened(d, found, place, now))
        else:
            self.deposits.apply(
                found.visit, event, lambda d: assignment.screened(d, found, None, now))
            self._room(event).serve_line()

    @event_handler(
        registration.VISIT_ENDED, registration.VISIT_CANCELLED, registration.VISIT_NO_SHOW)
    def on_visit_over(self, event: Event) -> None:
        visit, facility, now = event["subject"], event["facility"], self.clock.now()
        self.deposits.apply(
            visit, event,
            lambda d: assignment.visit_over(d, visit, facility, event["type"], now))
        if event["type"] != registration.VISIT_ENDED.name:  # then a place was perhaps not used
            self._room(event).serve_line()

    @event_handler(registration.FACILITY_CONFIGURED)
    def on_facility_configured(self, event: Event) -> None:
        facility, settings = event["facility"], schemas.stock_of(event)
        self.inventories.apply(
            facility, event,
            lambda i: inventory.configured(i, facility, event["sequence"], **settings))
        self._rearrange(event)

    @event_handler(registration.FACILITY_CLOSED, registration.FACILITY_REOPENED)
    def on_facility_closed_or_reopened(self, event: Event) -> None:
        facility, closed = event["facility"], event["type"] == registration.FACILITY_CLOSED.name
        self.inventories.apply(
            facility, event,
            lambda i: inventory.closing(i, facility, event["sequence"], closed))

    @timer
    def sweep(self) -> None:
        """Serves and moves whom a crash or a race has left behind."""
        for facility in self.inventories.facilities():
            if self.deposits.unsettled(facility):
                self._rearrange({"facility": facility})

    # --- things in, things out -----------------------------------------------------------------

    @rpc(calls.Deposit)
    def deposit(self, command: Command) -> dict[str, Any]:
        """Counts things into the assigned locker."""
        items = schemas.items_of(command)
        return self._on_deposit(command, lambda d, officer, now: custody.put_in(
            d, items, officer, now))

    @rpc(calls.ReturnBelongings)
    def return_belongings(self, command: Command) -> dict[str, Any]:
        """Counts things back against the card, or by identity once the card is lost or was
        brought in by somebody else. The locker is free for the next group."""
        handover = schemas.handover_of(command)
        answer = self._on_deposit(command, lambda d, officer, now: custody.give_back(
            d, handover, now))
        self._room(command).serve_line()
        return answer

    @rpc(calls.Unclaimed)
    def unclaimed(self, command: Command) -> dict[str, Any]:
        """Moves things that nobody fetched to the store; the card stays blocked until it is
        back. Without a deadline the facility's own number of days counts."""
        room, now = of_known(self.inventories.get(command["facility"])), self.clock.now()
        deadline = command.get("deadline") or room.deadline(now)
        override, today = schemas.override_of(command), room.today(now)
        answer = self._on_deposit(command, lambda d, officer, now: self._blocking_card(
            command, "unclaimed",
            custody.put_in_store(d, deadline, today, officer, override, now)))
        self._room(command).serve_line()
        return answer

    @rpc(calls.Claim)
    def claim(self, command: Command) -> dict[str, Any]:
        """Hands out stored things by identity; a card brought along is usable again."""
        handover = schemas.handover_of(command)
        answer = self._on_deposit(command, lambda d, officer, now: custody.claim(
            d, handover, now))
        if handover.card:
            self._restore_card(command, "brought along")
        return answer

    # --- cards and lockers ---------------------------------------------------------------------

    @rpc(calls.CardLost)
    def card_lost(self, command: Command) -> dict[str, Any]:
        """Writes a visitor's card off; the things then go back by identity."""
        return self._on_card(command, lambda d, officer, now: self._blocking_card(
            command, "lost",
            cards.lost(
                d, identity_checked=command["identity_checked"],
                description=command["description"], officer=officer,
                second_officer=command["second_officer"], now=now)))

    @rpc(calls.HandedIn)
    def handed_in(self, command: Command) -> dict[str, Any]:
        """Takes a card from somebody who is not its visitor."""
        answer = self._on_card(command, lambda d, officer, now: cards.handed_in(
            d, handed_in_by=command["handed_in_by"], officer=officer,
            second_officer=command["second_officer"], now=now))
        self._restore_card(command, "handed in")
        return answer

    @rpc(calls.SetCard)
    def block_card(self, command: Command) -> dict[str, Any]:
        """Takes a card out of use that is not in its box; a group it was promised to gets
        another."""
        facility, card = command["facility"], command["card"]
        return self._on_stock(
            command, lambda i, **by: inventory.block_card(
                i, card, in_use=self.deposits.in_use(facility, card=card), **by),
            lambda i: card_brief(i, card))

    @rpc(calls.SetCard)
    def unblock_card(self, command: Command) -> dict[str, Any]:
        """Puts a card back into use that is at the desk again."""
        card = command["card"]
        return self._on_stock(
            command, lambda i, **by: inventory.unblock_card(i, card, **by),
            lambda i: card_brief(i, card))

    @rpc(calls.SetLocker)
    def set_locker(self, command: Command) -> dict[str, Any]:
        """Takes a locker out of service or puts it back. A group that was sent to it and has put
        nothing in gets another."""
        facility, number = command["facility"], command["number"]
        return self._on_stock(
            command, lambda i, **by: inventory.set_locker(
                i, number, command["status"],
                occupied=self.deposits.in_use(facility, locker=number), **by),
            lambda i: locker_brief(i, number))

    # --- queries -------------------------------------------------------------------------------

    @rpc(calls.Lockers)
    def lockers(self, query: Mapping[str, Any]) -> dict[str, Any]:
        """Every locker with its state, who waits, the cards, and what lies in the store."""
        facility = query["facility"]
        return overview(
            of_known(self.inventories.get(facility)), self.deposits.at_the_desk(facility))

    @rpc(calls.DepositOf)
    def deposit_of(self, query: Mapping[str, Any]) -> dict[str, Any]:
        """One visit's deposit whole, its log included."""
        return deposit_view(of_facility(self.deposits.get(query["visit_id"]), query["facility"]))

    # --- steps of the above --------------------------------------------------------------------

    def _room(self, cause: Mapping[str, Any]) -> LockerRoom:
        return LockerRoom(cause["facility"], self.deposits, self.inventories, self.clock.now)

    def _rearrange(self, cause: Mapping[str, Any]) -> None:
        room = self._room(cause)
        room.move_misplaced()
        room.serve_line()

    def _on_deposit(
        self, command: Command, decide: Any, visit: str | None = None
    ) -> dict[str, Any]:
        now, officer = self.clock.now(), command["officer"]["id"]
        return self.deposits.apply(
            visit or command["visit_id"], command,
            lambda d: decide(of_facility(d, command["facility"]), officer, now), brief)

    def _on_card(self, command: Command, decide: Any) -> dict[str, Any]:
        card, visit = command["card"], command.get("visit_id")
        if visit is None:
            deposit = self.deposits.last_with_card(command["facility"], card)
            if deposit is None:
                raise CardNotOut("No visitor holds this card.", field="card")
            visit = deposit.id
        return self._on_deposit(
            command,
            lambda d, officer, now: decide(cards.need_card(d, card), officer, now),
            visit,
        )

    def _on_stock(self, command: Command, decide: Any, answer: Any) -> dict[str, Any]:
        by = {"reason": command["reason"], **self._by(command)}
        told = self.inventories.apply(
            command["facility"], command, lambda i: decide(of_known(i), **by), answer)
        self._rearrange(command)
        return told

    def _blocking_card(self, command: Command, why: str, decided: Any) -> Any:
        """Blocks the card of a decision that is about to be saved. Before and not after: once
        the deposit lets go of its card, another group could be given it."""
        deposit, _ = decided
        if deposit.card_state is not CardState.DESK:
            self.inventories.apply(
                deposit.facility, command, lambda i: inventory.withdraw(
                    of_known(i), deposit.card, visit=deposit.id, reason=why,
                    **self._by(command)))
        return decided

    def _restore_card(self, command: Command, why: str) -> None:
        self.inventories.apply(
            command["facility"], command, lambda i: inventory.restore(
                of_known(i), command["card"], reason=why, **self._by(command)))
        self._room(command).serve_line()

    def _by(self, command: Command) -> dict[str, Any]:
        return {"officer": command["officer"]["id"], "now": self.clock.now()}
