"""One group at the search post: its search, or what became of it."""

from typing import Any

from nicegui import ui

from console.desk import Desk
from console.elements import Words, block
from console.pages.search import EVENTS, MOST, UNTOLD_SECONDS
from console.pages.search_form import SearchForm
from console.pages.search_result import show_result
from console.shell import desk_page, stylesheet
from console.texts import mark, say
from console.words import word
from console.words.search import HOLD_REASONS

TITLE = mark("Search of a group")


@desk_page("/search/{visit_id}", TITLE, "policy", "screener", "supervisor", within="/search")
async def search_group(desk: Desk) -> None:
    stylesheet("search.css")
    await _Group(desk).begin()


class _Group:
    """While the form is open it stays, whatever happens to the group elsewhere: that is told, and
    nothing typed is lost."""

    def __init__(self, desk: Desk):
        self.desk = desk
        self.visit_id = desk.asked["visit_id"]
        self.form: SearchForm | None = None
        Words("a", say("← Back to the line"), "back", href="/search")
        self.told = block(classes="told").props("role=status")
        self.place = block(classes="group-place")

    async def begin(self) -> None:
        group = await self.desk.get(f"/screenings/{self.visit_id}")
        names = await self._people()
        if group["status"] == "called" and self.desk.may("screener"):
            with self.place:
                self.form = SearchForm(self.desk, group, names, self._done)
        else:
            self._show(group, names)
        self.names = names
        self.watch = self.desk.watch(EVENTS, self.refresh, asked="screening")
        ui.timer(UNTOLD_SECONDS, self.watch.now)

    async def _people(self) -> dict[str, dict[str, Any]]:
        """The officer must address people: names come from registration."""
        visit = await self.desk.get(f"/visits/{self.visit_id}")
        return {one["person"]: one for one in visit["members"]}

    async def refresh(self) -> None:
        """The list is asked, since each look at a single group is written into the audit."""
        if self.form is None:
            return
        called = await self.desk.get("/screenings", status="called", page_size=MOST)
        mine = [one for one in called["items"] if one["visit_id"] == self.visit_id]
        if self.form is None:
            return  # the result was saved meanwhile
        if mine:
            self.told.clear()
            self.form.banned(mine[0]["banned"])
        elif not self.told.default_slot.children:
            self._elsewhere()

    def _elsewhere(self) -> None:
        with self.told, block(classes="alert warning"):
            Words("strong", say("This group is no longer called."))
            Words("span", say("Another officer has decided it, held it, or it was cancelled."))
            Words("a", say("Show what became of it"), href=f"/search/{self.visit_id}")

    async def _done(self, answer: dict[str, Any]) -> None:
        form, self.form = self.form, None
        things = form.search.body()["items"] if form else []
        self.told.clear()
        self._show({**answer, "items": _numbered(things, answer["evidence_numbers"])}, self.names)
        self.desk.alert.clear()

    def _show(self, group: dict[str, Any], names: dict[str, dict[str, Any]]) -> None:
        self.place.clear()
        with self.place:
            if group["status"] == "screened":
                show_result(self.desk, group, names)
                return
            Words("p", str(group["queue_number"] or ""), "number big")
            Words("p", _standing(group), "stands")


def _numbered(things: list[dict[str, Any]], numbers: list[str]) -> list[dict[str, Any]]:
    """The things that were sent, the seized ones with their evidence numbers."""
    left = iter(numbers)
    return [
        {**one, "seizure": {**one["seizure"], "evidence_number": next(left)}}
        if one.get("seizure") else one
        for one in things
    ]  # fmt: skip


def _standing(group: dict[str, Any]) -> str:
    if group["status"] == "held":
        because = word(HOLD_REASONS, group["hold_reason"])
        return say("This group is held: {reason}.", reason=because)
    if group["status"] == "called":
        return say("This group is called and is being searched.")
    if group["status"] == "waiting":
        return say("This group still waits. Call it first.")
    return say("This group has left the line.")
