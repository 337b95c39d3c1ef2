"""The locker desk: things in against a card, things out against the card."""

from typing import Any

from operations.demo.desks import Hall
from operations.demo.staff import SUPERVISOR, Officer


def serve(hall: Hall, officer: Officer, work: tuple[str, str, dict[str, Any]]) -> None:
    """``work`` is what to do, the visit, and what the board said of its locker and card."""
    what, visit, told = work
    hall.clock.wait(1)
    (take if what == "take" else give_back)(hall, officer, visit, told)


def take(hall: Hall, officer: Officer, visit: str, _told: dict[str, Any]) -> None:
    things = list(hall.log.outing(visit).things)
    hall.patiently(
        lambda: hall.front.post(officer, f"/lockers/{visit}/deposit", items=things)
    )
    hall.log.add("things_in", sum(thing["count"] for thing in things))
    hall.log.add("deposits")


def give_back(hall: Hall, officer: Officer, visit: str, told: dict[str, Any]) -> None:
    outing = hall.log.outing(visit)
    counted = [{"kind": thing["kind"], "count": thing["count"]} for thing in outing.things]
    proof: dict[str, Any] = {"card": told["card"]}
    if outing.incident in ("loses_card", "card_is_found"):
        _without_card(hall, officer, outing.incident, told["card"])
        proof = {"identity_checked": True}
    hall.patiently(
        lambda: hall.front.post(
            officer, f"/lockers/{visit}/return", items=counted, **proof
        )
    )
    hall.log.add("things_out", sum(thing["count"] for thing in counted))
    hall.log.add("returns")


def _without_card(hall: Hall, officer: Officer, incident: str, card: int) -> None:
    if incident == "loses_card":
        hall.front.post(
            officer, f"/cards/{card}/lost", identity_checked=True,
            description="a black phone and what else was listed",
            second_officer=SUPERVISOR.signature(),
        )  # fmt: skip
        hall.log.add("cards_lost")
    else:
        hall.front.post(
            officer, f"/cards/{card}/handed-in", handed_in_by="another visitor, in the yard",
            second_officer=SUPERVISOR.signature(),
        )  # fmt: skip
        hall.log.add("cards_handed_in")
