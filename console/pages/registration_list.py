"""The visits of today beside the form: who is expected, who waits, who is held."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from console.desk import Desk
from console.dialogs import field
from console.elements import Words, block, heading, named, primary, region, secondary
from console.keyed import Keyed
from console.texts import mark, say
from console.typed import Typed
from console.words import word
from console.words.visits import SESSIONS, STATUSES

Act = Callable[[dict[str, Any]], Awaitable[None]]
PAGE = 200
"""The most that the API gives at a time."""
SHOWN = 60
"""A longer list helps nobody, and takes the browser long to draw."""
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
        """What was found. Raises what `Desk.get` does."""
        text = (self.scan.value or "").strip()
        query = {} if not text or len(text) > 60 else {"q": text}
        found = await every_page(self._desk, "/visits", **query)
        self.visits = [
            {**one, "held": one["held"] and _turn(one) not in self._back} for one in found
        ]
        self._draw()
        return self.visits

    def back_in_line(self, visit: dict[str, Any]) -> None:
        """Registration itself hears of that only when the group is called again."""
        self._back.add(_turn(visit))

    def _filter(self, code: str) -> ui.button:
        def choose() -> None:
            self._only = code
            self._draw()

        return secondary("", choose).props("dense")

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
            with block(classes="grow"):
                Words("strong", lead["name"])
                if others:
                    Words("span", say(" +{n}", n=others))
                with block(classes="hint"):
                    _tag(visit)
                    Words("span", f" {visit['inmate_number']} · {self._when(visit)}")
            if visit["held"]:
                primary(say("Back in line"), lambda: resume(visit)).props("dense")
            elif visit["status"] == "booked" and self._is_today(visit):
                primary(say("Check in"), lambda: check_in(visit)).props("dense")
            details = ui.button(icon="more_horiz", on_click=lambda: show(visit))
            named(details.props("flat round dense"), say("Details of {name}", name=lead["name"]))

    def _is_today(self, visit: dict[str, Any]) -> bool:
        return bool(visit["date"] == self._desk.clock.now().date().isoformat())

    def _when(self, visit: dict[str, Any]) -> str:
        session = word(SESSIONS, visit["session"])
        return session if self._is_today(visit) else f"{visit['date']} · {session}"


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


def _tag(visit: dict[str, Any]) -> None:
    if visit["held"]:
        Words("span", say("held"), "tag warn")
    else:
        look = LOOKS.get(visit["status"], "good")
        Words("span", word(STATUSES, visit["status"]), f"tag {look}")
    if visit["flags"]:
        Words("span", say("to be looked at"), "tag bad")


def _order(visit: dict[str, Any]) -> tuple[int, int]:
    """What waits for the desk first, then the newest number."""
    place = 0 if visit["held"] else 1 if visit["status"] == "booked" else 2
    return place, -(visit["queue_number"] or 0)
