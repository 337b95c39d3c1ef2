"""A line of the check-list at a return."""

from collections.abc import Callable

from console.counting import Back
from console.elements import Words, block
from console.inputs import Counter, Pick
from console.texts import say
from console.words import word
from console.words.things import KINDS

WHOLE, DIFFERS = "whole", "differs"


class CheckLine:
    def __init__(self, line: Back, changed: Callable[[], None]):
        self._line, self._changed = line, changed
        name = word(KINDS, line.kind)
        with block("li", "thing"):
            with block(classes="thing-line"):
                Words("span", str(line.put_in), "number")
                with block(classes="grow"):
                    Words("div", name, "thing-name")
                    if line.description:
                        Words("div", line.description, "hint")
                answers = {WHOLE: say("All there"), DIFFERS: say("Missing or damaged")}
                self._pick = Pick(say("Check: {what}", what=name), answers, self._picked)
            self._counts = block(classes="thing-line differs")
            with self._counts:
                Words("span", say("back:"))
                self._back = Counter(
                    say("handed back: {what}", what=name), self._counted, line.put_in,
                    most=line.put_in,
                )  # fmt: skip
                Words("span", say("damaged:"))
                self._damaged = Counter(
                    say("damaged: {what}", what=name), self._is_damaged, most=line.put_in
                )
        self._counts.set_visibility(False)

    def show(self) -> None:
        self._pick.show(WHOLE)
        self._counts.set_visibility(False)
        self._back.show(self._line.count)
        self._damaged.show(0)

    def _picked(self, answer: str) -> None:
        self._line.complete()
        self.show()
        self._pick.show(answer)
        self._counts.set_visibility(answer == DIFFERS)
        self._changed()

    def _counted(self, count: int) -> None:
        self._line.count = count
        self._line.damaged = min(self._line.damaged, count)
        self._damaged.show(self._line.damaged)
        self._changed()

    def _is_damaged(self, count: int) -> None:
        self._line.damaged = min(count, self._line.count)
        self._damaged.show(self._line.damaged)
        self._changed()
