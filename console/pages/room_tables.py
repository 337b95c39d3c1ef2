"""The tables of the visiting room: one card for each, its time as a bar."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nicegui import ui

from console.desk import Desk, Done
from console.elements import Words, block, heading, markup, named, primary, secondary, still
from console.keyed import Keyed
from console.pages import room_time
from console.pages.room_entering import visit_minutes
from console.remaining import OVER, RUNNING, WARNING, Remaining, remaining
from console.texts import say, say_count
from console.words.persons import how_many, names

SIGNS = {RUNNING: "schedule", WARNING: "hourglass_bottom", OVER: "notification_important"}
Visit = Mapping[str, Any]
Then = Callable[[str], Done]
"""What is done after a command: the lists are renewed, and the element of that id has the focus."""


class Tables:
    """``tick`` moves the bars; the cards stay."""

    def __init__(self, desk: Desk, then: Then):
        self._desk = desk
        self._then = then
        self._visits: list[Visit] = []
        self._bars: dict[str, Bar] = {}
        with block(classes="tables-head"):
            heading(2, say("Tables"))
            ways = {"ends_at": say("by end"), "table": say("by table")}
            self._order = ui.toggle(ways, value="ends_at", on_change=self._sort)
            named(self._order.props("dense no-caps unelevated padding='4px 12px'"), say("Order"))
        self._nobody = Words("p", say("Nobody is in the room. Admit a group on the left."), "empty")
        self._cards = Keyed(self._draw, lambda one: one["id"], "li", "tables")

    def show(self, visits: Sequence[Visit]) -> None:
        """Of the groups inside, those whose visit runs."""
        self._visits = list(visits)
        gone = self._bars.keys() - {one["id"] for one in visits}
        for visit_id in gone:
            del self._bars[visit_id]
        self._nobody.set_visibility(not self._visits)
        self._sort()

    def tick(self) -> None:
        for visit in self._visits:
            self._bars[visit["id"]].show(self._left(visit))

    def _sort(self) -> None:
        by = self._order.value
        self._cards.show(sorted(self._visits, key=lambda one: (one[by], one["table"])))
        self.tick()

    def _left(self, visit: Visit) -> Remaining:
        clock = self._desk.clock
        started, ends = clock.local(visit["started_at"]), clock.local(visit["ends_at"])
        usual = visit_minutes(self._desk.house)
        warning = self._desk.house["settings"]["warning_minutes"]
        return remaining(started, ends, clock.now(), usual, warning, visit["overdue"])

    def _draw(self, visit: Visit) -> None:
        desk, number = self._desk, visit["table"]
        ended = self._then(f"count-{visit['id']}")
        with block("article", "table-card") as card:
            named(card, say("Table {number}", number=number))
            until = say("until {time}", time=desk.clock.hour(visit["ends_at"]))
            still(
                "table-line",
                markup("h3", say("Table {number}", number=number)),
                markup("span", say("No. {number}", number=visit["queue_number"]), "tag"),
                markup("span", visit["inmate_number"], "hint grow"),
                markup("span", until, "until"),
            )
            self._bars[visit["id"]] = Bar(card, number, lambda: room_time.stop(desk, visit, ended))
            Words("div", how_many(visit["persons"]), "hint")
            Words("div", names(visit["persons"]), "hint one-line", title=names(visit["persons"]))
            with block(classes="table-buttons"):
                self._time_buttons(visit)
                end = primary(say("End"), lambda: room_time.end(desk, visit, ended))
                named(end.classes("small end"), say("Table {number}: end the visit", number=number))

    def _time_buttons(self, visit: Visit) -> None:
        desk, number, first = self._desk, visit["table"], f"more-{visit['id']}"
        done = self._then(first)
        for minutes in (5, 10, 15):
            button = secondary(
                f"+{minutes}", lambda minutes=minutes: room_time.longer(desk, visit, minutes, done)
            )
            button.classes("small").props(f"id={first}" if minutes == 5 else "")
            text = say("Table {number}: +{minutes} minutes", number=number, minutes=minutes)
            named(button, text)
        less = secondary("−5", lambda: room_time.shorter(desk, visit, done)).classes("small")
        named(less, say("Table {number}: −{minutes} minutes", number=number, minutes=5))


class Bar:
    """Drawn once; after that only what differs is sent."""

    def __init__(self, card: ui.element, table: int, on_stop: Callable[[], None]):
        self._card = card
        self._shown: Remaining | None = None
        with block(classes="left"):
            self._sign = Words("i", SIGNS[RUNNING], "material-icons", aria_hidden="true")
            self._text = Words("strong", classes="grow")
            stop = secondary(say("Stop"), on_stop).classes("small grave")
            named(stop, say("Table {number}: stop the visit", number=table))
        self._bar = block("progress").props("max=100 value=100")
        named(self._bar, say("Time left at table {number}", number=table))

    def show(self, left: Remaining) -> None:
        before = self._shown
        if left == before or self._bar.is_deleted:
            return
        self._shown = left
        self._bar.props(f"value={left.share}")
        if before and (before.state, before.minutes) == (left.state, left.minutes):
            return
        self._text.set_text(in_words(left))
        if before is None or before.state != left.state:
            self._sign.set_text(SIGNS[left.state])
            self._card.classes(left.state, remove=f"{RUNNING} {WARNING} {OVER}")


def in_words(left: Remaining) -> str:
    if left.state == OVER:
        if not left.minutes:
            return say("Time is over")
        return say_count("Over for {n} minute", "Over for {n} minutes", left.minutes)
    time = say_count("{n} minute left", "{n} minutes left", left.minutes)
    return say("{time}: say goodbye", time=time) if left.state == WARNING else time
