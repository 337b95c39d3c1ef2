"""What every panel of the locker desk has."""

from typing import Any, Protocol

from console.alerts import Alert
from console.desk import Desk
from console.elements import Words, block, heading
from console.pages.lockers_groups import Groups
from console.texts import say
from console.watching import Watch


class Page(Protocol):
    """What a panel may ask of the page: another panel, none, or a word that something is done."""

    groups: Groups
    watch: Watch

    async def open_visit(self, visit_id: str) -> None: ...

    async def lost(self, visit_id: str | None = None) -> None: ...

    def close(self) -> None: ...

    def done(self, title: str, text: str, grave: bool = False) -> None: ...


class Room:
    """``state``: the locker room as the API last told of it."""

    def __init__(self, desk: Desk, page: Page):
        self.desk, self.page = desk, page
        self.state: dict[str, Any] = {
            name: [] for name in ("lockers", "waiting", "unclaimed", "blocked_cards")
        }

    def holder(
        self, *, locker: int | None = None, card: int | None = None
    ) -> dict[str, Any] | None:
        """The locker of that number, or the one whose things lie against that card."""
        for one in self.state["lockers"]:
            if one["number"] == locker or (card is not None and one["card"] == card):
                return dict(one)
        return None

    def stored(self, card: int) -> str | None:
        """The visit whose things in the store belong to that card."""
        for one in self.state["unclaimed"]:
            if one["card"] == card:
                return str(one["visit_id"])
        return None

    def number_of(self, visit_id: str) -> str:
        """The queue number, as it is shown."""
        return str(self.page.groups.numbers.get(visit_id) or "–")


class Panel:
    """A title, a place for what happened elsewhere, content, an alert."""

    def __init__(self, room: Room, title: str):
        self.room, self.desk = room, room.desk
        self.title = title
        with block(classes="panel-head"):
            heading(2, title).props('id="panel-title"')
            close = Words(
                "button", "✕", "panel-close", type="button", aria_label=say("Close this panel")
            )
            close.on("click", lambda: room.page.close())
        self.told = block().props("role=status")
        self.content = block(classes="panel-content")
        self.alert = Alert()

    def follow(self, state: dict[str, Any]) -> None:
        """The room was looked at again; a form stays as it is, and says what has changed."""

    def warn(self, text: str) -> None:
        """Once: a screen reader reads out whatever is new here."""
        if self.told.default_slot.children:
            return
        with self.told, block(classes="alert warning"):
            Words("strong", text)
            Words("span", say("What you typed is kept."))
