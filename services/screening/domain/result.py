"""The end of a search: consent, decisions, things, and what the others are told."""

from datetime import datetime

from services.screening.domain import decisions, goods
from services.screening.domain.screening import (
    SCREENED,
    Command,
    Consent,
    Decided,
    Event,
    Screening,
    ready_for,
)


def decide(state: Screening | None, command: Command, now: datetime,
           numbers: goods.Numbers) -> Decided:
    """Records the search of a called group.

    ``command``: {consent: given | refused | withdrawn, members: [...], lead?, items: [...], ban?:
    {person, reason}}. ``numbers`` is asked for evidence numbers only when every rule is met.
    """
    state = ready_for("result", state, command)
    officer, ban = command["officer"]["id"], command.get("ban")
    consent, items = command["consent"], command.get("items", ())
    members = decisions.judged(state, command.get("members", ()), consent)
    members, lead, outcome = decisions.group_of(members, state.lead, command.get("lead"))
    goods.check(items, members, consent, officer)
    if ban:
        decisions.require_known(ban["person"], members, "ban")
    screened = state.noted(
        now, command, "screened", outcome,
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
    return "visitor_screened", {
        "outcome": state.outcome,
        "visit_outcome": state.visit_outcome,
        "members": [
            {"person": member.person, "decision": member.decision, "reason": member.reason}
            for member in state.members
        ],
        "lead": state.lead,
        "deposit": goods.deposit(state.items),
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
