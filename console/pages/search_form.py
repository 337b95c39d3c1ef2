"""The search of a group: consent, each person, the things, and one clear confirm."""

from collections.abc import Callable
from typing import Any

from console.alerts import Alert
from console.desk import Desk
from console.dialogs import choice
from console.elements import Words, block, focus, heading, primary, region, secondary
from console.inputs import Pick
from console.pages.search_person import PersonCard
from console.pages.search_row import persons
from console.searching import GIVEN, REFUSED, SEIZED, Search
from console.texts import mark, say, say_count
from console.words.search import BAN_REASONS, CONSENTS

LACKING = {
    "consent": mark("Ask for consent first."),
    "decision": mark("Decide on {name}."),
    "reason": mark("Say why {name} is refused."),
    "searcher": mark("Say who searched {name}."),
    "seizure": mark("Complete the seizure at {name}: witness and who took the thing over."),
}
NO_SEARCH = mark(
    "Nobody is searched and nobody goes in. That is their right; it is no reason for a ban."
)
WITHDRAWN = mark("Nobody goes in. Record below only what was found before.")


class SearchForm:
    def __init__(
        self, desk: Desk, group: dict[str, Any], names: dict[str, dict[str, Any]],
        done: Callable[[dict[str, Any]], Any],
    ):  # fmt: skip
        self.desk, self.group, self.names, self._done = desk, group, names, done
        self.search = Search.of(group, self._searchers())
        self._head()
        self._consent()
        self._people = block(classes="people")
        with self._people:
            self._cards = [
                PersonCard(self.search, one, self.name(one.person), self.names, self.changed)
                for one in self.search.people
            ]
        self._confirm()
        self.changed()
        focus("consent-given")

    def name(self, person: str | None) -> str:
        found = self.names.get(person or "")
        return found["name"] if found else str(person)

    def banned(self, people: list[str]) -> None:
        """Heard while the form is open."""
        if self.search.mark_banned(people):
            for card in self._cards:
                card.show()
            self.changed()

    def _searchers(self) -> dict[str, str]:
        """The officer's own account; of the other sex, who searched last."""
        known: dict[str, str] = self.desk.sign_in.remembered.setdefault("searchers", {})
        own = self.desk.sign_in.who
        return {**known, own["sex"]: own["username"]}

    def _head(self) -> None:
        with block(classes="group-head"):
            Words("span", str(self.group["queue_number"]), "number big")
            Words("span", persons(self.group["members"]), "group-persons")

    def _consent(self) -> None:
        label = say("Does the group agree to be searched?")
        with region(label, "consent"):
            heading(2, label)
            options = {code: say(text) for code, text in CONSENTS.items()}
            self._consents = Pick(
                label, options, self._consented, classes="large", prefix="consent"
            )
            self._without = Words("p", "", "hint")
            self._all = secondary(say("All passed"), self._clear_all, "done_all")
            self._all.classes("all-passed").props("id=all-passed")

    def _consented(self, consent: str) -> None:
        self.search.consent = consent
        self.changed()
        if consent == GIVEN:
            focus("all-passed")

    def _confirm(self) -> None:
        with region(say("Lead and ban"), "after-decisions") as self._after:
            self._lead_box = block(classes="lead-choice")
            with self._lead_box:
                self._lead = choice(say("New lead of the group"), {}, on_change=self._lead_chosen)
            self._ban_box = block(classes="fields")
            with self._ban_box:
                nobody = {"": say("Propose no ban")}
                self._ban = choice(
                    say("Propose a ban for"),
                    nobody | {one: self.name(one) for one in self.names}, "",
                    on_change=self._ban_chosen,
                ).classes("span-6")  # fmt: skip
                reasons = {code: say(text) for code, text in BAN_REASONS.items()}
                self._ban_reason = choice(
                    say("Reason of the ban"), reasons, "contraband",
                    on_change=lambda event: setattr(self.search, "ban_reason", event.value),
                ).classes("span-6")  # fmt: skip
        with region(say("What will be saved"), "confirm"):
            self.alert = Alert()
            self.alert.names = {one: self.name(one) for one in self.names}
            with block(classes="confirm-row"):
                self._summary = Words("p", "", "summary").props("id=summary aria-live=polite")
                self._button = primary(say("Save the result"), self.submit, "check")
                self._button.props("id=save-result")

    def _clear_all(self) -> None:
        self.search.clear_all()
        for card in self._cards:
            card.show()
        self.changed()

    def _lead_chosen(self, event: Any) -> None:
        self.search.new_lead = event.value

    def _ban_chosen(self, event: Any) -> None:
        self.search.ban = event.value or None
        self._ban_reason.set_visibility(bool(event.value))

    def changed(self) -> None:
        """What depends on the answers so far."""
        search = self.search
        self._people.set_visibility(search.consent not in (None, REFUSED))
        self._all.set_visibility(search.consent == GIVEN)
        told = {REFUSED: NO_SEARCH, "withdrawn": WITHDRAWN}.get(search.consent or "", "")
        self._without.set_text(say(told))
        for card in self._cards:
            card.consent(search.consent)
        self._lead_box.set_visibility(search.needs_lead)
        if search.needs_lead:
            self._lead.set_options(
                {one: self.name(one) for one in search.candidates}, value=search.lead
            )
        found = search.count(SEIZED) or any(one.refused for one in search.people)
        may_ban = bool(found) and search.consent != REFUSED
        self._ban_box.set_visibility(may_ban)
        self._after.set_visibility(may_ban or search.needs_lead)
        self._ban_reason.set_visibility(bool(search.ban))
        self._summary.set_text(self._told())

    def _told(self) -> str:
        """The summary, or what is still to be said."""
        lacking = self.search.lacking()
        if lacking:
            what, person = lacking[0]
            return say(LACKING[what], name=self.name(person))
        return summary(self.search)

    async def submit(self) -> None:
        if self.search.lacking():
            self.alert.say(self._told(), kind="warning")
            return
        path = f"/screenings/{self.group['visit_id']}/result"
        await self.desk.do(
            "POST", path, self.search.body(), self._saved, alert=self.alert, button=self._button
        )

    async def _saved(self, answer: dict[str, Any]) -> None:
        own = self.desk.sign_in.who["username"]
        for one in self.search.people:
            if one.searched and one.searcher.strip() != own:
                self.desk.sign_in.remembered["searchers"][one.sex] = one.searcher.strip()
        await self._done(answer)


def summary(search: Search) -> str:
    """One sentence for each thing that will happen."""
    into, refused = len(search.cleared), len(search.people) - len(search.cleared)
    deposit, parcel, seized = (search.count(one) for one in ("deposit", "parcel", SEIZED))
    told = [
        say_count("{n} person goes in.", "{n} persons go in.", into) if into else "",
        say_count("{n} person does not go in.", "{n} persons do not go in.", refused)
        if refused else "",
        say_count("{n} thing goes into the locker.", "{n} things go into the locker.", deposit)
        if deposit else "",
        say_count("{n} thing for the inmate.", "{n} things for the inmate.", parcel)
        if parcel else "",
        say_count("{n} thing is seized.", "{n} things are seized.", seized) if seized else "",
    ]  # fmt: skip
    return " ".join(one for one in told if one)
