"""What a search decided, and what comes next."""

from collections.abc import Mapping
from typing import Any

from nicegui import ui

from console.desk import Desk
from console.elements import Words, block, focus, heading, region
from console.problems import Away, Problem
from console.texts import say, say_count
from console.words import word
from console.words.search import OUTCOMES, REASONS
from console.words.things import DEPOSIT, KINDS


def show_result(desk: Desk, group: dict[str, Any], names: Mapping[str, Any]) -> None:
    """``group`` with its ``items``, those that were seized with their evidence numbers."""
    refused = group["outcome"] == "refused"
    with region(say("Result of the search"), "result " + ("bad" if refused else "good")):
        with block(classes="group-head"):
            Words("span", str(group["queue_number"]), "number big")
            heading(2, word(OUTCOMES, group["outcome"]))
        _next_step(desk, group, refused)
        with block("ul", "rows"):
            for one in group["members"]:
                _person(one, names)
        _evidence(group["items"], names)
        back = Words("a", say("Back to the line and call the next"), "link-button", href="/search")
        back.props("id=after-result")
    focus("after-result")


def _next_step(desk: Desk, group: dict[str, Any], refused: bool) -> None:
    things = sum(one["count"] for one in group["items"] if one["disposition"] == DEPOSIT)
    if refused:
        text = say("The group goes back to the entrance with its things.")
    elif things:
        text = say_count(
            "To the locker desk, with {n} thing.", "To the locker desk, with {n} things.", things
        )
    else:
        text = say("Straight to the visiting room: nothing to deposit.")
    Words("p", text, "next-step").props("id=next-step")
    if things and not refused and desk.may("locker_officer", "supervisor"):
        _Locker(desk, group["visit_id"])


class _Locker:
    """The number of the locker, as soon as one is set aside; screeners may not see it."""

    def __init__(self, desk: Desk, visit_id: str):
        self._desk, self._visit_id = desk, visit_id
        self._label = Words("p", "", "next-step")
        self._timer = ui.timer(1.0, self._look)

    async def _look(self) -> None:
        try:
            deposit = await self._desk.get(f"/lockers/{self._visit_id}/deposit")
        except (Problem, Away):
            return
        if deposit["locker"]:
            self._timer.cancel()
            text = say("Locker {locker}, card {card}", **_place(deposit))
            self._label.set_text(text)


def _place(deposit: dict[str, Any]) -> dict[str, Any]:
    return {"locker": deposit["locker"], "card": deposit["card"]}


def _person(one: dict[str, Any], names: Mapping[str, Any]) -> None:
    cleared = one["decision"] == "cleared"
    with block("li", "row-line"):
        Words("span", names[one["person"]]["name"], "grow")
        if one["reason"]:
            Words("span", word(REASONS, one["reason"]), "hint")
        Words(
            "span",
            say("Passed") if cleared else say("Not passed"),
            "tag good" if cleared else "tag bad",
        )


def _evidence(items: list[dict[str, Any]], names: Mapping[str, Any]) -> None:
    seized = [one for one in items if one.get("seizure")]
    if not seized:
        return
    heading(3, say("Write these numbers on the evidence bags:"))
    with block("ul", "evidence"):
        for one in seized:
            with block("li", "row-line"):
                Words("strong", one["seizure"]["evidence_number"], "evidence-number")
                Words("span", f"{one['count']} × {word(KINDS, one['kind'])}")
                Words("span", names[one["person"]]["name"], "hint")
