"""A house with all its desks: each method is what one officer does for one group."""

from collections.abc import Callable, Iterable, Sequence
from itertools import count
from typing import Any

from chassis.errors import Refused
from operations.demo.people import Person
from tests.support.eventually import eventually
from tests.support.front import SECOND_OFFICER, Front, patiently

PHONE = ({"kind": "phone", "count": 1},)
ROOMY = {"lockers": 5, "cards": 8}


class House(Front):
    """``groups`` holds the persons of each visit, ``things`` what it left in a locker."""

    def __init__(self, *args: Any):
        super().__init__(*args)
        self.groups: dict[str, Sequence[Person]] = {}
        self.things: dict[str, Sequence[dict[str, Any]]] = {}
        self._inmates = count(1)

    def open(self, **settings: Any) -> None:
        """Sets the house up and waits until the others have heard of it."""
        settings = ROOMY | settings
        self.ask("registration", "configure_facility", name="Rutan", timezone="Asia/Makassar",
                 settings=settings)  # fmt: skip
        patiently(lambda: self.look("screening", "screenings"))
        eventually("the lockers are there", lambda: self.lockers() == settings["lockers"])

    def lockers(self) -> int:
        try:
            return len(self.look("lockers", "lockers")["lockers"])
        except Refused:
            return -1

    # --- registration ---------------------------------------------------------------------------

    def inmate(self) -> str:
        number = f"B-{next(self._inmates)}"
        self.ask("registration", "add_inmate", number=number, name="Warga Binaan Budi",
                 sex="male", legal_status="convict")  # fmt: skip
        return number

    def register(self, *group: Person, **fields: Any) -> str:
        """A group, by default one woman, comes for an inmate of its own. The visit's id."""
        group = group or (self.person(),)
        fields = {"inmate_number": fields.pop("inmate_number", None) or self.inmate(), **fields}
        visitors = [one.as_visitor() for one in group]
        made = self.ask("registration", "register", visitors=visitors, **fields)
        self.groups[made["id"]] = group
        return made["id"]

    def start(self, visit: str) -> dict[str, Any]:
        return patiently(lambda: self.ask(
            "registration", "start", visit_id=visit, briefing_acknowledged=True))  # fmt: skip

    def end(self, visit: str, outcome: str = "completed", **fields: Any) -> Any:
        return self.ask("registration", "end", visit_id=visit, outcome=outcome, **fields)

    def depart(self, visit: str) -> Any:
        persons = [one["person"] for one in self.visit(visit)["members"]
                   if one["decision"] == "cleared"]  # fmt: skip
        return patiently(lambda: self.ask("registration", "depart", visit_id=visit,
                                          persons=len(persons), identities_checked=persons))

    def end_day(self, **fields: Any) -> Any:
        return self.ask("registration", "end_of_day", **fields)

    # --- the search post ------------------------------------------------------------------------

    def call(self, visit: str) -> None:
        """Calls the next group, which must be this one."""
        called = patiently(lambda: self.ask("screening", "call_next", on_duty=["female", "male"]))
        assert called["visit_id"] == visit
        self.until(visit, status="called")

    def search(
        self,
        visit: str,
        things: Iterable[dict[str, Any]] = PHONE,
        refused: Iterable[str] = (),
        **more: Any,
    ) -> Any:
        """Records the search; ``things`` go to a locker."""
        lead = next(p for p, one in self._persons(visit) if one.adult and p not in refused)
        members = [_finding(p, one, p in refused, lead) for p, one in self._persons(visit)]
        items = [*more.pop("items", []), *({"person": lead, "disposition": "deposit", **thing}
                                           for thing in things)]  # fmt: skip
        return self.ask("screening", "result", visit_id=visit, consent="given",
                        members=members, items=items, **more)  # fmt: skip

    def clear(self, visit: str, things: Sequence[dict[str, Any]] = PHONE, **more: Any) -> None:
        """From the line to the lockers."""
        self.call(visit)
        self.search(visit, things, **more)
        self.until(visit, status="cleared")
        self.things[visit] = things

    # --- lockers --------------------------------------------------------------------------------

    def deposit(self, visit: str) -> int:
        """Takes the group's things in; the number of its card."""
        answer = patiently(lambda: self.ask(
            "lockers", "deposit", visit_id=visit, items=self.things[visit]))  # fmt: skip
        self.until(visit, belongings="deposited")
        return answer["card"]

    def give_back(self, visit: str, **proof: Any) -> Any:
        """Against the card, or by what ``proof`` says."""
        proof = proof or {"card": self.deposit_of(visit)["card"]}
        answer = patiently(lambda: self.ask(
            "lockers", "return_belongings", visit_id=visit, items=self.things[visit], **proof))
        self.until(visit, belongings="returned")
        return answer

    def deposit_of(self, visit: str) -> dict[str, Any]:
        return self.look("lockers", "deposit_of", visit_id=visit)

    # --- several desks at once --------------------------------------------------------------------

    def admit(self, visit: str, **search: Any) -> dict[str, Any]:
        """From the line into the visiting room."""
        self.clear(visit, **search)
        if self.things[visit]:
            self.deposit(visit)
        return self.start(visit)

    def see_out(self, visit: str) -> None:
        """From the end of a visit to the way out."""
        if self.things[visit]:
            self.give_back(visit)
        self.depart(visit)

    def ban(self, person: Person, reason: str = "contraband") -> str:
        """One officer proposes, another confirms; the ban's id."""
        visitor = {"id_type": "nik", "id_number": person.nik}
        ban = self.ask("registration", "ban", visitor=visitor, reason=reason)["id"]
        self.ask("registration", "decide_ban", SECOND_OFFICER, ban_id=ban, decision="confirm",
                 reason="seen by two")  # fmt: skip
        return ban

    def _persons(self, visit: str) -> list[tuple[str, Person]]:
        return [(f"p{n}", one) for n, one in enumerate(self.groups[visit], start=1)]


def _finding(person: str, one: Person, refused: bool, adult: str) -> dict[str, Any]:
    finding: dict[str, Any] = {
        "person": person,
        "decision": "refused" if refused else "cleared",
        "searched_by": {"id": f"searcher-{one.sex}", "sex": one.sex},
    }
    if refused:
        finding["reason"] = "dress_code"
    return finding if one.adult else finding | {"accompanied_by": adult}


def code_of(act: Callable[[], Any]) -> str:
    """The code with which it is refused."""
    try:
        act()
    except Refused as refused:
        return refused.code
    raise AssertionError("it was not refused")
