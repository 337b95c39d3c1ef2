"""The end of a search: consent, decisions, things, and what the others are told."""

from datetime import datetime
from typing import Any

from services.screening.domain import decisions, goods
from services.screening.domain.screening import (
    SCREENED,
    Consent,
    Decided,
    Event,
    Screening,
    ready_for,
)


def decide(state: Screening | None, facility: str, officer: str, found: dict[str, Any],
           now: datetime, numbers: goods.Numbers) -> Decided:
    """Records the search of a called group.

    ``found``: {consent: given | refused | withdrawn, members: [...], lead?, items: [...], ban?:
    {person, reason}}. ``numbers`` is asked for evidence numbers only when every rule is met.
    """
    state = ready_for("result", state, facility)
    consent, items = found["consent"], found.get("items", ())
    members = decisions.judged(state, found.get("members", ()), consent)
    members, lead, outcome = decisions.group_of(members, state.lead, found.get("lead"))
    goods.check(items, members, consent, officer)
    if ban := found.get("ban"):
        decisions.require_known(ban["person"], members, "ban")
    screened = state.noted(
        now, officer, "screened", outcome,
        status=SCREENED,
        consent=Consent(consent, now, officer),
        members=members,
        lead=lead,
        outcome=outcome,
        visit_outcome=decisions.visit_outcome(outcome, consent, members),
        items=goods.recorded(items, numbers),
    )
    return screened, [*_seized(screened), _screened(screened), *_ban(screened, ban, officer)]


def _screened(state: Screening) -> Event:
    deposited = [item.count for item in state.items if item.disposition == goods.DEPOSIT]
    return "visitor_screened", {
        "outcome": state.outcome,
        "visit_outcome": state.visit_outcome,
        "members": [
            {"person": member.person, "decision": member.decision, "reason": member.reason}
            for member in state.members
        ],
        "lead": state.lead,
        "deposit": {"required": bool(deposited), "items": sum(deposited)},
        "seizures": sum(item.seizure is not None for item in state.items),
    }


def _seized(state: Screening) -> list[Event]:
    return [
        ("contraband_seized", {"evidence_number": item.seizure.evidence_number,
                               "category": item.seizure.category,
                               "quantity": item.seizure.quantity, "person": item.person})
        for item in state.items if item.seizure
    ]


def _ban(state: Screening, ban: dict[str, str] | None, officer: str) -> list[Event]:
    if not ban:
        return []
    evidence = [item.seizure.evidence_number for item in state.items
                if item.seizure and item.person == ban["person"]]
    return [("ban_proposed", {"person": ban["person"], "reason": ban["reason"],
                              "evidence_number": evidence[0] if evidence else None,
                              "proposed_by": officer})]
