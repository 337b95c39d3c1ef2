"""The table of who hears what, held against the published contracts."""

import pytest

import contracts
from services.notifications.domain import policy
from tests.unit.notifications.given import news

RULES = [(name, rule) for name, rules in policy.HEARS.items() for rule in rules]


def named(rule_of_table):
    return f"{rule_of_table[0]}-{rule_of_table[1].recipient}"


@pytest.mark.parametrize("listed", RULES, ids=named)
def test_a_rule_asks_only_for_what_its_event_says(listed):
    name, rule = listed
    assert set(rule.facts) <= set(contracts.ALL[name].schema().fields)


@pytest.mark.parametrize("name", [*policy.HEARS, *policy.INTRODUCES])
def test_every_event_in_the_table_is_published_and_open_to_us(name):
    assert contracts.ALL[name].restricted_to in ((), ("notifications",))


@pytest.mark.parametrize("name", policy.HEARS)
def test_each_recipient_hears_of_an_event_once(name):
    recipients = [rule.recipient for rule in policy.HEARS[name]]
    assert len(recipients) == len(set(recipients))


def test_who_is_cleared_is_not_written_to():
    cleared = news("visitor_screened", outcome="cleared").data
    assert not policy.concerns("visitor_screened", cleared)


@pytest.mark.parametrize("outcome", ["refused", "partly_cleared"])
def test_a_refusal_is_told_without_its_reason(outcome):
    data = news("visitor_screened", outcome=outcome).data
    (rule,) = policy.rules_for("visitor_screened", data)
    assert rule.facts_of(data) == {"outcome": outcome}


def test_a_plain_return_of_belongings_is_told_to_nobody():
    assert not policy.concerns("belongings_returned", news("belongings_returned").data)


@pytest.mark.parametrize(
    ("oddity", "recipients"),
    [
        ({"missing": 1}, {"visitor", "desk"}),
        ({"disputed": True}, {"visitor", "desk"}),
        ({"proof": "identity"}, {"desk"}),
    ],
)
def test_a_return_that_is_not_plain_is_looked_at(oddity, recipients):
    data = news("belongings_returned", **oddity).data
    assert {rule.recipient for rule in policy.rules_for("belongings_returned", data)} == recipients


def test_the_supervisor_hears_when_an_officer_of_the_right_sex_is_needed():
    data = news("visitor_held", reason="no_officer_of_same_sex").data
    assert [rule.desk for rule in policy.rules_for("visitor_held", data)] == [None, "supervisor"]


def test_a_visitor_who_did_not_answer_is_no_matter_for_the_supervisor():
    data = news("visitor_held", reason="no_answer").data
    assert [rule.desk for rule in policy.rules_for("visitor_held", data)] == [None]


def test_a_ban_that_touches_no_open_visit_is_told_to_nobody():
    assert not policy.concerns("visitor_banned", news("visitor_banned", affected=[]).data)
