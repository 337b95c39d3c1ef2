"""A group as a line of the search post's lists."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from console.button import Button
from console.desk import Desk
from console.elements import Words, block, named, secondary
from console.since import Since
from console.texts import mark, say, say_count
from console.words import word
from console.words.search import HOLD_REASONS

Act = Callable[[dict[str, Any], Button], Awaitable[None]]
NEEDS = {"female": mark("needs a female officer"), "male": mark("needs a male officer")}


class WaitingRow:
    def __init__(self, desk: Desk, since: Since, hold: Act):
        self._desk, self._since, self._hold = desk, since, hold

    def draw(self, group: dict[str, Any]) -> None:
        """``missing`` are the sexes for which no officer is here."""
        with block(classes="row-line" + (" not-here" if group["missing"] else "")):
            Words("span", str(group["queue_number"]), "number")
            with block(classes="grow"):
                Words("div", persons(group["members"]))
                for sex in group["missing"]:
                    Words("span", say(NEEDS[sex]), "tag warn")
                _banned(group)
            self._since.minutes(group["registered_at"], "hint")
            _button(group, say("Hold …"), self._hold)


class CalledRow:
    def __init__(self, desk: Desk, since: Since, recall: Act, hold: Act):
        self._desk, self._since = desk, since
        self._recall, self._hold = recall, hold

    def draw(self, group: dict[str, Any]) -> None:
        n = group["queue_number"]
        with block(classes="row-line called-row"):
            Words("span", str(n), "number big")
            with block(classes="grow"):
                Words("div", persons(group["members"]))
                with block(classes="hint called-since"):
                    Words("span", say("called"))
                    self._since.minutes(group["called_at"])
                    Words("span", say_count("ago · {n} call", "ago · {n} calls", group["calls"]))
                    if group["post"]:
                        Words("span", say("· post {name}", name=group["post"]))
                _banned(group)
            if self._desk.may("screener"):
                _button(group, say("Call again"), self._recall)
            _button(group, say("Hold …"), self._hold)
            text = say("Search this group") if self._desk.may("screener") else say("Look at it")
            link = Words("a", text, "link-button", href=f"/search/{group['visit_id']}")
            named(link, say("{action}, number {n}", action=text, n=n))
            link.props(f"id=open-{group['visit_id']}")


class HeldRow:
    def __init__(self, desk: Desk, resume: Act):
        self._desk, self._resume = desk, resume

    def draw(self, group: dict[str, Any]) -> None:
        with block(classes="row-line"):
            Words("span", str(group["queue_number"]), "number")
            with block(classes="grow"):
                Words("div", persons(group["members"]))
                Words("span", word(HOLD_REASONS, group["hold_reason"]), "tag warn")
            _button(group, say("Back into the line"), self._resume)


def persons(members: Sequence[Mapping[str, Any]]) -> str:
    """``2 women, 1 child``."""
    children = sum(one["minor"] for one in members)
    adults = [one["sex"] for one in members if not one["minor"]]
    women, men = adults.count("female"), adults.count("male")
    told = [
        say_count("{n} woman", "{n} women", women) if women else "",
        say_count("{n} man", "{n} men", men) if men else "",
        say_count("{n} child", "{n} children", children) if children else "",
    ]
    return ", ".join(one for one in told if one)


def _banned(group: Mapping[str, Any]) -> None:
    if group["banned"]:
        Words("span", say("a ban is in force"), "tag bad")


def _button(group: dict[str, Any], text: str, act: Act) -> None:
    button = secondary(text)
    named(button, say("{action}, number {n}", action=text, n=group["queue_number"]))
    button.on_click(lambda: act(group, button))
