"""Many groups at one small locker desk, doing anything in any order.

The room below keeps deposits as the store does, with the database's two promises: one open deposit
per locker, one per card. Whatever happens, nothing is lost sight of.
"""

from collections import Counter
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.lockers.domain import assignment, cards, custody
from services.lockers.domain import inventory as stock
from services.lockers.domain.assignment import Screened
from services.lockers.domain.custody import Handover
from services.lockers.domain.deposit import (
    THINGS_INSIDE,
    Deposit,
    Dispute,
    Override,
    Status,
    of_facility,
)
from services.lockers.domain.inventory import IN_SERVICE, OUT_OF_SERVICE, Inventory
from services.lockers.domain.items import GivenBack, Item, missing, total
from services.lockers.domain.refusals import Refusal
from services.lockers.domain.room import Holding, Place, choose, line, misplaced
from tests.unit.lockers.given import FACILITY, NOW

VISITS = st.sampled_from([f"v{n}" for n in range(1, 9)])
NUMBERS = st.integers(1, 4)
YES_OR_NO = st.booleans()
OFFICERS = st.sampled_from(["officer-1", "officer-2"])
ITEMS = st.lists(
    st.builds(Item, st.sampled_from(["phone", "bag"]), st.integers(1, 3)), max_size=3
).map(tuple)


class Room(RuleBasedStateMachine):
    @initialize(lockers=st.integers(0, 3), cards_=st.integers(0, 4))
    def opens(self, lockers, cards_):
        self.deposits: dict[str, Deposit] = {}
        self.inventory: Inventory | None = None
        self.told: dict[str, list[str]] = {}
        self.heard = Counter[str]()
        self.now = NOW
        self.configure(lockers, cards_)

    # what happens at the desk

    @rule(lockers=st.integers(0, 3), cards_=st.integers(0, 4))
    def configure(self, lockers, cards_):
        self.heard["facility"] += 1
        self.inventory, _ = stock.configured(
            self.inventory, FACILITY, self.heard["facility"], timezone="Asia/Makassar",
            lockers=lockers, cards=cards_, unclaimed_days=30,
        )
        self.serve()

    @rule(visit=VISITS, required=YES_OR_NO, refused=YES_OR_NO, again=YES_OR_NO)
    def screened(self, visit, required, refused, again):
        self.heard[visit] += not again
        found = Screened(visit, FACILITY, self.heard[visit], required and not refused, refused)
        self.do(visit, lambda d: assignment.screened(d, found, self.choose(), self.now))

    @rule(visit=VISITS, why=st.sampled_from(["visit_ended", "visit_cancelled"]))
    def over(self, visit, why):
        self.do(visit, lambda d: assignment.visit_over(d, visit, FACILITY, why, self.now))

    @rule(visit=VISITS, items=ITEMS)
    def put_in(self, visit, items):
        self.do(visit, lambda d: custody.put_in(
            of_facility(d, FACILITY), items, "officer-1", self.now
        ))

    @rule(
        visit=VISITS, card=st.none() | NUMBERS, own_card=YES_OR_NO, identity=YES_OR_NO,
        all_back=YES_OR_NO, back=ITEMS, disputed=YES_OR_NO, overridden=YES_OR_NO,
        claimed=YES_OR_NO,
    )
    def give_back(
        self, visit, card, own_card, identity, all_back, back, disputed, overridden, claimed
    ):
        deposit = self.deposits.get(visit)
        if deposit is None:
            return
        counted = tuple(
            GivenBack(i.kind, i.count) for i in (deposit.items if all_back else back)
        )
        handover = Handover(
            "officer-1", counted, deposit.card if own_card else card, identity, "p1",
            Dispute("a phone is missing") if disputed else None,
            Override("chief-1", "taken ill") if overridden else None,
        )
        act = custody.claim if claimed else custody.give_back
        self.do(visit, lambda d: act(of_facility(d, FACILITY), handover, self.now))

    @rule(visit=VISITS, days=st.integers(0, 2))
    def unclaimed(self, visit, days):
        deposit = self.deposits.get(visit)
        if deposit is None or deposit.status is not Status.DUE:
            return
        today = self.inventory.today(self.now)
        deadline = today + timedelta(days=days)
        if custody.card_is_out(deposit) and days:
            self.withdraw(deposit)  # before the locker and its card are free, as the service does
        self.do(visit, lambda d: custody.put_in_store(
            d, deadline, today, "officer-1", None, self.now
        ))

    @rule(visit=VISITS, identity=YES_OR_NO, second=OFFICERS)
    def card_lost(self, visit, identity, second):
        def decide(deposit):
            return cards.lost(
                of_facility(deposit, FACILITY), identity_checked=identity,
                description="two phones", officer="officer-1", second_officer=second,
                now=self.now,
            )

        if self.do(visit, decide):
            self.withdraw(self.deposits[visit])

    @rule(visit=VISITS, second=OFFICERS)
    def handed_in(self, visit, second):
        def decide(deposit):
            return cards.handed_in(
                of_facility(deposit, FACILITY), handed_in_by="cleaner", officer="officer-1",
                second_officer=second, now=self.now,
            )

        if self.do(visit, decide):
            self.unblock(self.deposits[visit].card)

    @rule(number=NUMBERS, status=st.sampled_from([IN_SERVICE, OUT_OF_SERVICE]))
    def set_locker(self, number, status):
        occupied = any(
            d.locker == number and d.status in THINGS_INSIDE for d in self.deposits.values()
        )
        self.stock(lambda i: stock.set_locker(
            i, number, status, occupied=occupied, reason="lock", officer="officer-1", now=self.now
        ))

    @rule(number=NUMBERS)
    def block_card(self, number):
        in_use = any(
            d.card == number and d.status in THINGS_INSIDE for d in self.deposits.values()
        )
        self.stock(lambda i: stock.block_card(
            i, number, in_use=in_use, reason="not in the box", officer="officer-1", now=self.now
        ))

    @rule(number=NUMBERS)
    def unblock(self, number):
        if self._out_with_a_visitor(number):
            return  # an officer who unblocks a card has it in the hand
        self.stock(lambda i: stock.unblock_card(
            i, number, reason="found", officer="officer-1", now=self.now
        ))

    @precondition(lambda self: len(self.deposits) > 1)
    @rule()
    def time_passes(self):
        self.now += timedelta(minutes=10)

    # how the service does it

    def do(self, visit, decide):
        before = self.deposits.get(visit)
        try:
            after, events = decide(before)
        except Refusal:
            return False
        if after is not None:
            self.deposits[visit] = after
        self.told.setdefault(visit, []).extend(name for name, _ in events)
        if before is not None:
            assert after.history[:len(before.history)] == before.history, "the log only grows"
            if before.status in THINGS_INSIDE and not after.open:
                assert after.status in (Status.RETURNED, Status.UNCLAIMED), "freed with things in"
        self.serve()
        return True

    def stock(self, decide):
        try:
            self.inventory, _ = decide(self.inventory)
        except Refusal:
            return
        self.serve()

    def withdraw(self, deposit):
        self.inventory, _ = stock.withdraw(
            self.inventory, deposit.card, visit=deposit.id, reason="lost", officer="officer-1",
            now=self.now,
        )

    def serve(self):
        for holding in misplaced(self.inventory, self.holdings()):
            old = Place(holding.locker, holding.card)
            self.deposits[holding.visit], _ = assignment.moved(
                self.deposits[holding.visit], old, self.choose(), self.now
            )
        while (in_line := line(self.holdings())) and isinstance(place := self.choose(), Place):
            first = in_line[0].visit
            self.deposits[first], _ = assignment.served(self.deposits[first], place, self.now)

    def choose(self):
        return choose(self.inventory, self.holdings())

    def holdings(self):
        return [
            Holding(d.id, d.status, d.locker, d.card, d.needed_at) for d in self.deposits.values()
        ]

    def _out_with_a_visitor(self, number):
        return any(
            d.card == number and d.status in (*THINGS_INSIDE, Status.UNCLAIMED)
            for d in self.deposits.values()
        )

    # what must hold at every moment

    @invariant()
    def no_two_open_deposits_share_a_locker_or_a_card(self):
        taken = [d for d in getattr(self, "deposits", {}).values() if d.open]
        assert max(Counter(d.locker for d in taken).values(), default=0) <= 1
        assert max(Counter(d.card for d in taken).values(), default=0) <= 1

    @invariant()
    def a_locker_with_things_in_it_is_taken(self):
        for deposit in getattr(self, "deposits", {}).values():
            assert deposit.open == (deposit.status in {Status.ASSIGNED, *THINGS_INSIDE})
            assert bool(deposit.items) == (deposit.status in {
                *THINGS_INSIDE, Status.RETURNED, Status.UNCLAIMED
            })

    @invariant()
    def things_in_are_things_out_or_disputed_or_stored(self):
        for deposit in getattr(self, "deposits", {}).values():
            if deposit.status is Status.RETURNED:
                lacking = missing(deposit.items, deposit.given_back)
                assert total(deposit.items) == total(deposit.given_back) + lacking
                assert not lacking or deposit.dispute
            if deposit.status is Status.UNCLAIMED:
                assert isinstance(deposit.deadline, date)

    @invariant()
    def a_card_in_the_city_is_not_handed_to_the_next_group(self):
        deposits = list(getattr(self, "deposits", {}).values())
        out = {
            d.card for d in deposits
            if d.status is Status.UNCLAIMED and custody.card_is_out(d)
        }
        assert not out & {d.card for d in deposits if d.open}

    @invariant()
    def nobody_waits_beside_a_free_locker(self):
        if hasattr(self, "deposits") and line(self.holdings()):
            assert not isinstance(self.choose(), Place)

    @invariant()
    def each_group_is_told_of_one_deposit_and_one_return(self):
        for told in getattr(self, "told", {}).values():
            assert told.count("belongings_deposited") <= 1
            assert told.count("belongings_returned") <= 1


TestRoom = Room.TestCase
TestRoom.settings = settings(max_examples=150, stateful_step_count=60, deadline=None)
