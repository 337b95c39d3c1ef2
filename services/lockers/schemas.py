"""What comes in, in the words of the domain."""

from collections.abc import Mapping
from typing import Any

from services.lockers.domain.assignment import Screened
from services.lockers.domain.custody import Handover
from services.lockers.domain.deposit import Dispute
from services.lockers.domain.deposit import Override as SetAside
from services.lockers.domain.items import GivenBack, Item


def screened_of(event: Mapping[str, Any]) -> Screened:
    """What matters here of a search result. A refused group takes its things along, so it needs
    no locker whatever else the result says."""
    refused = event["data"]["outcome"] == "refused"
    required = event["data"]["deposit"]["required"] and not refused
    return Screened(event["subject"], event["facility"], event["sequence"], required, refused)


def stock_of(event: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a facility that matter at the locker desk."""
    settings = ("timezone", "lockers", "cards", "unclaimed_days")
    return {name: event["data"][name] for name in settings}


def items_of(command: Mapping[str, Any]) -> tuple[Item, ...]:
    return tuple(Item(**item) for item in command["items"])


def handover_of(command: Mapping[str, Any]) -> Handover:
    dispute = command.get("dispute")
    return Handover(
        officer=command["officer"]["id"],
        items=tuple(GivenBack(**item) for item in command["items"]),
        card=command.get("card"),
        identity_checked=command.get("identity_checked", False),
        returned_to=command.get("returned_to"),
        dispute=dispute and Dispute(**dispute),
        override=override_of(command),
    )


def override_of(command: Mapping[str, Any]) -> SetAside | None:
    override = command.get("override")
    return override and SetAside(**override)
