"""One person at the search: decision, who searched, and what they carry."""

from collections.abc import Callable, Mapping
from typing import Any

from console.dialogs import choice, field
from console.elements import Words, block, heading, region
from console.inputs import Pick
from console.pages.search_things import Things
from console.searching import CLEARED, GIVEN, REFUSED, Found, Search
from console.texts import mark, say
from console.words.search import REASONS
from console.words.visits import SEXES

SEARCHED_BY = {
    "female": mark("Searched by (user name of a female officer)"),
    "male": mark("Searched by (user name of a male officer)"),
}
CHOSEN = ("contraband", "dress_code", "declined_search", "absent", "intoxicated", "disorderly",
          "identity_doubtful")  # fmt: skip
"""The reasons that an officer chooses; the others follow from the rules."""


class PersonCard:
    """``changed`` is called after every answer."""

    def __init__(
        self, search: Search, one: Found, name: str, names: Mapping[str, Any],
        changed: Callable[[], None],
    ):  # fmt: skip
        self._search, self._one, self._name, self._changed = search, one, name, changed
        with region(name, "person").props(f"id=person-{one.person}"):
            with block(classes="person-head"):
                heading(2, name)
                self._tags()
                options = {CLEARED: say("Passed"), REFUSED: say("Not passed")}
                self._decision = Pick(say("Decision on {name}", name=name), options, self._decide)
            with block(classes="fields person-fields"):
                self._reason = choice(
                    say("Reason of the refusal"), self._reasons(), one.reason,
                    on_change=self._reasoned,
                ).classes("span-6")  # fmt: skip
                self._searcher = field(say(SEARCHED_BY[one.sex]), one.searcher)
                self._searcher.classes("span-6").on_value_change(self._searched)
                if one.minor:
                    adults = {other: names[other]["name"] for other in search.adults}
                    self._adult = choice(
                        say("Adult who stays beside the child"), adults, one.accompanied_by,
                        on_change=self._accompanied,
                    ).classes("span-6")  # fmt: skip
            self._things = Things(search, one.person, name, changed)
        self.show()

    def _tags(self) -> None:
        one = self._one
        sex = say("a child") if one.minor else say(SEXES[one.sex])
        Words("span", sex, "tag")
        if one.person == self._search.own_lead:
            Words("span", say("leads the group"), "tag")
        self._ban = Words("span", say("a ban is in force: can only be refused"), "tag bad")

    def _reasons(self) -> dict[str, str]:
        codes = ("banned",) if self._one.banned else CHOSEN
        return {code: say(REASONS[code]) for code in codes}

    def consent(self, consent: str | None) -> None:
        """Without consent nobody is decided on; what was found may still be told."""
        given = consent == GIVEN
        self._decision.box.set_visibility(given)
        self._searcher.set_visibility(given and self._one.reason != "absent")
        self._reason.set_visibility(given and self._one.refused)
        if self._one.minor:
            self._adult.set_visibility(given and self._one.reason != "absent")

    def show(self) -> None:
        one = self._one
        self._ban.set_visibility(one.banned)
        if one.banned:
            self._decision.forbid(CLEARED)
        self._decision.show(one.decision)
        self._reason.set_options(self._reasons(), value=one.reason)

    def _decide(self, decision: str) -> None:
        self._search.decide(self._one, decision)
        if decision == CLEARED:
            self._one.reason = None
        self.show()
        self._changed()

    def _reasoned(self, event: Any) -> None:
        self._one.reason = event.value
        self._changed()

    def _searched(self, event: Any) -> None:
        self._one.searcher = event.value or ""
        self._changed()

    def _accompanied(self, event: Any) -> None:
        self._one.accompanied_by = event.value
