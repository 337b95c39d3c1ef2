"""The search post: who waits, who is called, who is held."""

import asyncio
from typing import Any

from nicegui import ui
from nicegui.events import KeyEventArguments

from console.button import Button
from console.desk import Desk
from console.dialogs import ask_reason
from console.elements import Words, block, focus, heading, primary, region
from console.kept import Kept
from console.keyed import Keyed
from console.pages.search_post import Post
from console.pages.search_row import CalledRow, HeldRow, WaitingRow
from console.shell import desk_page, stylesheet
from console.since import Since
from console.texts import mark, say
from console.words.search import HOLDING

TITLE = mark("Search post")
EVENTS = (
    "visitor_registered", "visitor_called", "visitor_held", "visitor_screened", "visit_cancelled",
    "visit_no_show", "facility_closed", "facility_reopened",
)  # fmt: skip
UNTOLD_SECONDS = 20
"""No event tells that a group is back in the line, or that somebody was banned."""
MOST = 200
LISTED = ("waiting", "called", "held")


@desk_page("/search", TITLE, "policy", "screener", "supervisor")
async def search(desk: Desk) -> None:
    stylesheet("search.css")
    await _Line(desk).begin()


class _Line:
    def __init__(self, desk: Desk):
        self.desk = desk
        since = Since(desk.clock)
        self.post = Post(desk, self._draw_waiting)
        self._waiting_now: list[dict[str, Any]] = []
        self._counts: dict[str, Words] = {}
        self._counted: dict[str, int] = {}
        self._groups = Kept(self._ask, "visit_id")
        with block(classes="columns wide-left"):
            with region(say("Called"), "called-region").props("id=called"):
                self._heading(say("Called"), "called")
                called = CalledRow(desk, since, self.recall, self.hold)
                self._called = self._list(called.draw)
                self._none_called = Words(
                    "p", say("Nobody is called. Call the next group."), "empty"
                )
            with region(say("Post and next call"), "call-region"):
                self._call_box()
            with region(say("Waiting")).props("id=waiting"):
                self._heading(say("Waiting"), "waiting")
                waiting = WaitingRow(desk, since, self.hold)
                self._waiting = self._list(waiting.draw)
                self._none_waiting = Words(
                    "p", say("Nobody waits. Groups appear here as soon as they are registered."),
                    "empty",
                )  # fmt: skip
            with region(say("Held groups")).props("id=held"):
                self._heading(say("Held groups"), "held")
                self._held = self._list(HeldRow(desk, self.resume).draw)
                self._none_held = Words("p", say("No group is held."), "empty")

    async def begin(self) -> None:
        self.watch = self.desk.watch_each(
            self._groups.source(EVENTS, self._show, asked="screening")
        )
        await self.watch.whole()
        ui.timer(UNTOLD_SECONDS, self.watch.now)

    def _heading(self, text: str, status: str) -> None:
        with block(classes="counted"):
            heading(2, text)
            self._counts[status] = Words("span", "", "tag")

    def _list(self, draw: Any) -> Keyed:
        return Keyed(draw, lambda row: row["visit_id"], "li", "rows")

    def _call_box(self) -> None:
        self.post.build()
        if self.desk.may("screener"):
            self._next = primary(say("Call next (F2)"), self.call_next, "campaign")
            self._next.classes("call-next").props("id=call-next autofocus")
            ui.keyboard(self._key, repeating=False, ignore=[])
        with block(classes="done-today hint"):
            self._done = Words("span", "")

    async def _key(self, event: KeyEventArguments) -> None:
        if event.action.keydown and event.key.f2 and self._next.enabled:
            await self.call_next()

    async def _ask(self, **query: Any) -> list[dict[str, Any]]:
        """The groups of the three lists; how many there are of any is in ``_counted``."""
        if query:
            answers = [await self.desk.get("/screenings", page_size=MOST, **query)]
        else:
            asked = (self.desk.get("/screenings", status=one, page_size=MOST) for one in LISTED)
            answers = await asyncio.gather(*asked)
        self._counted = answers[-1]["counts"]
        return [one for answer in answers for one in answer["items"] if one["status"] in LISTED]

    def _show(self, groups: list[dict[str, Any]]) -> None:
        of = {status: [one for one in groups if one["status"] == status] for status in LISTED}
        self._waiting_now = _in_turn(self.desk, of["waiting"])
        self._draw_waiting()
        newest = sorted(of["called"], key=lambda one: one["called_at"], reverse=True)
        self._called.show(newest)
        self._held.show(_in_turn(self.desk, of["held"]))
        counts = self._counted
        for status, label in self._counts.items():
            label.set_text(str(counts[status]))
        self._none_waiting.set_visibility(not counts["waiting"])
        self._none_called.set_visibility(not counts["called"])
        self._none_held.set_visibility(not counts["held"])
        text = say("Searched today: {screened}. Left the line: {left}.", **_some(counts))
        self._done.set_text(text)

    def _draw_waiting(self) -> None:
        on_duty = set(self.post.on_duty)
        self._waiting.show(
            {**one, "missing": sorted({m["sex"] for m in one["members"]} - on_duty)}
            for one in self._waiting_now
        )

    async def call_next(self) -> None:
        if not self.post.valid():
            return
        body = {"on_duty": self.post.on_duty, "post": self.post.name}
        await self.desk.do(
            "POST", "/screenings/call-next", body, self._is_called, button=self._next
        )
        self.watch.now()

    async def _is_called(self, group: dict[str, Any]) -> None:
        if group["held"]:
            numbers = ", ".join(str(one["queue_number"]) for one in group["held"])
            text = say(
                "Held, since no officer of their sex is at the post: {numbers}", numbers=numbers
            )
            self.desk.alert.say(text, kind="warning")
        await self.watch.whole()
        focus(f"open-{group['visit_id']}")

    async def recall(self, group: dict[str, Any], button: Button) -> None:
        await self._act(group, "recall", button, self._recalled)

    def _recalled(self, group: dict[str, Any]) -> None:
        if group["status"] == "held":
            text = say(
                "Number {n} was called often enough and is held now.", n=group["queue_number"]
            )
            self.desk.alert.say(text, kind="warning")

    async def hold(self, group: dict[str, Any], button: Button) -> None:
        title = say("Hold number {n}", n=group["queue_number"])
        text = say("The group leaves the line and keeps its number.")
        usual = [say(one) for one in HOLDING]
        if reason := await ask_reason(title, text, say("Hold"), usual=usual):
            await self._act(group, "hold", button, None, reason=reason)

    async def resume(self, group: dict[str, Any], button: Button) -> None:
        await self._act(group, "resume", button, None)

    async def _act(
        self, group: dict[str, Any], what: str, button: Button, done: Any, **body: Any
    ) -> None:
        path = f"/screenings/{group['visit_id']}/{what}"
        await self.desk.do("POST", path, body, done, button=button)
        self.watch.now()


def _in_turn(desk: Desk, groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The earlier session before the later, then by number."""
    order = {one["name"]: place for place, one in enumerate(desk.house["today"]["sessions"])}
    return sorted(groups, key=lambda one: (order.get(one["session"], 0), one["queue_number"]))


def _some(counts: dict[str, int]) -> dict[str, int]:
    return {name: counts[name] for name in ("screened", "left")}
