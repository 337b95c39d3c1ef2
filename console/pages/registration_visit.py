"""One visit in front of the registration desk: its people, and what can be done with it."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from console.dates import written
from console.desk import Desk
from console.dialogs import Asking, choice, required
from console.elements import Words, block, danger, heading, named, primary, secondary
from console.pages.registration_done import pass_link
from console.pages.registration_when import written_day
from console.texts import mark, say
from console.words import word
from console.words.people import DOCUMENTS, ISSUERS, RELATIONSHIPS, WARNINGS
from console.words.visits import SEXES, STATUSES

BEFORE_START = ("booked", "registered", "called", "cleared")
CAUSES: dict[str, tuple[str, dict[str, str]]] = {
    "visitor": (mark("The visitor calls it off"), {"by": "visitor"}),
    "inmate_refused": (
        mark("The inmate does not want the visit"),
        {"by": "facility", "outcome": "inmate_refused"},
    ),
    "inmate_unavailable": (
        mark("The inmate cannot come"),
        {"by": "facility", "outcome": "inmate_unavailable"},
    ),
    "administrative_error": (
        mark("It was registered by mistake"),
        {"by": "facility", "outcome": "administrative_error"},
    ),
    "facility": (mark("The house calls it off"), {"by": "facility"}),
}
"""Who calls a visit off and why, as the API takes it."""


def show_visit(
    desk: Desk,
    visit: dict[str, Any],
    check_in: Callable[[dict[str, Any]], Any],
    changed: Callable[[], Any],
) -> None:
    """With whole document numbers: ``visit`` is the detail, whose reading is audited. ``check_in``
    is called with it; ``changed`` after it was called off."""
    # on the page itself: the line or dialog that was clicked may be gone by now
    with desk.client.content, ui.dialog(value=True) as dialog, ui.card().classes("dialog visit"):
        named(dialog, say("Visit"))
        heading(2, _title(visit))
        Words("p", say("Inmate {number}", number=visit["inmate_number"]))
        _people(visit)
        _permit(visit)

        async def go(act: Callable[[], Any]) -> None:
            dialog.close()
            await act()

        with block(classes="dialog-buttons"):
            secondary(say("Close"), dialog.close)
            if visit["status"] in BEFORE_START:
                danger(say("Call it off"), lambda: go(lambda: call_off(desk, visit, changed)))
            if visit["status"] in (*BEFORE_START, "started"):
                pass_link(visit["id"], say("Print the pass"))
            if visit["status"] == "booked":
                button = primary(say("Check in"), lambda: go(lambda: check_in(visit)))
                button.props("autofocus")
    dialog.on("hide", dialog.delete)


async def call_off(desk: Desk, visit: dict[str, Any], changed: Callable[[], Any]) -> None:
    title = say("Call the visit off")
    with desk.client.content, Asking(title, _title(visit)) as asking, asking.card:
        causes = {code: say(text) for code, (text, _) in CAUSES.items()}
        cause = choice(say("Cause"), causes)
        reason = ui.textarea(say("Reason")).props("outlined rows=2 maxlength=300")
        ui.label(say("Write no names and no numbers of documents here.")).classes("hint")

        def give() -> dict[str, Any] | None:
            if not (required(cause) and required(reason)):
                return None
            return {**CAUSES[cause.value][1], "reason": reason.value.strip()}

        asking.buttons(say("Call it off"), give, grave=True)
        asking.on("show", lambda: cause.run_method("focus"))
    given = await asking
    asking.delete()
    if given:
        await desk.do("POST", f"/visits/{visit['id']}/cancel", given, lambda _: changed())


def _title(visit: dict[str, Any]) -> str:
    number = visit["queue_number"]
    status = say("held") if visit["held"] else word(STATUSES, visit["status"])
    parts = [say("Number {n}", n=number) if number else "", written_day(visit), status]
    return " · ".join(part for part in parts if part)


def _people(visit: dict[str, Any]) -> None:
    columns = (say("Name"), say("Sex"), say("Birth date"), say("Document"), say("Relationship"))
    with block("table", "people-table"):
        with block("thead"), block("tr"):
            for title in columns:
                Words("th", title, scope="col")
        with block("tbody"):
            for one in visit["members"]:
                _person(one)


def _person(one: dict[str, Any]) -> None:
    with block("tr"):
        with block("td"):
            Words("strong", one["name"])
            if one["decision"] == "refused":
                Words("span", word(STATUSES, "refused"), "tag bad")
            for code in one["warnings"]:
                Words("div", word(WARNINGS, code), "hint")
        Words("td", word(SEXES, one["sex"]))
        Words("td", written(one["birth_date"]))
        with block("td"):
            Words("div", word(DOCUMENTS, one["id_type"]))
            Words("div", one["id_number"], "document-number")
        Words("td", word(RELATIONSHIPS, one["relationship"]))


def _permit(visit: dict[str, Any]) -> None:
    if permit := visit["permit"]:
        Words(
            "p",
            say(
                "Permit {number} of {issuer}, valid until {date}",
                number=permit["number"],
                issuer=word(ISSUERS, permit["issuer"]),
                date=written(permit["valid_until"]),
            ),
        )
