"""The registration desk, and the bookings made the day before."""

from typing import Any

from chassis.errors import Refused
from operations.demo.desks import Hall
from operations.demo.front import Officer
from operations.demo.plan import DAY, TURNED_AWAY, Outing


def book(hall: Hall, officer: Officer, outing: Outing) -> None:
    """By telephone, the day before."""
    answer = hall.front.command(
        officer,
        "registration",
        "register",
        date=DAY.isoformat(),
        session=outing.session,
        **_details(outing),
    )
    hall.log.came(answer["id"], outing)
    hall.log.add("booked")


def receive(hall: Hall, officer: Officer, outing: Outing) -> None:
    """A group stands at the desk."""
    hall.clock.wait(1)
    try:
        answer = (
            _check_in(hall, officer, outing) if outing.booked else _walk_in(hall, officer, outing)
        )
    except Refused as refused:
        hall.log.refused(refused.code)
        hall.log.is_over(outing)
        if refused.code != TURNED_AWAY.get(outing.incident):
            hall.log.surprised(f"group {outing.number} ({outing.incident}) refused: {refused}")
        return
    if outing.incident in TURNED_AWAY:
        hall.log.surprised(f"group {outing.number} ({outing.incident}) was not refused")
    hall.log.add("registered")
    if outing.incident == "cancels":
        hall.front.command(officer, "registration", "cancel", visit_id=answer["id"],
                           reason="has to leave", by="visitor")  # fmt: skip


def _check_in(hall: Hall, officer: Officer, outing: Outing) -> dict[str, Any]:
    visit = hall.log.visit_of(outing)
    return hall.front.command(officer, "registration", "check_in", visit_id=visit)


def _walk_in(hall: Hall, officer: Officer, outing: Outing) -> dict[str, Any]:
    answer = hall.front.command(officer, "registration", "register", **_details(outing))
    hall.log.came(answer["id"], outing)
    return answer


def _details(outing: Outing) -> dict[str, Any]:
    details: dict[str, Any] = {
        "inmate_number": outing.inmate,
        "kind": "family",
        "visitors": [person.as_visitor() for person in outing.group],
    }
    if outing.permit:
        details["permit"] = outing.permit
    if outing.contact:
        details["contact"] = {**outing.contact, "consent": True}
    return details
