"""The day in pictures: arrivals, waiting, refusals, how full room and lockers are."""

from collections.abc import Callable, Iterator
from typing import Any

from console.charts import Series, bars, columns, filled, load, parts, tile
from console.day_field import DayField
from console.desk import Desk
from console.elements import around, block, markup, still
from console.keyed import Keyed
from console.source import Source
from console.texts import say, say_count
from console.words import word
from console.words.supervision import OUTCOMES, rule

Row = tuple[str, Any]
IN_TILES = ("visits", "visitors", "waiting_minutes", "refusals", "no_shows")
COUNTED = (
    "visitor_registered", "visitor_called", "visitor_screened", "visit_started", "visit_ended",
    "visitor_departed", "visit_cancelled", "visit_no_show",
)  # fmt: skip
INSIDE = ("visit_started", "visit_extended", "visit_ending_soon", "visit_ended", "visitor_departed")
IN_LOCKERS = (
    "locker_assigned", "belongings_deposited", "belongings_returned", "belongings_unclaimed",
    "card_lost", "locker_status_changed", "facility_configured",
)  # fmt: skip
EVENTS = tuple(dict.fromkeys(COUNTED + INSIDE + IN_LOCKERS))


def build(desk: Desk, now: Callable[[], None]) -> tuple[Source, ...]:
    today = Today(desk, now)
    return (
        Source(COUNTED, today.count, asked="registration"),
        Source(INSIDE, today.look_inside, asked="registration"),
        Source(IN_LOCKERS, today.look_at_lockers, asked="lockers"),
    )


class Today:
    """Figures of a day and, while it is today, how full room and lockers are."""

    def __init__(self, desk: Desk, now: Callable[[], None]):
        self._desk = desk
        self._counted: dict[str, Any] | None = None
        self._inside: dict[str, Any] | None = None
        self._lockers: dict[str, Any] | None = None
        with block(classes="pick"):
            self._day = DayField(desk, say("Date"), now)
        self._rows = Keyed(lambda row: _draw(desk, row), lambda row: row[0], classes="part")

    async def count(self) -> None:
        self._day.go_on()
        on = self._day.date
        found = await self._desk.get("/statistics", **{"from": on, "to": on})
        self._counted = found["days"][0]
        self._show()

    async def look_inside(self) -> None:
        if self._is_now:
            self._inside = await self._desk.get("/inside")
            self._show()

    async def look_at_lockers(self) -> None:
        if self._is_now:
            self._lockers = await self._desk.get("/lockers")
            self._show()

    @property
    def _is_now(self) -> bool:
        return self._day.date == self._day.today and self._desk.may("supervisor")

    def _show(self) -> None:
        if self._counted is None:
            return
        loads = (self._inside, self._lockers) if self._is_now else ()
        self._rows.show(_rows(self._counted, *loads))


def _rows(
    day: dict[str, Any], inside: dict[str, Any] | None = None, lockers: dict[str, Any] | None = None
) -> list[Row]:
    """What is drawn anew together, each with only what it shows."""
    loads = [("loads", (_room(inside), lockers["counts"]))] if inside and lockers else []
    return [
        ("figures", {name: day[name] for name in IN_TILES}),
        *loads,
        ("hours", day["hours"]),
        ("ends", (day["refusals"], day["outcomes"])),
    ]


def _room(inside: dict[str, Any]) -> dict[str, int]:
    """Groups whose visit is over have left their table, and are still in the house."""
    running = [one for one in inside["visits"] if one["status"] == "started"]
    persons = sum(len(one["persons"]) for one in running)
    return {
        "tables": len(running),
        "persons": persons,
        "leaving": inside["persons"] - persons,
        "overdue": inside["overdue"],
    }


def _draw(desk: Desk, row: Row) -> None:
    name, told = row
    if name == "figures":
        still("tiles", *_tiles(told))
    elif name == "loads":
        still("charts", *_loads(desk, *told))
    elif name == "hours":
        still("charts", *_by_the_hour(told))
    else:
        still("charts", *_ends(*told))


def _tiles(day: dict[str, Any]) -> Iterator[str]:
    visits, people, waiting = day["visits"], day["visitors"], day["waiting_minutes"]
    yield tile(say("Groups registered"), str(visits["registered"]))
    yield tile(say("Visits"), str(visits["admitted"]))
    yield tile(
        say("Visitors"), str(people["all"]),
        say("{men} men, {women} women, {children} children", men=people["men"],
            women=people["women"], children=people["children"]),
    )  # fmt: skip
    yield tile(
        say("Waiting until the call"), _minutes(waiting["average"]),
        say("longest {minutes}", minutes=_minutes(waiting["longest"])),
    )  # fmt: skip
    yield tile(say("Refused at the desk"), str(sum(day["refusals"].values())))
    yield tile(say("Did not come"), str(day["no_shows"]))


def _minutes(value: float | None) -> str:
    return "–" if value is None else say("{n} min", n=f"{value:.0f}")


def _loads(desk: Desk, room: dict[str, int], lockers: dict[str, int]) -> Iterator[str]:
    title = say("Visiting room now")
    inside = markup("h3", title), *_in_the_room(desk.house["settings"], room)
    yield around("section", "chart", *inside, aria_label=title)
    yield parts(
        say("Lockers now"),
        [
            (say("things inside"), "first", lockers["occupied"]),
            (say("assigned"), "second", lockers["assigned"]),
            (say("free"), "empty-part", lockers["free"]),
            (say("out of service"), "bad", lockers["out_of_service"]),
        ],
    )


def _in_the_room(settings: dict[str, Any], room: dict[str, int]) -> Iterator[str]:
    for title, taken, most in (
        (say("Tables"), room["tables"], settings["room_tables"]),
        (say("Persons"), room["persons"], settings["room_persons"]),
    ):
        yield load(title, taken, most, say("{taken} of {most}", taken=taken, most=most))
    if room["leaving"]:
        yield markup("p", say_count(
            "{n} person is on the way out", "{n} persons are on the way out",
            room["leaving"]))  # fmt: skip
    if room["overdue"]:
        yield markup("p", say_count(
            "{n} visit is over its time", "{n} visits are over their time",
            room["overdue"]), "tag bad")  # fmt: skip


def _by_the_hour(told: list[dict[str, Any]]) -> Iterator[str]:
    known = {one["hour"]: one for one in told}
    hours = filled(known)
    places = [f"{hour:02d}" for hour in hours]

    def of(name: str) -> list[float | None]:
        return [known[hour][name] if hour in known else 0 for hour in hours]

    def waited(name: str) -> list[float | None]:
        return [known[hour]["waiting_minutes"][name] if hour in known else None for hour in hours]

    yield columns(
        say("Groups by the hour"), say("Hour"), places,
        [
            Series(say("arrived"), "first", of("registered")),
            Series(say("called"), "second", of("called")),
            Series(say("admitted"), "third", of("started")),
        ],
    )  # fmt: skip
    yield columns(
        say("Waiting until the call, in minutes, by the hour of the call"), say("Hour"), places,
        [
            Series(say("on average"), "first", waited("average")),
            Series(say("longest"), "second", waited("longest")),
        ],
    )  # fmt: skip


def _ends(refusals: dict[str, int], outcomes: dict[str, int]) -> Iterator[str]:
    refused = [(rule(code), n) for code, n in refusals.items()]
    yield bars(say("Refused at the desk, by rule"), say("Rule"), say("How often"), refused)
    ended = [(word(OUTCOMES, code), n) for code, n in outcomes.items()]
    yield bars(say("How visits ended"), say("Outcome"), say("How often"), ended)
