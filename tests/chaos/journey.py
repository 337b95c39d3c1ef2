"""One group's way through the house, a command at a time, by whatever desk has time for it.

A desk tries what should come next. Refused, since an event is still on its way or since another
did it already, it tries again later, and now and then looks at what is written down of the group
and goes on from there, as an officer would.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from operations.demo.people import Person
from tests.chaos.called import Called
from tests.chaos.desk import Desk, GaveUp, Refusal
from tests.chaos.houses import SEARCHERS, House
from tests.chaos.ledger import Command

OVER = "over"
SOON, LATER, LATEST = 0.15, 0.6, 2.0
LOOKS_AFTER = 3
"""Refusals in a row after which a desk looks at what is written down."""
WAITS = frozenset({
    "wrong_state", "not_found", "belongings_not_deposited", "belongings_not_returned",
    "visit_not_over", "locker_not_assigned", "table_taken", "room_full", "nobody_waiting",
    "facility_not_configured", "card_not_out", "card_already_lost", "visitor_in_open_visit",
    "visitor_already_registered",
    "inmate_already_visited", "claim_taken", "card_required", "identity_required",
})  # fmt: skip
"""What an officer who did nothing wrong may hear while events are late or a command came again."""
EXTENSIONS = (1, 2)
TOGETHER = ThreadPoolExecutor(32, thread_name_prefix="second-desk")


@dataclass
class Journey:
    """``step`` is the command that comes next."""

    number: int
    house: House
    group: list[Person]
    things: list[dict[str, Any]]
    booked: bool = False
    cancels: bool = False
    declines: bool = False
    loses_card: bool = False
    extends: bool = False
    step: str = "register"
    visit: str = ""
    card: int | None = None
    refusals: int = 0
    last_refusal: str = ""
    codes: list[str] = field(default_factory=list)

    @property
    def over(self) -> bool:
        return self.step == OVER

    def act(self, desk: Desk, called: Called) -> float:
        """Tries the next command; seconds until the next try."""
        step = self.step
        try:
            getattr(self, f"_{step}")(desk, called)
        except GaveUp:
            self._look(desk, called)
            return SOON
        except Refusal as refusal:
            self.refusals += 1
            self.last_refusal = f"{step}: {refusal}"
            if refusal.code not in WAITS:
                desk.surprised(f"group {self.number}: {step}: {refusal} {refusal.problem}")
            if self.refusals % LOOKS_AFTER == 0 and refusal.code != "room_full":
                self._look(desk, called)
            return LATER if self.refusals < 10 else LATEST
        self.refusals = 0
        return SOON

    # --- the steps -------------------------------------------------------------------------------

    def _register(self, desk: Desk, _called: Called) -> None:
        action = "book" if self.booked else "register"
        body: dict[str, Any] = {
            "inmate_number": self.house.inmate(self.number),
            "kind": "family",
            "visitors": [one.as_visitor() for one in self.group],
        }
        if self.booked:
            body |= {"date": "2026-01-17", "session": "day"}
        if self.number % 5 == 0:
            email = f"group{self.number}@example.org"
            body["contact"] = {"name": self.group[0].name, "email": email, "consent": True}
        answer = self._give(desk, "registrar", "/visits", action, **body)
        self.visit = answer["id"]
        self._registered(answer["status"])

    def _registered(self, status: str) -> None:
        self.step = "cancel" if self.cancels else "check_in" if status == "booked" else "call"

    def _check_in(self, desk: Desk, _called: Called) -> None:
        self._of_visit(desk, "registrar", "visits", "check_in", "check-in")
        self.step = "call"

    def _cancel(self, desk: Desk, _called: Called) -> None:
        self._of_visit(desk, "registrar", "visits", "cancel", reason="has to leave", by="visitor")
        self.step = OVER

    def _call(self, desk: Desk, called: Called) -> None:
        """Whoever is next is called; that need not be this group."""
        if called.take(self.visit):
            self.step = "result"
            return
        answer = self._give(desk, "screener", "/screenings/call-next", "call", journey=None,
                            post="post-1", on_duty=["female", "male"])  # fmt: skip
        called.add(answer["visit_id"])
        if called.take(self.visit):
            self.step = "result"

    def _result(self, desk: Desk, _called: Called) -> None:
        if self.declines:
            self._of_visit(desk, "screener", "screenings", "result", consent="refused")
            self.step = OVER
            return
        members = [
            {"person": f"p{n}", "decision": "cleared",
             "searched_by": {"id": self.house.officer(SEARCHERS[one.sex]), "sex": one.sex},
             **({} if one.adult else {"accompanied_by": "p1"})}
            for n, one in enumerate(self.group, start=1)
        ]  # fmt: skip
        items = [{"person": "p1", "disposition": "deposit", **thing} for thing in self.things]
        self._of_visit(desk, "screener", "screenings", "result", consent="given",
                       members=members, items=items)  # fmt: skip
        self.step = "deposit" if self.things else "start"

    def _deposit(self, desk: Desk, _called: Called) -> None:
        answer = self._of_visit(desk, "locker_officer", "lockers", "deposit", items=self.things)
        self.card = answer["card"]
        self.step = "start"

    def _start(self, desk: Desk, _called: Called) -> None:
        self._of_visit(desk, "room_officer", "visits", "start", briefing_acknowledged=True)
        self.step = "extend" if self.extends else "end"

    def _extend(self, desk: Desk, _called: Called) -> None:
        """Two officers at once, so that their commands meet in one document."""
        self.step = "end"
        both = [
            TOGETHER.submit(
                self._of_visit, Desk(*desk.of_a_colleague()), "room_officer", "visits", "extend",
                mark=f"{self.number}+{minutes}", minutes=minutes, reason=f"{self.number}+{minutes}",
            )
            for minutes in EXTENSIONS
        ]  # fmt: skip
        failures = [one.exception() for one in both]
        for failure in failures:
            if failure:
                raise failure

    def _end(self, desk: Desk, _called: Called) -> None:
        self._of_visit(desk, "room_officer", "visits", "end", outcome="completed")
        self.step = ("lose" if self.loses_card else "return") if self.things else "depart"

    def _lose(self, desk: Desk, _called: Called) -> None:
        supervisor = self.house.officer("supervisor")
        self._give(desk, "locker_officer", f"/cards/{self.card}/lost", "lose",
                   visit_id=self.visit, identity_checked=True, description="a phone and a bag",
                   second_officer=desk.signature(supervisor))  # fmt: skip
        self.card, self.step = None, "return"

    def _return(self, desk: Desk, _called: Called) -> None:
        proof = {"card": self.card} if self.card else {"identity_checked": True}
        items = [{"kind": one["kind"], "count": one["count"]} for one in self.things]
        self._of_visit(desk, "locker_officer", "lockers", "return", items=items, **proof)
        self.step = "depart"

    def _depart(self, desk: Desk, _called: Called) -> None:
        persons = [f"p{n}" for n in range(1, len(self.group) + 1)]
        self._of_visit(desk, "room_officer", "visits", "depart", persons=len(persons),
                       identities_checked=persons)  # fmt: skip
        self.step = OVER

    # --- looking ---------------------------------------------------------------------------------

    def _look(self, desk: Desk, called: Called) -> None:
        """Goes on from what is written down, for whoever gave up or was told that it is done."""
        facility = self.house.facility
        if not self.visit:
            found = desk.look(self.house.officer("registrar"), "/visits", facility=facility,
                              q=self.group[0].nik)  # fmt: skip
            for one in (found or {}).get("items", []):
                self.visit = one["id"]
                self._registered(one["status"])
            return
        visit = desk.look(self.house.officer("room_officer"), f"/visits/{self.visit}")
        searched = desk.look(self.house.officer("screener"), f"/screenings/{self.visit}")
        things = desk.look(self.house.officer("locker_officer"), f"/lockers/{self.visit}/deposit")
        if visit is None:
            return
        status, kept = visit["status"], (things or {}).get("status")
        if things and things.get("card"):
            self.card = things["card"] if things.get("card_state") == "visitor" else None
        if self.cancels and status in ("booked", "registered", "called"):
            self.step = "cancel"
        elif status in ("cancelled", "refused", "no_show", "departed"):
            self.step = OVER
        elif status == "booked":
            self.step = "check_in"
        elif status == "started":
            self.step = "end"
        elif status == "ended":
            self.step = "return" if kept in ("deposited", "due") else "depart"
        elif searched and searched["status"] in ("waiting", "called"):
            self.step = "call" if searched["status"] == "waiting" else "result"
        elif searched and searched["status"] == "screened":
            stored = not self.things or kept == "deposited"
            self.step = "start" if stored else "deposit"

    # --- giving ----------------------------------------------------------------------------------

    def _of_visit(
        self, desk: Desk, role: str, where: str, action: str, path: str = "", mark: str = "",
        **body: Any,
    ) -> dict[str, Any]:  # fmt: skip
        path = f"/{where}/{self.visit}/{path or action}"
        return self._give(desk, role, path, action, mark=mark, **body)

    def _give(
        self, desk: Desk, role: str, path: str, action: str, mark: str = "", journey: Any = -1,
        **body: Any,
    ) -> dict[str, Any]:  # fmt: skip
        number = self.number if journey == -1 else journey
        command = Command(action, self.house.facility, number, mark)
        return desk.give(self.house.officer(role), path, body, command)
