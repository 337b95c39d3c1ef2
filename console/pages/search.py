"""The search post: who waits, who is called."""

from typing import Any

from console.desk import Desk
from console.elements import Words, block, heading, primary, region
from console.keyed import Keyed
from console.shell import desk_page
from console.texts import mark, say, say_count

TITLE = mark("Search post")
EVENTS = (
    "visitor_registered", "visitor_called", "visitor_held", "visitor_screened", "visit_cancelled",
    "visit_no_show", "facility_closed", "facility_reopened",
)  # fmt: skip


@desk_page("/search", TITLE, "policy", "screener")
async def search(desk: Desk) -> None:
    with block(classes="columns fold"):
        with region(say("Waiting")):
            heading(2, say("Waiting"))
            button = primary(say("Call next"), icon="campaign")
            waiting = Keyed(lambda one: _line(desk, one), lambda one: one["visit_id"], "li", "rows")
        with region(say("Called")):
            heading(2, say("Called"))
            called = Keyed(lambda one: _line(desk, one), lambda one: one["visit_id"], "li", "rows")

    async def refresh() -> None:
        waiting.show((await desk.get("/screenings", status="waiting"))["items"])
        called.show((await desk.get("/screenings", status="called"))["items"])

    watch = desk.watch(EVENTS, refresh)

    async def call_next() -> None:
        sex = desk.sign_in.who["sex"]
        await desk.do(
            "POST",
            "/screenings/call-next",
            {"on_duty": [sex]},
            lambda _: watch.now(),
            button=button,
        )

    button.on_click(call_next)
    await refresh()


def _line(desk: Desk, group: dict[str, Any]) -> None:
    with block(classes="row-line"):
        Words("span", str(group["queue_number"]), "number")
        persons = say_count("{n} person", "{n} persons", len(group["members"]))
        Words("span", persons, "grow")
