"""The registration desk: the form, what came of it, and the visits of today."""

import re
from typing import Any

from nicegui import ui

from console.desk import Desk
from console.elements import block, region
from console.pages.registration_done import Done
from console.pages.registration_form import VISIT_ID, Form
from console.pages.registration_list import Today
from console.pages.registration_visit import show_visit
from console.shell import desk_page, script, stylesheet
from console.texts import mark, say

TITLE = mark("Registration")
EVENTS = (
    "visit_booked", "visitor_registered", "visitor_called", "visitor_held", "visitor_screened",
    "visit_started", "visit_ended", "visitor_departed", "visit_cancelled", "visit_no_show",
    "visit_flagged",
)  # fmt: skip
CODE = re.compile(r"[0-9a-f]{8}")
"""The beginning of a visit's id, which a pass shows beside the picture."""


@desk_page("/registration", TITLE, "how_to_reg", "registrar", "supervisor")
async def registration(desk: Desk) -> None:
    stylesheet("registration.css")
    script("registration.js")
    with block(classes="columns wide-left"):
        with block(classes="form-side"):
            done = Done()
            with region(say("New visit")):
                form = Form(desk, lambda: submit(), lambda visit_id: scanned(visit_id))
        today = Today(desk, lambda v: check_in(v), lambda v: resume(v), lambda v: show(v["id"]))

    async def refresh() -> None:
        await today.refresh()

    watch = desk.watch(EVENTS, refresh, today.refresh_some, asked="registration")

    async def submit() -> None:
        if not form.button.enabled or not form.complete():
            return
        body = form.body()

        def registered(visit: dict[str, Any]) -> None:
            done.show(visit, len(body["visitors"]))
            form.start_again()
            watch.now()

        done.clear()
        await desk.do("POST", "/visits", body, registered, alert=form.alert, button=form.button)

    async def check_in(visit: dict[str, Any]) -> None:
        def came(state: dict[str, Any]) -> None:
            done.show(state, len(visit["members"]))
            today.scan.set_value("")
            watch.now()

        done.clear()
        await desk.do("POST", f"/visits/{visit['id']}/check-in", {}, came)

    async def resume(visit: dict[str, Any]) -> None:
        def waits(_: Any) -> None:
            today.back_in_line(visit)
            watch.now()

        await desk.do("POST", f"/screenings/{visit['id']}/resume", {}, waits)

    async def show(visit_id: str) -> None:
        if visit := await look(visit_id):
            show_visit(desk, visit, check_in, watch.now)

    async def look(visit_id: str) -> Any:
        return await desk.attempt(lambda: desk.get(f"/visits/{visit_id}"))

    async def typed() -> None:
        """A reader types what the picture says, and Enter; a person a code, a number, a name."""
        text = (today.scan.value or "").strip().lower()
        if found := VISIT_ID.search(text):
            today.scan.set_value("")  # or the next one would be read behind it
            await scanned(found[0])
        elif visit_id := await meant(text):
            await show(visit_id)

    async def scanned(visit_id: str) -> None:
        visit = await look(visit_id)
        if visit and visit["status"] == "booked":
            await check_in(visit)
        elif visit:
            show_visit(desk, visit, check_in, watch.now)

    async def meant(text: str) -> str | None:
        """The id of the one visit that a code or number tells of, if it is only one."""
        found = await desk.attempt(today.refresh) or []
        if not found and CODE.fullmatch(text):
            found = await desk.attempt(today.of_today) or []
            found = [one for one in found if one["id"].startswith(text)]
        return found[0]["id"] if len(found) == 1 else None

    today.scan.on("keydown.enter", typed)
    ui.on("registration-add", form.add)
    ui.on("registration-submit", submit)
    await refresh()
