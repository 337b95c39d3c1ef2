"""What the visitors carried: allowed, deposit, returned outside, parcel, seized."""

from collections.abc import Callable, Sequence
from typing import Any

from services.screening.domain.decisions import REFUSED, REFUSED_CONSENT, require_known
from services.screening.domain.refusals import (
    DepositForRefusedPerson,
    SearchWithoutConsent,
    SeizureDetailsRequired,
    SeizureNotExpected,
    WitnessMustBeAnother,
)
from services.screening.domain.screening import Item, Member, Seizure

DEPOSIT, SEIZED = "deposit", "seized"
Numbers = Callable[[int], Sequence[str]]
"""Hands out so many new evidence numbers."""


def check(items: Sequence[dict[str, Any]], members: Sequence[Member], consent: str,
          officer: str) -> None:
    """Raises the refusal of the first rule that an item breaks."""
    if items and consent == REFUSED_CONSENT:
        persons = sorted({item["person"] for item in items})
        raise SearchWithoutConsent("consent was refused, so nothing is examined", "items",
                                   persons=persons)
    refused = {member.person for member in members if member.decision == REFUSED}
    for place, item in enumerate(items):
        require_known(item["person"], members, "items")
        if item["disposition"] == DEPOSIT and item["person"] in refused:
            raise DepositForRefusedPerson("who does not go in takes their things along", "items",
                                          item=place, person=item["person"])
        _check_seizure(item, place, officer)


def recorded(items: Sequence[dict[str, Any]], numbers: Numbers) -> tuple[Item, ...]:
    """The items as they are kept, each seizure with its evidence number."""
    seized = sum(item["disposition"] == SEIZED for item in items)
    handed_out = iter(numbers(seized) if seized else ())
    return tuple(
        Item(
            person=item["person"],
            kind=item["kind"],
            description=item.get("description"),
            count=item["count"],
            disposition=item["disposition"],
            seizure=Seizure(evidence_number=next(handed_out), **item["seizure"])
            if item["disposition"] == SEIZED else None,
        )
        for item in items
    )


def deposit(items: Sequence[Item]) -> dict[str, Any]:
    """Whether the group needs a locker, and for how many things."""
    things = sum(item.count for item in items if item.disposition == DEPOSIT)
    return {"required": things > 0, "items": things}


def evidence_of(items: Sequence[Item]) -> list[str]:
    """The evidence numbers, in the order of the items."""
    return [item.seizure.evidence_number for item in items if item.seizure]


def _check_seizure(item: dict[str, Any], place: int, officer: str) -> None:
    details = item.get("seizure")
    if item["disposition"] != SEIZED:
        if details:
            raise SeizureNotExpected("only a seized item has details of a seizure", "items",
                                     item=place)
        return
    if not details:
        raise SeizureDetailsRequired(
            "a seizure names category, quantity, witness and who took it over", "items",
            item=place)
    if details["witness"] == officer:
        raise WitnessMustBeAnother("the witness is another officer than the one who seizes",
                                   "items", item=place)
