"""The line of the head that says what day it is at the house, and whether it is open."""

from datetime import date

from babel.dates import format_date
from nicegui import ui

from console.desk import Desk
from console.elements import Words
from console.texts import language, say
from console.words import word
from console.words.visits import SESSIONS

EVENTS = ("facility_closed", "facility_reopened", "facility_configured")
LOOK_SECONDS = 15.0
"""How late the change of a session or of the day may be noticed."""


class HouseLine:
    """``follow`` keeps it, and ``desk.house``, up to date on a page that stays open."""

    def __init__(self, desk: Desk):
        self._desk = desk
        self._shown = ""
        self._line = Words("span", classes="house-today").props("role=status")
        self.show()

    def show(self) -> None:
        text = today(self._desk)
        if text == self._shown:
            return
        self._shown = text
        self._line.set_text(text)
        shut = self._desk.house["status"] != "open"
        self._line.classes(add="shut" if shut else "", remove="" if shut else "shut")

    def follow(self) -> None:
        async def renew() -> None:
            await self._desk.load_house()
            self.show()

        watch = self._desk.watch(EVENTS, renew, marks=False, asked="registration")

        def look() -> None:
            self.show()
            if f"{self._desk.clock.now():%Y-%m-%d}" > self._desk.house["today"]["date"]:
                watch.now()

        ui.timer(LOOK_SECONDS, look)


def today(desk: Desk) -> str:
    """The date, and the session that runs or comes next."""
    clock, day = desk.clock, desk.house["today"]
    closure = desk.house["closure"]
    if desk.house["status"] != "open":
        since = clock.hour(closure["at"]) if closure else ""
        return say("THE HOUSE IS CLOSED since {time}", time=since)
    if day["date"] in desk.house["days_closed"]:
        return say("{date} · the day is closed", date=_in_words(day["date"]))
    if day["blocked"]:
        return say("No visits today: {reason}", reason=day["blocked"])
    now = clock.now()
    for one in day["sessions"]:
        if now < clock.local(one["closes"]):
            name = word(SESSIONS, one["name"])
            hours = f"{clock.hour(one['opens'])}–{clock.hour(one['closes'])}"
            return f"{_in_words(day['date'])} · {name} {hours}"
    return say("{date} · no more sessions today", date=_in_words(day["date"]))


def _in_words(day: str) -> str:
    return format_date(date.fromisoformat(day), "EEEE, d MMMM y", locale=language())
