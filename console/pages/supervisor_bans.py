"""Bans: proposed by one officer, decided by another."""

from collections.abc import Callable
from typing import Any

from console.alerts import Toast
from console.command_dialog import CommandDialog, reason_field
from console.dates import written
from console.desk import Desk
from console.dialogs import required
from console.elements import Words, block, danger, heading, primary, region, secondary
from console.keyed import Keyed
from console.source import Source
from console.texts import say
from console.words import word
from console.words.search import BAN_REASONS

Now = Callable[[], None]
MOST = 200
EVENTS = ("ban_proposed", "visitor_banned")
"""A ban that the registration desk proposes is no event."""


def build(desk: Desk, now: Now) -> tuple[Source, ...]:
    with region(say("To decide")):
        heading(2, say("To decide"))
        none = Words("p", say("Nothing waits for a decision."), "empty")
        proposed = Keyed(lambda ban: _case(desk, now, ban), lambda ban: ban["id"], "li", "rows")
    with region(say("In force")):
        heading(2, say("In force"))
        nobody = Words("p", say("Nobody is banned."), "empty")
        confirmed = Keyed(lambda ban: _case(desk, now, ban), lambda ban: ban["id"], "li", "rows")

    async def refresh() -> None:
        waiting = await desk.get("/bans", status="proposed", page_size=MOST)
        proposed.show(waiting["items"])
        none.set_visibility(not waiting["items"])
        in_force = await desk.get("/bans", status="confirmed", page_size=MOST)
        today = desk.house["today"]["date"]
        still = [ban for ban in in_force["items"] if (ban["until"] or today) >= today]
        confirmed.show(still)
        nobody.set_visibility(not still)

    return (Source(EVENTS, refresh, asked="registration"),)


def _case(desk: Desk, now: Now, ban: dict[str, Any]) -> None:
    clock = desk.clock
    with block(classes="case"):
        with block(classes="case-head"):
            Words("strong", word(BAN_REASONS, ban["reason"]))
            Words("span", ban["masked"])
            if ban["evidence_number"]:
                Words("span", say("Evidence {number}", number=ban["evidence_number"]), "tag")
        at = clock.local(ban["proposed_at"])
        Words("span", say("Proposed by {officer}, {date} {time}", officer=ban["proposed_by"],
                          date=written(at.date()), time=f"{at:%H:%M}"), "hint")  # fmt: skip
        if ban["note"]:
            Words("span", ban["note"])
        if ban["status"] == "confirmed":
            Words("span", say("Until {date}. Confirmed by {officer}: {reason}",
                              date=written(ban["until"]) or "–", officer=ban["decided_by"],
                              reason=ban["decision_reason"]), "hint")  # fmt: skip
        who = Words("span")
        who.set_visibility(False)
        with block(classes="buttons"):
            if desk.may("supervisor"):
                _decisions(desk, now, ban)
            if ban["visit"] and desk.may("supervisor"):
                _person(desk, ban, who)


def _decisions(desk: Desk, now: Now, ban: dict[str, Any]) -> None:
    if ban["status"] == "confirmed":
        secondary(say("Lift the ban …"), lambda: _lift(desk, now, ban))
    elif ban["proposed_by"] == desk.sign_in.who["username"]:
        Words("span", say("You proposed this ban. Another supervisor decides it."), "tag warn")
    else:
        danger(say("Confirm the ban …"), lambda: _decide(desk, now, ban, "confirm"))
        primary(say("Reject it …"), lambda: _decide(desk, now, ban, "reject"))


def _decide(desk: Desk, now: Now, ban: dict[str, Any], decision: str) -> None:
    confirms = decision == "confirm"
    title = say("Confirm the ban") if confirms else say("Reject the ban")
    text = (
        say("The person may not visit from now on; open visits of his or hers are flagged.")
        if confirms
        else say("The person may visit as before. The proposal stays in the book.")
    )
    told = say("The ban is confirmed.") if confirms else say("The ban is rejected.")
    dialog = CommandDialog(desk, title, text)
    with dialog.card:
        reason = reason_field(())

    def body() -> dict[str, str] | None:
        given = reason.value.strip()
        return {"decision": decision, "reason": given} if required(reason) else None

    path = f"/bans/{ban['id']}/decide"
    dialog.sends(path, body, title, lambda _: _done(now, told), grave=confirms)


def _lift(desk: Desk, now: Now, ban: dict[str, Any]) -> None:
    title, told = say("Lift the ban"), say("The ban is lifted.")
    dialog = CommandDialog(desk, title, say("The person may visit again."))
    with dialog.card:
        reason = reason_field(())

    def body() -> dict[str, str] | None:
        return {"reason": reason.value.strip()} if required(reason) else None

    path = f"/bans/{ban['id']}"
    dialog.sends(path, body, title, lambda _: _done(now, told), method="DELETE")


def _done(now: Now, told: str) -> None:
    Toast.done(told)
    now()


def _person(desk: Desk, ban: dict[str, Any], who: Words) -> None:
    """The book of bans holds no name; whose it is can be looked up, which is audited."""

    async def look() -> None:
        visit = await desk.attempt(lambda: desk.get(f"/visits/{ban['visit']}"))
        if visit is None:
            return
        for member in visit["members"]:
            if member["person"] == ban["person"]:
                who.set_text(say("{name}, visit of {date}", name=member["name"],
                                 date=written(visit["date"])))  # fmt: skip
                who.set_visibility(True)
                button.set_visibility(False)

    button = secondary(say("Who is it?"), look)
