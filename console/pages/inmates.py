"""The book of inmates: whom visitors may ask for, and who cannot be visited now."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from console.alerts import Toast
from console.command_dialog import CommandDialog
from console.dates import written
from console.desk import Desk
from console.dialogs import choice, field, required
from console.elements import Words, block, primary, region, secondary
from console.keyed import Keyed
from console.shell import desk_page, stylesheet
from console.texts import mark, say, say_count
from console.words import word
from console.words.people import INMATE_STATUSES
from console.words.supervision import LEGAL
from console.words.visits import SEXES

TITLE = mark("Inmates")
EVENTS = ("inmate_status_changed",)
SHOWN = 50
NEW: dict[str, Any] = {
    "number": "", "name": "", "sex": "male", "legal_status": "detainee", "block": "",
    "status": "available", "status_until": "", "accepts_visits": True,
}  # fmt: skip


@desk_page("/inmates", TITLE, "contact_page", "supervisor", "operator")
async def inmates(desk: Desk) -> None:
    stylesheet("supervisor.css")

    def now() -> None:
        watch.now()

    with region(say("Inmates")), block(classes="part"):
        with block(classes="pick"):
            typed = ui.input(say("Name or number")).props("outlined dense clearable debounce=250")
            every = {"": say("all"), **_said(INMATE_STATUSES)}
            status = choice(say("Status"), every, "")
            primary(say("Add an inmate …"), lambda: Entry(desk, now).open(), "person_add")
        counted = Words("p", "", "hint").props("role=status")
        rows = Keyed(lambda one: _line(desk, one, now), lambda one: one["id"], "li", "rows")

    async def refresh() -> None:
        found = await desk.get(
            "/inmates", q=(typed.value or "").strip(), status=status.value, page_size=SHOWN
        )
        rows.show(found["items"])
        counted.set_text(_how_many(found["total"]))

    watch = desk.watch(EVENTS, refresh, asked="registration")
    typed.on_value_change(now)
    status.on_value_change(now)
    await refresh()


def _how_many(total: int) -> str:
    if not total:
        return say("Nobody is like that.")
    if total > SHOWN:
        return say("Only the first {n} are shown; type more of the name.", n=SHOWN)
    return say_count("{n} inmate", "{n} inmates", total)


def _said(words: dict[str, str]) -> dict[str, str]:
    return {code: word(words, code) for code in words}


def _line(desk: Desk, inmate: dict[str, Any], now: Callable[[], None]) -> None:
    with block(classes="row-line"):
        Words("span", inmate["number"], "code")
        with block(classes="grow"):
            Words("strong", inmate["name"])
            about = [word(LEGAL, inmate["legal_status"]), word(SEXES, inmate["sex"])]
            if inmate["block"]:
                about.append(inmate["block"])
            Words("div", " · ".join(about), "hint")
        until = inmate["status_until"]
        over = until is not None and until < desk.house["today"]["date"]
        status = "available" if over else inmate["status"]
        shade = "good" if status == "available" else "bad"
        Words("span", word(INMATE_STATUSES, status), f"tag {shade}")
        if until and not over:
            Words("span", say("until {date}", date=written(until)), "tag warn")
        if not inmate["accepts_visits"]:
            Words("span", say("does not wish visits"), "tag bad")
        button = secondary(say("Change …"), lambda: Entry(desk, now, inmate).open())
        button.props["aria-label"] = say("Change {number}", number=inmate["number"])


class Entry:
    """A dialog for one inmate, to add or to change."""

    def __init__(self, desk: Desk, now: Callable[[], None], known: dict[str, Any] | None = None):
        self._now = now
        self._known = known
        old = known or NEW
        title = say("Change {number}", number=old["number"]) if known else say("Add an inmate")
        self._dialog = CommandDialog(desk, title)
        with self._dialog.card, block(classes="fields"):
            self._number = field(say("Number"), old["number"]).classes("span-4")
            self._name = field(say("Name"), old["name"]).classes("span-8")
            self._sex = choice(say("Sex"), _said(SEXES), old["sex"]).classes("span-4")
            self._legal = choice(say("Legal status"), _said(LEGAL), old["legal_status"])
            self._legal.classes("span-4")
            self._block = field(say("Block"), old["block"] or "").classes("span-4")
            self._status = choice(say("Status"), _said(INMATE_STATUSES), old["status"])
            self._status.classes("span-6")
            self._until = field(say("Last day of it"), old["status_until"] or "")
            self._until.props(f"type=date min={desk.house['today']['date']}").classes("span-6")
            self._accepts = ui.checkbox(say("Accepts visits"), value=old["accepts_visits"])
            self._accepts.classes("span-12")
        if known:
            self._number.disable()
        with self._dialog.card:
            hint = say("Isolation and induction need a last day: they must not last by oversight.")
            Words("p", hint, "hint")
            flags = say("Open visits that this makes impossible are flagged for review.")
            Words("p", flags, "hint")

    def open(self) -> None:
        if self._known:
            path, method = f"/inmates/{self._known['number']}", "PATCH"
        else:
            path, method = "/inmates", "POST"
        self._dialog.sends(path, self._told, say("Save"), self._done, method=method)

    def _told(self) -> dict[str, Any] | None:
        """None, and marked, while something is missing."""
        if not (required(self._number) and required(self._name)):
            return None
        about = {
            "name": self._name.value.strip(),
            "sex": self._sex.value,
            "legal_status": self._legal.value,
            "block": self._block.value.strip() or None,
            "status": self._status.value,
            "status_until": self._until.value or None,
            "accepts_visits": self._accepts.value,
        }
        return about if self._known else {**about, "number": self._number.value.strip()}

    def _done(self, answer: dict[str, Any]) -> None:
        number = answer["number"]
        changed = say("{number} is changed.", number=number)
        Toast.done(changed if self._known else say("{number} is in the book.", number=number))
        self._now()
