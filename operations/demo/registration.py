"""The registration desk, and the bookings made the day before."""

from typing import Any

from chassis.errors import Refused
from operations.demo.desks import Hall
from operations.demo.plan import DAY, TURNED_AWAY, Outing
from operations.demo.staff import Officer


def book(hall: Hall, officer: Officer, outing: Outing) -> None:
    """By telephone, the day before."""
    when = {"date": DAY.isoformat(), "session": outing.session}
    answer = hall.front.post(officer, "/visits", **when, **_details(outing))
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
        cancel = f"/visits/{answer['id']}/cancel"
        hall.front.post(officer, cancel, reason="has to leave", by="visitor")


def _check_in(hall: Hall, officer: Officer, outing: Outing) -> dict[str, Any]:
    visit = hall.log.visit_of(outing)
    return hall.front.post(officer, f"/visits/{visit}/check-in")


def _walk_in(hall: Hall, officer: Officer, outing: Outing) -> dict[str, Any]:
    answer = hall.front.post(officer, "/visits", **_details(outing))
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
