"""Bans: proposed by one officer, decided by another."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from services.registration.domain import ban as bans
from services.registration.domain import refusals
from services.registration.domain.ban import Ban

TODAY = date(2026, 1, 17)
NOW = datetime(2026, 1, 17, 2, 0, tzinfo=UTC)
PROPOSED = Ban("b1", "RTBPN", "hash-of-siti", "6471********0001", "contraband", "officer-7", NOW)
OPEN_VISITS = [{"visit": "v1", "person": "p2"}]


def decide(ban=PROPOSED, decision="confirm", officer="officer-9", **more):
    return bans.decide(
        ban, decision, officer, "phone in a shoe", NOW, today=TODAY, usual_days=180, **more
    )


def confirmed(**changes):
    return replace(decide()[0], **changes)


def test_a_second_officer_confirms_and_the_open_visits_are_named():
    ban, events = decide(affected=OPEN_VISITS)
    assert (ban.status, ban.decided_by) == ("confirmed", "officer-9")
    assert events == [
        ("visitor_banned", {"reason": "contraband", "until": "2026-07-16", "affected": OPEN_VISITS})
    ]


def test_the_proposer_cannot_decide():
    with pytest.raises(refusals.SecondOfficerNeeded):
        decide(officer="officer-7")


def test_a_rejected_ban_bars_nobody_and_is_nobodys_news():
    ban, events = decide(decision="reject")
    assert (ban.status, events, ban.in_force(TODAY)) == ("rejected", [], False)


def test_a_decided_ban_is_not_decided_again():
    with pytest.raises(refusals.WrongState) as refused:
        decide(confirmed())
    assert refused.value.facts == {"state": "confirmed", "needed": ["proposed"]}


@pytest.mark.parametrize(
    "act",
    [
        lambda: bans.decide(None, "confirm", "o", "r", NOW, today=TODAY, usual_days=180),
        lambda: bans.lift(None, "o", "r", NOW),
    ],
)
def test_an_unknown_ban_is_not_found(act):
    with pytest.raises(refusals.NotFound):
        act()


def test_a_stated_end_is_kept():
    ban, _ = decide(replace(PROPOSED, until=date(2026, 2, 1)))
    assert ban.until == date(2026, 2, 1)


def test_a_ban_cannot_be_proposed_for_a_time_that_is_over():
    with pytest.raises(refusals.UntilInPast):
        bans.propose(None, replace(PROPOSED, until=TODAY - timedelta(days=1)), TODAY)


def test_a_ban_that_ran_out_before_its_decision_is_not_confirmed():
    with pytest.raises(refusals.UntilInPast):
        decide(replace(PROPOSED, until=TODAY - timedelta(days=1)))


def test_a_proposal_told_twice_is_one():
    again, events = bans.propose(PROPOSED, replace(PROPOSED, reason="other"), TODAY)
    assert again is PROPOSED
    assert events == []


def test_a_proposal_bars_nobody_yet():
    bans.check_none_banned([PROPOSED], {"hash-of-siti": "p1"}, TODAY)


def test_a_banned_person_is_refused_by_place_in_the_group():
    with pytest.raises(refusals.VisitorBanned) as refused:
        bans.check_none_banned([confirmed()], {"x": "p1", "hash-of-siti": "p2"}, TODAY)
    assert refused.value.facts == {"persons": ["p2"], "until": "2026-07-16"}


def test_a_ban_counts_on_its_last_day_and_not_after():
    ban = confirmed(until=TODAY)
    assert ban.in_force(TODAY)
    assert not ban.in_force(TODAY + timedelta(days=1))


def test_the_refusal_states_the_end_of_the_longest_ban():
    pair = [confirmed(until=date(2026, 2, 1)), confirmed(id="b2", until=date(2026, 3, 1))]
    with pytest.raises(refusals.VisitorBanned) as refused:
        bans.check_none_banned(pair, {"hash-of-siti": "p1"}, TODAY)
    assert refused.value.facts["until"] == "2026-03-01"


def test_a_lifted_ban_bars_nobody():
    ban, _ = bans.lift(confirmed(), "officer-1", "mistaken identity", NOW)
    assert (ban.status, ban.in_force(TODAY)) == ("lifted", False)


def test_only_a_ban_in_force_is_lifted():
    with pytest.raises(refusals.WrongState):
        bans.lift(PROPOSED, "officer-1", "reason", NOW)


def test_a_ban_proposed_at_the_search_is_on_the_person_named_by_place():
    visit = SimpleNamespace(
        id="v1",
        facility="RTBPN",
        members=(
            SimpleNamespace(person="p1", identity="hash-1", id_number="6471014101900001"),
            SimpleNamespace(person="p2", identity="hash-2", id_number="6471014101900002"),
        ),
    )
    data = {
        "person": "p2",
        "reason": "contraband",
        "evidence_number": "E-3",
        "proposed_by": "officer-7",
    }
    ban = bans.proposed_at(visit, "b9", data, NOW)
    assert (ban.identity, ban.masked, ban.visit, ban.person) == (
        "hash-2",
        "6471********0002",
        "v1",
        "p2",
    )
    assert bans.proposed_at(visit, "b9", {**data, "person": "p9"}, NOW) is None
    assert bans.proposed_at(None, "b9", data, NOW) is None


@pytest.mark.parametrize("until", [None, TODAY])
def test_a_ban_may_be_proposed_without_an_end_or_for_today_alone(until):
    proposed, events = bans.propose(None, replace(PROPOSED, until=until), TODAY)
    assert (proposed.until, events) == (until, [])
    assert decide(proposed)[0].in_force(TODAY)
