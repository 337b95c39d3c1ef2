"""A decision for each person, and what the decisions make of the group."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from services.screening.domain.refusals import (
    ConsentRequired,
    LeadNotClearedAdult,
    LeadRequired,
    MinorNeedsAdult,
    NotSearched,
    PersonBanned,
    PersonDecidedTwice,
    PersonNotDecided,
    ReasonRequired,
    SameSexOfficerRequired,
    SearchWithoutConsent,
    UnknownPerson,
)
from services.screening.domain.screening import Member, Officer, Screening

GIVEN, REFUSED_CONSENT, WITHDRAWN = "given", "refused", "withdrawn"
CLEARED, PARTLY_CLEARED, REFUSED = "cleared", "partly_cleared", "refused"
FAILED_VISIT, DECLINED_VISIT = "visitor_failed_search", "visitor_declined_search"

DECLINED_SEARCH = "declined_search"
"""Reason of a person who did not want to be searched."""
ABSENT = "absent"
"""Reason of a person who was registered but is not at the post."""
NO_CLEARED_ADULT = "no_cleared_adult"
"""Reason of a child that passed, but whose adults did not."""


def judged(screening: Screening, findings: Sequence[dict[str, Any]],
           consent: str) -> tuple[Member, ...]:
    """The members with what was found for each: {person, decision, reason?, searched_by?: {id,
    sex}, accompanied_by?}. Without consent everybody is refused, named or not.

    Raises the refusal of the first rule that is broken.
    """
    by_person = _by_person(screening, findings)
    if consent == GIVEN:
        _require_everybody(screening, by_person)
    else:
        _require_nobody_cleared(findings)
        if consent == REFUSED_CONSENT:
            _require_nobody_searched(findings)
    unnamed = {"decision": REFUSED}
    reason = None if consent == GIVEN else DECLINED_SEARCH
    members = tuple(_found(member, by_person.get(member.person, unnamed), reason)
                    for member in screening.members)
    for member in members:
        _check(member, members, screening.banned)
    return members


def group_of(members: Sequence[Member], lead: str | None,
             named: str | None) -> tuple[tuple[Member, ...], str | None, str]:
    """(members, lead, outcome) of the group. A child goes on only with a cleared adult; without
    one the whole group is refused. A refused lead is replaced by the ``named`` one.

    Raises UnknownPerson, LeadRequired, LeadNotClearedAdult.
    """
    if named is not None:
        require_known(named, members, "lead")
    cleared = [member for member in members if member.decision == CLEARED]
    adults = [member.person for member in cleared if not member.minor]
    if not adults:
        return tuple(_stopped(member) for member in members), lead, REFUSED
    if named is not None and named not in adults:
        raise LeadNotClearedAdult("the lead must be a cleared adult", "lead", person=named,
                                  candidates=adults)
    if named is None and lead not in adults:
        raise LeadRequired("the lead is refused: name another cleared adult as lead, or refuse "
                           "the others too", "lead", candidates=adults)
    outcome = CLEARED if len(cleared) == len(members) else PARTLY_CLEARED
    return tuple(members), named or lead, outcome


def visit_outcome(outcome: str, consent: str, members: Sequence[Member]) -> str | None:
    """What becomes of the visit, if the search ended it. A group whose every adult declined was
    not caught at anything."""
    if outcome != REFUSED:
        return None
    adults = [member for member in members if not member.minor]
    declined = all(member.reason == DECLINED_SEARCH for member in adults)
    return DECLINED_VISIT if consent != GIVEN or declined else FAILED_VISIT


def require_known(person: str, members: Sequence[Member], field: str) -> None:
    if person not in {member.person for member in members}:
        raise UnknownPerson("no such person in this group", field, person=person)


def _by_person(screening: Screening, findings: Sequence[dict]) -> dict[str, dict]:
    by_person: dict[str, dict] = {}
    for finding in findings:
        require_known(finding["person"], screening.members, "members")
        if finding["person"] in by_person:
            raise PersonDecidedTwice("a person gets one decision", "members",
                                     person=finding["person"])
        by_person[finding["person"]] = finding
    return by_person


def _require_everybody(screening: Screening, by_person: dict[str, dict]) -> None:
    missing = [member.person for member in screening.members if member.person not in by_person]
    if missing:
        raise PersonNotDecided("every person of the group gets a decision", "members",
                               persons=missing)


def _require_nobody_cleared(findings: Sequence[dict]) -> None:
    cleared = [finding["person"] for finding in findings if finding["decision"] == CLEARED]
    if cleared:
        raise ConsentRequired("nobody goes on without consent to the search", "members",
                              persons=cleared)


def _require_nobody_searched(findings: Sequence[dict]) -> None:
    searched = [finding["person"] for finding in findings if finding.get("searched_by")]
    if searched:
        raise SearchWithoutConsent("consent was refused, so nobody is searched", "members",
                                   persons=searched)


def _found(member: Member, finding: dict, reason: str | None) -> Member:
    searcher = finding.get("searched_by")
    return replace(
        member,
        decision=finding["decision"],
        reason=finding.get("reason") or reason,
        searched_by=Officer(**searcher) if searcher else None,
        accompanied_by=finding.get("accompanied_by"),
    )


def _check(member: Member, group: Sequence[Member], banned: Sequence[str]) -> None:
    person = member.person
    if member.decision == REFUSED and not member.reason:
        raise ReasonRequired("nobody is refused without a reason", "members", person=person)
    if member.decision == CLEARED and person in banned:
        raise PersonBanned("a ban is in force: this person can only be refused", "members",
                           person=person)
    if member.searched_by is None:
        if member.decision == CLEARED:
            raise NotSearched("a person is cleared after a search", "members", person=person)
        return
    if member.searched_by.sex != member.sex:
        raise SameSexOfficerRequired("visitors are searched by an officer of their own sex",
                                     "members", person=person, needed=member.sex)
    if member.minor and member.accompanied_by not in _adults_present(group):
        raise MinorNeedsAdult("a child is searched in the presence of an adult of its group",
                              "members", person=person)


def _adults_present(group: Sequence[Member]) -> set[str]:
    return {member.person for member in group if not member.minor and member.reason != ABSENT}


def _stopped(member: Member) -> Member:
    if member.decision == REFUSED:
        return member
    return replace(member, decision=REFUSED, reason=NO_CLEARED_ADULT)
