"""The day book: its sums, and the book as a file to keep or to sign."""

import re
from collections.abc import Callable
from typing import Any

from nicegui import ui

from console.dates import written
from console.day_field import DayField
from console.desk import Desk
from console.elements import Words, block, heading, region, secondary
from console.keyed import Keyed
from console.pages.supervisor_today import COUNTED
from console.source import Source
from console.texts import mark, say
from console.words import word
from console.words.supervision import OUTCOMES, rule
from console.words.visits import SESSIONS

FORMATS = {
    "pdf": mark("PDF, to print and sign"),
    "xlsx": mark("XLSX, for a spreadsheet"),
    "csv": mark("CSV, for other systems"),
}
NAME = re.compile(r'filename="([^"]+)"')


def build(desk: Desk, now: Callable[[], None]) -> tuple[Source, ...]:
    with region(say("Day book")):
        heading(2, say("Day book"))
        with block(classes="pick"):
            day = DayField(desk, say("Date of the book"), now)
        with block(classes="buttons"):
            for format, text in FORMATS.items():
                _download(desk, day, format, say(text))
        Words("p", say("Who saved the book is recorded. It holds names: keep it as the paper book "
                       "is kept."), "hint")  # fmt: skip
    shown = Keyed(_sums, lambda book: book["date"], classes="part")

    async def refresh() -> None:
        day.go_on()
        shown.show([await desk.get("/day-book", date=day.date, lines="false")])

    return (Source(COUNTED, refresh, asked="registration"),)


def _download(desk: Desk, day: DayField, format: str, text: str) -> None:
    async def save() -> None:
        asked = {"facility": desk.facility, "date": day.date, "format": format}
        button.disable()
        file = await desk.attempt(lambda: desk.sign_in.gateway.download("/day-book", **asked))
        button.enable()
        if file is not None:
            name = NAME.search(file.headers.get("Content-Disposition", ""))
            ui.download.content(
                file.content, name[1] if name else f"{day.date}.{format}",
                file.headers["Content-Type"],
            )  # fmt: skip

    button = secondary(text, save, "download")


def _sums(book: dict[str, Any]) -> None:
    visits, people = book["visits"], book["visitors"]
    waiting = book["waiting"]["registered_to_called"]
    with block(classes="columns fold"):
        title = say("Sums of {date}", date=written(book["date"]))
        with region(title):
            heading(2, title)
            _figures({
                say("Groups registered"): visits["registered"],
                say("Visits"): visits["admitted"],
                say("Inmates visited"): visits["inmates"],
                say("Visitors"): people["all"],
                say("Men"): people["men"],
                say("Women"): people["women"],
                say("Children"): people["children"],
                say("Seizures"): book["seizures"],
                say("Waiting until the call, median"): _minutes(waiting["median"]),
                say("90 of 100 waited at most"): _minutes(waiting["p90"]),
            })  # fmt: skip
        with region(say("By session and outcome")):
            heading(2, say("By session and outcome"))
            sessions = {word(SESSIONS, name): it["visits"] for name, it in book["sessions"].items()}
            outcomes = {word(OUTCOMES, code): n for code, n in book["outcomes"].items()}
            refusals = {rule(code): n for code, n in book["refusals"].items()}
            for title, told in (
                (say("Groups by session"), sessions),
                (say("How visits ended"), outcomes),
                (say("Refused at the desk, by rule"), refusals),
            ):
                heading(3, title)
                _figures(told) if told else Words("p", say("None."), "empty")


def _figures(told: dict[str, Any]) -> None:
    with block("dl", "figures"):
        for name, value in told.items():
            Words("dt", name)
            Words("dd", str(value))


def _minutes(value: float | None) -> str:
    return "–" if value is None else say("{n} min", n=f"{value:.0f}")
