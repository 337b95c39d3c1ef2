"""The visits of today beside the form: who is expected, who waits, who is held."""

from collections.abc import Awaitable, Callable, Collection
from typing import Any

from console.button import Button
from console.dates import written
from console.desk import Desk
from console.dialogs import field
from console.elements import (
    Words,
    block,
    heading,
    markup,
    named,
    primary,
    region,
    secondary,
    sign,
    still,
)
from console.kept import Kept
from console.keyed import Keyed
from console.texts import mark, say
from console.typed import Typed
from console.words import word
from console.words.visits import SESSIONS, STATUSES

Act = Callable[[dict[str, Any]], Awaitable[None]]
PAGE = 200
"""The most that the API gives at a time."""
SHOWN = 40
"""Some four screens high. A longer list helps nobody, and takes the browser long to draw."""
ALL = "all"
FILTERS = {
    ALL: mark("All"),
    "booked": mark("Expected"),
    "registered": mark("Waiting"),
    "held": mark("Held"),
}
LOOKS = {"booked": "", "registered": "warn", "cancelled": "bad", "no_show": "bad", "refused": "bad"}
"""Of the tag of a status; any other is good."""


class Today:
    """``check_in``, ``resume`` and ``show`` are called with a visit of the list."""

    def __init__(self, desk: Desk, check_in: Act, resume: Act, show: Act):
        self._desk = desk
        self._acts = check_in, resume, show
        self.visits: list[dict[str, Any]] = []
        self._kept = Kept(self.of_today)
        self._back: set[tuple[str, str | None]] = set()
        self._only = ALL
        with region(say("Today")):
            heading(2, say("Today"))
            with block().props('id="scan"'):
                self.scan = field(say("Scan a pass, or type a number or a name (F4)"))
            self.scan.props("autocomplete=off clearable")
            with named(block(classes="quick").props("role=group"), say("Show")):
                self._buttons = {code: self._filter(code) for code in FILTERS}
            self._list = Keyed(self._line, lambda one: one["id"], "li", "rows today")
            self._rest = Words("p", "", "empty")
        self._typed = Typed(self.scan, self._searched)
        self.scan.on_value_change(self._typed.again)

    async def refresh(self) -> list[dict[str, Any]]:
        """What was found: today, and of other days when today has nothing. Raises what `Desk.get`
        does."""
        text = self._text
        found = await (self.of_today(q=text) if text else self._kept.whole())
        if text and not found:
            found = (await self._desk.get("/visits", q=text, page_size=SHOWN))["items"]
        return self._found(found, text)

    async def refresh_some(self, visit_ids: Collection[str]) -> None:
        """Of today. What a search found is looked for anew."""
        if self._text:
            await self.refresh()
        else:
            self._found(await self._kept.some(visit_ids), "")

    def _found(self, found: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
        visits = [{**one, "held": one["held"] and _turn(one) not in self._back} for one in found]
        if text == self._text:  # or something else is looked for by now
            self.visits = visits
            self._draw()
        return visits

    async def of_today(self, **query: Any) -> list[dict[str, Any]]:
        """Raises what `Desk.get` does."""
        return await every_page(self._desk, "/visits", date=self._date, **query)

    @property
    def _date(self) -> str:
        return self._desk.clock.now().date().isoformat()

    @property
    def _text(self) -> str:
        return (self.scan.value or "").strip()[:60]

    def back_in_line(self, visit: dict[str, Any]) -> None:
        """Registration itself hears of that only when the group is called again."""
        self._back.add(_turn(visit))

    def _filter(self, code: str) -> Button:
        def choose() -> None:
            self._only = code
            self._draw()

        return secondary("", choose).classes("small")

    def _draw(self) -> None:
        for code, button in self._buttons.items():
            count = sum(self._fits(one, code) for one in self.visits)
            button.set_text(f"{say(FILTERS[code])} {count}")
            button.props["aria-pressed"] = "true" if code == self._only else "false"
        fitting = sorted((one for one in self.visits if self._fits(one, self._only)), key=_order)
        self._list.show(fitting[:SHOWN])
        more = len(fitting) - SHOWN
        rest = say("{n} more: search for them.", n=more) if more > 0 else ""
        self._rest.set_text(rest if fitting else say("No visit here."))

    def _fits(self, visit: dict[str, Any], code: str) -> bool:
        if code == "held":
            return bool(visit["held"])
        return code == ALL or (visit["status"] == code and not visit["held"])

    async def _searched(self) -> None:
        await self._desk.attempt(self.refresh)

    def _line(self, visit: dict[str, Any]) -> None:
        check_in, resume, show = self._acts
        lead = next(one for one in visit["members"] if one["person"] == visit["lead"])
        others = len(visit["members"]) - 1
        with block(classes="row-line"):
            Words("span", str(visit["queue_number"] or "–"), "number")
            still(
                "grow",
                markup("strong", lead["name"]),
                markup("span", say(" +{n}", n=others)) if others else "",
                "<br>",
                *_tags(visit),
                markup("span", f" {visit['inmate_number']} · {self._when(visit)}", "hint"),
            )
            if visit["held"]:
                primary(say("Back in line"), lambda: resume(visit)).classes("small")
            elif visit["status"] == "booked" and self._is_today(visit):
                primary(say("Check in"), lambda: check_in(visit)).classes("small")
            sign("more_horiz", say("Details of {name}", name=lead["name"]), lambda: show(visit))

    def _is_today(self, visit: dict[str, Any]) -> bool:
        return bool(visit["date"] == self._date)

    def _when(self, visit: dict[str, Any]) -> str:
        session = word(SESSIONS, visit["session"])
        return session if self._is_today(visit) else f"{written(visit['date'])} · {session}"


async def every_page(desk: Desk, path: str, **query: Any) -> list[dict[str, Any]]:
    """All rows of a list. Raises what `Desk.get` does."""
    rows: list[dict[str, Any]] = []
    page = 0
    while True:
        page += 1
        answer = await desk.get(path, page=page, page_size=PAGE, **query)
        rows += answer["items"]
        if page * PAGE >= answer["total"]:
            return rows


def _turn(visit: dict[str, Any]) -> tuple[str, str | None]:
    """Which holding of a visit is meant: it can be called and held again."""
    return visit["id"], visit["called_at"]


def _tags(visit: dict[str, Any]) -> list[str]:
    look = LOOKS.get(visit["status"], "good")
    held = markup("span", say("held"), "tag warn")
    status = markup("span", word(STATUSES, visit["status"]), f"tag {look}")
    flagged = markup("span", say("to be looked at"), "tag bad")
    return [held if visit["held"] else status, *([flagged] if visit["flags"] else [])]


def _order(visit: dict[str, Any]) -> tuple[int, int]:
    """What waits for the desk first, then the newest number."""
    place = 0 if visit["held"] else 1 if visit["status"] == "booked" else 2
    return place, -(visit["queue_number"] or 0)
