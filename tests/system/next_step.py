"""What the desks do next for a group, by what is written down of it, as an officer reads it off
the screen; what there is to decide is drawn at random."""

from collections.abc import Mapping
from random import Random
from typing import Any, NamedTuple

from tests.support.front import OVERRIDE

Document = dict[str, Any]


class Step(NamedTuple):
    """A command, and the refusals that an officer who did nothing wrong may meet."""

    service: str
    method: str
    fields: Mapping[str, Any]
    refusals: frozenset[str] = frozenset()


NOT_NOW = frozenset({"room_full", "visitor_banned", "nobody_cleared"})


def next_step(
    visit: Document, searched: Document, things: Document, random: Random
) -> Step | None:
    """None when the group has to wait for others, or nothing is left to do for it. ``searched``
    and ``things`` are {} where the search post or the lockers know nothing of it."""
    of_visit = {"visit_id": visit["_id"]}
    match visit["status"]:
        case "booked":
            return Step("registration", "check_in", of_visit, frozenset({"visitor_banned"}))
        case "registered" | "called":
            return _at_the_post(searched, random)
        case "cleared" if visit["flags"]:
            return _reviewed(visit)
        case "cleared" if things.get("status") == "assigned":
            return Step("lockers", "deposit", {**of_visit, "items": _left(random)})
        case "cleared" if visit["belongings"] in ("none", "deposited"):
            return Step(
                "registration", "start", {**of_visit, "briefing_acknowledged": True}, NOT_NOW
            )
        case "started":
            return Step("registration", "end", {**of_visit, "outcome": "completed"})
        case "ended" if things.get("items") and things["status"] == "due":
            return _given_back(things)
        case "ended":
            persons = [one["person"] for one in visit["members"] if one["decision"] == "cleared"]
            gone = {"persons": len(persons), "identities_checked": persons}
            return Step("registration", "depart", {**of_visit, **gone})
        case "cancelled" | "refused" | "no_show" if things.get("status") == "due":
            return _given_back(things)
    return None


def _at_the_post(searched: Document, random: Random) -> Step | None:
    match searched.get("status"):
        case "waiting":
            return Step("screening", "call_next", {"on_duty": ["female", "male"]})
        case "held":
            return Step("screening", "resume", {"visit_id": searched["_id"]})
        case "called":
            return Step("screening", "result", _result(searched, random))
    return None


def _result(searched: Document, random: Random) -> dict[str, Any]:
    """A search by the rules: most are cleared, who is barred never is."""
    of_visit = {"visit_id": searched["_id"]}
    if random.random() < 0.05:
        return {**of_visit, "consent": "refused"}
    adult = next(one["person"] for one in searched["members"] if not one["minor"])
    members = [_finding(one, adult, searched["banned"], random) for one in searched["members"]]
    minors = {one["person"] for one in searched["members"] if one["minor"]}
    cleared = [one["person"] for one in members if one["decision"] == "cleared"]
    adults = [person for person in cleared if person not in minors]
    result = {**of_visit, "consent": "given", "members": members}
    if not adults:
        return result
    phones = [{"person": adults[0], "kind": "phone", "count": random.randint(1, 3),
               "disposition": "deposit"}]  # fmt: skip
    return {**result, "lead": adults[0], "items": phones if random.random() < 0.8 else []}


def _finding(one: Document, adult: str, banned: list[str], random: Random) -> dict[str, Any]:
    refused = one["person"] in banned or random.random() < 0.15
    return {
        "person": one["person"],
        "decision": "refused" if refused else "cleared",
        "reason": "dress_code" if refused else None,
        "searched_by": {"id": f"searcher-{one['sex']}", "sex": one["sex"]},
        "accompanied_by": adult if one["minor"] else None,
    }


def _reviewed(visit: Document) -> Step:
    """A supervisor lets the others go on."""
    refused = sorted({person for flag in visit["flags"] for person in flag["persons"]})
    looked_at = {"refused": refused, "reason": "looked at", "override": OVERRIDE}
    return Step("registration", "review", {"visit_id": visit["_id"], **looked_at})


def _left(random: Random) -> list[dict[str, Any]]:
    return [{"kind": kind, "count": random.randint(1, 3)} for kind in ("phone", "bag")]


def _given_back(things: Document) -> Step:
    items = [{"kind": one["kind"], "count": one["count"]} for one in things["items"]]
    out = things["card_state"] == "visitor"
    proof = {"card": things["card"]} if out else {"identity_checked": True}
    back = {"visit_id": things["_id"], "items": items, **proof}
    return Step("lockers", "return_belongings", back)
