"""What came of a registration or a check-in: the number to call out, and the pass."""

from typing import Any

from nicegui import ui

from console.elements import Words, block, heading, region, sign
from console.pages.registration_when import written_day
from console.texts import say, say_count
from console.words import word
from console.words.people import WARNINGS


class Done:
    """Empty until `show`; read out by a screen reader."""

    def __init__(self) -> None:
        self._place = block(classes="alert-place").props("role=status")

    def clear(self) -> None:
        self._place.clear()

    def show(self, visit: dict[str, Any], persons: int) -> None:
        """``visit`` as the API answers a command on it."""
        self._place.clear()
        number = visit["queue_number"]
        title = say("Registered") if number else say("Booked")
        with self._place, region(title, "registered"):
            heading(2, title)
            with block(classes="registered-line"):
                if number:
                    with block(classes="registered-number"):
                        Words("span", say("Queue number"), "hint")
                        Words("strong", str(number), "number big")
                with block(classes="grow"):
                    Words("p", written_day(visit))
                    Words("p", say_count("{n} person", "{n} persons", persons))
                    Words("p", say("Code {code}", code=visit["id"][:8]), "hint")
                pass_link(visit["id"], say("Print the pass (F8)")).props('id="print-pass"')
                sign("close", say("Close"), self.clear)
            for code in visit["warnings"]:
                with block(classes="alert warning"):
                    Words("strong", word(WARNINGS, code))
                    Words("span", say("The visit is registered. Compare the document once more."))


def pass_link(visit_id: str, text: str) -> ui.element:
    """To the pass, which prints itself; on a page of its own, so that the desk stays as it is."""
    link = Words("a", text, "link-button", href=f"/pass/{visit_id}?now=1", target="_blank")
    return link.props("rel=noopener")
