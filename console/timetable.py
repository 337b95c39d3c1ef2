"""Which sessions a house holds on a day, by its settings. The services decide; this offers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def sessions_on(settings: Mapping[str, Any], day: date) -> list[str]:
    """Names in the order of opening; none on a day that is blocked."""
    on = day.isoformat()
    if any(one["date"] == on for one in settings["blocked_dates"]):
        return []
    rules = settings["sessions"]
    period = next((p for p in settings["special_periods"] if p["first"] <= on <= p["last"]), None)
    if period and period["sessions"] is not None:
        rules = period["sessions"]
    weekday = _WEEKDAYS[day.weekday()]
    held = [rule for rule in rules if weekday in rule["weekdays"]]
    return [rule["name"] for rule in sorted(held, key=lambda rule: str(rule["opens"]))]


def stopped(inmate: Mapping[str, Any], day: date) -> str | None:
    """Why the inmate cannot be visited on that day: a status or "refuses_visits"; None if he or
    she can. A status ends with its last day."""
    until = inmate["status_until"]
    if inmate["status"] != "available" and not (until and until < day.isoformat()):
        return str(inmate["status"])
    return None if inmate["accepts_visits"] else "refuses_visits"
