"""The locker desk: the wall of lockers, and beside it what is being done."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from console.desk import Desk
from console.dialogs import field
from console.elements import Words, block, focus, heading, region, secondary
from console.pages.lockers_deposit import DepositPanel
from console.pages.lockers_groups import Groups
from console.pages.lockers_lost import LostPanel
from console.pages.lockers_map import LockerMap
from console.pages.lockers_other import BlockPanel, HandedInPanel, LockerPanel, unblock
from console.pages.lockers_panel import Panel, Room
from console.pages.lockers_return import ReturnPanel
from console.pages.lockers_side import Side
from console.shell import desk_page, script, stylesheet
from console.texts import mark, say

TITLE = mark("Locker desk")
EVENTS = (
    "locker_assigned", "locker_unavailable", "belongings_deposited", "belongings_returned",
    "belongings_unclaimed", "card_lost", "locker_status_changed", "visit_ended", "visit_cancelled",
    "visit_no_show", "facility_configured", "facility_closed", "facility_reopened",
)  # fmt: skip
UNTOLD_SECONDS = 20
"""No event tells that a card was blocked, unblocked or handed in."""


@desk_page("/lockers", TITLE, "lock", "locker_officer", "supervisor")
async def lockers(desk: Desk) -> None:
    stylesheet("search.css")
    stylesheet("lockers.css")
    script("lockers.js")
    await LockerDesk(desk).begin()


class LockerDesk:
    def __init__(self, desk: Desk):
        self.desk = desk
        self.panel: Panel | None = None
        self.groups = Groups(desk)
        self.room = Room(desk, self)
        with block(classes="columns wide-left locker-desk"):
            with region(say("Lockers")):
                self.map = LockerMap(self.open_locker)
            with block(classes="locker-side"):
                if desk.may("locker_officer"):
                    self._card_box()
                self.place = region(say("What is being done"), "panel")
                self.side = Side(self.room, self.open_locker, self.open_visit, self.unblock)
        self.close()

    async def begin(self) -> None:
        focus("card-number")  # before anything can be opened that has a field of its own
        self.watch = self.desk.watch(EVENTS, self.refresh, asked="lockers")
        await self.refresh()
        ui.timer(UNTOLD_SECONDS, self.watch.now)

    def _card_box(self) -> None:
        with region(say("Card"), "card-box"):
            self.card = field(say("Number of the card (Enter)"))
            self.card.props("inputmode=numeric for=card-number").classes("card-number")
            self.card.on("keydown.enter", self.open_card)
            with block(classes="buttons"):
                secondary(say("Visitor lost the card …"), self.lost).props("id=lost")
                secondary(say("Card handed in …"), self.handed_in).props("id=handed-in")

    async def refresh(self) -> None:
        state = await self.desk.get("/lockers")
        rows = (*state["lockers"], *state["waiting"], *state["unclaimed"], *state["blocked_cards"])
        await self.groups.know(one["visit_id"] for one in rows if one["visit_id"])
        self.room.state = state
        self.map.show(state["lockers"], self.groups.numbers)
        self.side.show()
        if self.panel is not None:
            self.panel.follow(state)

    async def open_card(self) -> None:
        """Whose things lie against the card that was typed."""
        text = (self.card.value or "").strip()
        if not text.isdigit():
            self.card.error = say("The number on the card.")
            return
        held = self.room.holder(card=int(text))
        visit = held["visit_id"] if held and held["state"] == "occupied" else None
        visit = visit or self.room.stored(int(text))
        if visit is None:
            self.card.error = say("No things lie against this card.")
            return
        self.card.error = None
        self.card.set_value("")
        await self.open_visit(visit, int(text))

    async def open_locker(self, number: int) -> None:
        locker = self.room.holder(locker=number)
        if locker is None:
            return
        if locker["state"] == "occupied":
            await self.open_visit(locker["visit_id"])
        elif locker["state"] == "assigned" and self.desk.may("locker_officer"):
            visit_id = locker["visit_id"]
            visit = await self.desk.attempt(lambda: self.desk.get(f"/visits/{visit_id}"))
            if visit:
                self.show(lambda: DepositPanel(self.room, locker, visit))
        else:
            self.show(lambda: LockerPanel(self.room, locker))

    async def open_visit(self, visit_id: str, card: int | None = None) -> None:
        """To give back what lies there."""
        if both := await self._ask(visit_id):
            self.show(lambda: ReturnPanel(self.room, both[0], both[1], card))

    async def lost(self, visit_id: str | None = None) -> None:
        both = await self._ask(visit_id) if visit_id else None
        self.show(lambda: LostPanel(self.room, *(both or ())))

    def handed_in(self) -> None:
        self.show(lambda: HandedInPanel(self.room))

    async def unblock(self, card: int) -> None:
        await unblock(self.room, card)

    async def _ask(self, visit_id: str) -> Any:
        async def ask() -> Any:
            deposit = await self.desk.get(f"/lockers/{visit_id}/deposit")
            return deposit, await self.desk.get(f"/visits/{visit_id}")

        return await self.desk.attempt(ask)

    def show(self, build: Callable[[], Panel]) -> None:
        self.place.clear()
        with self.place:
            self.panel = build()

    def close(self) -> None:
        self.panel = None
        self.place.clear()
        with self.place:
            heading(2, say("Open a locker"))
            text = say(
                "Type the number of a card, or choose a door on the wall (arrow keys, Enter)."
            )
            Words("p", text, "hint")
            secondary(say("Block a card …"), lambda: self.show(lambda: BlockPanel(self.room)))
        focus("card-number")

    def done(self, title: str, text: str, grave: bool = False) -> None:
        """What was done, large, until the next step."""
        self.panel = None
        self.place.clear()
        with self.place, block(classes=f"alert {'warning' if grave else 'done'} done-panel"):
            Words("strong", title, "next-step").props("id=done role=status")
            if text:
                Words("span", text)
        self.watch.now()
        focus("card-number")
