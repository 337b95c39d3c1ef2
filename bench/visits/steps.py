"""What the desks do for one group, from the registration to the exit: eight commands.

The same commands go to every system that is measured, over HTTP or as RPC.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import uuid4

from operations.demo.people import Person

OFFICER = {"id": "petugas", "roles": ["supervisor"]}
THINGS = [{"kind": "phone", "count": 1}, {"kind": "bag", "count": 1}]


class Step(NamedTuple):
    """``after``: the event upon which it may be tried; None: it need not be waited for."""

    name: str
    service: str
    method: str
    path: str
    after: str | None = None


REGISTER = Step("register", "registration", "register", "/visits")
CALL_NEXT = Step("call_next", "screening", "call_next", "/screenings/call-next")
RESULT = Step("result", "screening", "result", "/screenings/{visit_id}/result")
DEPOSIT = Step("deposit", "lockers", "deposit", "/lockers/{visit_id}/deposit", "locker_assigned")
START = Step("start", "registration", "start", "/visits/{visit_id}/start", "belongings_deposited")
END = Step("end", "registration", "end", "/visits/{visit_id}/end")
GIVE_BACK = Step(
    "return", "lockers", "return_belongings", "/lockers/{visit_id}/return", "visit_ended"
)
DEPART = Step(
    "depart", "registration", "depart", "/visits/{visit_id}/depart", "belongings_returned"
)
STEPS = (REGISTER, CALL_NEXT, RESULT, DEPOSIT, START, END, GIVE_BACK, DEPART)
AWAITED = frozenset(step.after for step in STEPS if step.after)


class Group(NamedTuple):
    """Who comes to whom. ``contact``: whether they leave an address."""

    facility: str
    inmate: str
    persons: tuple[Person, ...]
    contact: bool


class Given(NamedTuple):
    """One command. Given again it has the same id."""

    step: Step
    command_id: str
    facility: str
    fields: dict[str, Any]

    def as_rpc(self) -> dict[str, Any]:
        known = {"command_id": self.command_id, "facility": self.facility, "officer": OFFICER}
        return known | self.fields


def given(step: Step, facility: str, **fields: Any) -> Given:
    return Given(step, str(uuid4()), facility, fields)


def register(group: Group) -> Given:
    visitors = [one.as_visitor() for one in group.persons]
    fields: dict[str, Any] = {"inmate_number": group.inmate, "kind": "family", "visitors": visitors}
    if group.contact:
        lead = group.persons[0]
        email = f"{lead.nik}@example.org"
        fields["contact"] = {"name": lead.name, "email": email, "language": "id", "consent": True}
    return given(REGISTER, group.facility, **fields)


def call_next(facility: str) -> Given:
    return given(CALL_NEXT, facility, post="post-1", on_duty=["female", "male"])


def after_the_call(group: Group, visit: str) -> list[Given]:
    """The six commands that follow; ``card`` is put in once it is known."""
    persons = [f"p{n}" for n in range(1, len(group.persons) + 1)]
    findings = [
        {"person": person, "decision": "cleared",
         "searched_by": {"id": f"petugas-{one.sex}", "sex": one.sex},
         **({} if one.adult else {"accompanied_by": "p1"})}
        for person, one in zip(persons, group.persons, strict=True)
    ]  # fmt: skip
    items = [{"person": "p1", "disposition": "deposit", **thing} for thing in THINGS]
    told: list[tuple[Step, Mapping[str, Any]]] = [
        (RESULT, {"consent": "given", "members": findings, "items": items}),
        (DEPOSIT, {"items": THINGS}),
        (START, {"briefing_acknowledged": True}),
        (END, {"outcome": "completed"}),
        (GIVE_BACK, {"items": THINGS}),
        (DEPART, {"persons": len(persons), "identities_checked": persons}),
    ]
    return [given(step, group.facility, visit_id=visit, **fields) for step, fields in told]
