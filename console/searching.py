"""What an officer finds at a search, until it is sent: who goes in, what goes where.

It mirrors the rules of the search post as far as a form must know them to ask the right things. The
service decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from console.words.things import CATEGORY_OF, DEPOSIT, OUTSIDE, SEIZED, USUALLY

GIVEN, REFUSED, CLEARED = "given", "refused", "cleared"
ABSENT, BANNED, DECLINED = "absent", "banned", "declined_search"


@dataclass(eq=False)
class Thing:
    """Things of one kind that a person carries; the fields below are of a seizure alone."""

    person: str
    kind: str
    disposition: str = DEPOSIT
    count: int = 1
    description: str = ""
    category: str = "other"
    quantity: int = 1
    witness: str = ""
    handed_to: str = ""

    @property
    def seized(self) -> bool:
        return self.disposition == SEIZED

    @property
    def lacks(self) -> bool:
        """Whether a seizure is not told in full."""
        return self.seized and not (self.witness.strip() and self.handed_to.strip())

    def body(self, disposition: str) -> dict[str, Any]:
        told: dict[str, Any] = {
            "person": self.person, "kind": self.kind, "count": self.count,
            "disposition": disposition, "description": self.description.strip() or None,
        }  # fmt: skip
        if self.seized:
            told["seizure"] = {
                "category": self.category, "quantity": self.quantity,
                "witness": self.witness.strip(), "handed_to": self.handed_to.strip(),
            }  # fmt: skip
        return told


@dataclass(eq=False)
class Found:
    """One person. ``searcher`` is a user name; whose sex is on the account counts."""

    person: str
    sex: str
    minor: bool
    banned: bool = False
    decision: str | None = None
    reason: str | None = None
    searcher: str = ""
    accompanied_by: str | None = None

    @property
    def refused(self) -> bool:
        return self.decision == REFUSED

    @property
    def searched(self) -> bool:
        """Whoever is let in was; a refused person may have been, but for who is not here."""
        return self.decision == CLEARED or bool(self.reason != ABSENT and self.searcher.strip())

    def body(self) -> dict[str, Any]:
        told: dict[str, Any] = {"person": self.person, "decision": self.decision}
        if self.refused:
            told["reason"] = self.reason
        if self.searched:
            told["searched_by"] = {"id": self.searcher.strip(), "sex": self.sex}
            if self.minor:
                told["accompanied_by"] = self.accompanied_by
        return told


@dataclass(eq=False)
class Search:
    """``lead`` is a new one, named when the group's own is refused."""

    people: list[Found]
    own_lead: str | None
    consent: str | None = None
    things: list[Thing] = field(default_factory=list)
    new_lead: str | None = None
    ban: str | None = None
    ban_reason: str = "contraband"

    @classmethod
    def of(cls, group: Mapping[str, Any], searchers: Mapping[str, str]) -> "Search":
        """``group`` as the API tells of it, ``searchers`` the user name for each sex."""
        people = [
            Found(one["person"], one["sex"], one["minor"], searcher=searchers.get(one["sex"]) or "")
            for one in group["members"]
        ]
        search = cls(people, group["lead"])
        first_adult = next((one.person for one in people if not one.minor), None)
        for one in people:
            if one.minor:
                one.accompanied_by = first_adult
        search.mark_banned(group["banned"])
        return search

    def mark_banned(self, persons: Iterable[str]) -> bool:
        """Whoever is banned can only be refused. Whether somebody was not known to be."""
        new = [one for one in self.people if one.person in persons and not one.banned]
        for one in new:
            one.banned, one.decision, one.reason = True, REFUSED, BANNED
        return bool(new)

    def decide(self, one: Found, decision: str) -> None:
        one.decision = REFUSED if one.banned else decision

    def clear_all(self) -> None:
        for one in self.people:
            self.decide(one, CLEARED)

    def add(self, person: str, kind: str) -> Thing:
        """One more of its kind; of a kind that is new, a new line."""
        for thing in self.things:
            if (thing.person, thing.kind) == (person, kind) and not thing.seized:
                thing.count += 1
                return thing
        category = CATEGORY_OF.get(kind, "other")
        thing = Thing(person, kind, USUALLY.get(kind, DEPOSIT), category=category)
        self.things.append(thing)
        return thing

    @property
    def adults(self) -> list[str]:
        return [one.person for one in self.people if not one.minor]

    @property
    def cleared(self) -> list[Found]:
        """Those who go in: no child without an adult, nobody without consent."""
        passed = [one for one in self.people if one.decision == CLEARED]
        consents = self.consent == GIVEN and any(not one.minor for one in passed)
        return passed if consents else []

    @property
    def candidates(self) -> list[str]:
        """Who may lead the group in."""
        return [one.person for one in self.cleared if not one.minor]

    @property
    def needs_lead(self) -> bool:
        return bool(self.candidates) and self.own_lead not in self.candidates

    @property
    def lead(self) -> str | None:
        if not self.needs_lead:
            return None
        return self.new_lead if self.new_lead in self.candidates else self.candidates[0]

    def disposition(self, thing: Thing) -> str:
        """Who does not go in takes along what would have gone into a locker."""
        stays = thing.person not in {one.person for one in self.cleared}
        return OUTSIDE if stays and thing.disposition == DEPOSIT else thing.disposition

    def count(self, disposition: str) -> int:
        return sum(one.count for one in self.things if self.disposition(one) == disposition)

    def lacking(self) -> list[tuple[str, str | None]]:
        """What is still to be told: (what, person)."""
        if self.consent is None:
            return [("consent", None)]
        if self.consent == REFUSED:
            return []
        found: list[tuple[str, str | None]] = []
        for one in self.people if self.consent == GIVEN else []:
            if one.decision is None:
                found.append(("decision", one.person))
            elif one.refused and not one.reason:
                found.append(("reason", one.person))
            elif one.decision == CLEARED and not one.searcher.strip():
                found.append(("searcher", one.person))
        found += [("seizure", thing.person) for thing in self.things if thing.lacks]
        return found

    def body(self) -> dict[str, Any]:
        """The command, as the API takes it."""
        told: dict[str, Any] = {"consent": self.consent, "members": [], "items": []}
        if self.consent == REFUSED:
            return told
        if self.consent == GIVEN:
            told["members"] = [one.body() for one in self.people]
            if self.lead:
                told["lead"] = self.lead
        told["items"] = [thing.body(self.disposition(thing)) for thing in self.things]
        if self.ban:
            told["ban"] = {"person": self.ban, "reason": self.ban_reason}
        return told
