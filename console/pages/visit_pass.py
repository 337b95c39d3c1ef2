"""The pass that a visitor carries: paper with a number and a picture of the visit's id.

It says nobody's name: papers are lost. Whoever prints one stands in the audit.
"""

from typing import Any

import segno
from nicegui import ui

from console.dates import written
from console.desk import Desk
from console.elements import Words, block, primary
from console.shell import desk_page, stylesheet
from console.texts import mark, say, say_count, speaking
from console.words import word
from console.words.visits import SESSIONS

TITLE = mark("Pass")
RULES = (
    mark("Visits are free of charge. Pay nobody anything."),
    mark("Bring this pass and the document that you showed."),
    mark("Wait until your number is called, then go to the search post."),
    mark("Telephone, bag and money stay in a locker. The key is a card: keep it."),
)
PRINT = "setTimeout(() => { history.replaceState(null, '', location.pathname); print(); }, 100)"
"""The address loses its ``now``: a page that loads itself again must not print again."""


@desk_page("/pass/{visit_id}", TITLE, "print", "registrar", "supervisor", within="/registration")
async def visit_pass(desk: Desk) -> None:
    stylesheet("visit_pass.css")
    visit_id = desk.asked["visit_id"]

    async def print_it() -> None:
        """What stands on the paper is asked for at that moment, which is audited."""
        told = await desk.attempt(lambda: desk.get(f"/visits/{visit_id}/pass"))
        if told is None:
            return
        paper.clear()
        with paper, speaking(told["language"]):
            _paper(desk, told)
        ui.run_javascript(PRINT)

    with block(classes="no-print buttons"):
        primary(say("Print"), print_it, "print").props("autofocus")
        Words("p", say("Each printing is recorded."), "hint")
    paper = block(classes="paper")
    if "now" in desk.asked:
        desk.client.on_connect(_once(print_it))


def _paper(desk: Desk, told: dict[str, Any]) -> None:
    number = told["queue_number"]
    Words("p", told["facility_name"], "paper-house")
    if number:
        Words("p", say("Queue number"), "paper-small")
        Words("p", str(number), "paper-number")
    else:
        Words("p", say("Booking"), "paper-booking")
        Words("p", say("Show this pass at the registration desk on the day."), "paper-small")
    opens, closes = desk.clock.hour(told["session_opens"]), desk.clock.hour(told["session_closes"])
    session = word(SESSIONS, told["session"])
    Words("p", f"{written(told['date'])} · {session}", "paper-when")
    Words("p", f"{opens}–{closes}" if opens else closes, "paper-when")
    people = say_count("{n} person", "{n} persons", told["persons"])
    Words("p", say("Inmate {number}", number=told["inmate_number"]) + f" · {people}", "paper-small")
    about = say("The visit as a picture for a reader")
    picture = segno.make(told["id"], error="m", micro=False)
    svg = picture.svg_inline(omitsize=True, border=2, title=about)
    ui.html(svg, sanitize=False).classes("paper-picture")
    Words("p", say("Code {code}", code=told["id"][:8]), "paper-code")
    with block("ul", "paper-rules"):
        for rule in RULES:
            Words("li", say(rule))
    printed = desk.clock.local(told["printed_at"])
    Words("p", say("Printed {time}", time=f"{printed:%d-%m-%Y %H:%M}"), "paper-small")


def _once(act: Any) -> Any:
    """The browser's connection may come back."""
    done = False

    async def first() -> None:
        nonlocal done
        if not done:
            done = True
            await act()

    return first
