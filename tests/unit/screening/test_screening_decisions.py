"""Consent, search, a decision per person, and what becomes of the group."""

import pytest

from services.screening.domain import arrivals, refusals


def told(events, name="visitor_screened"):
    return next(data for event_type, data in events if event_type == name)


# --- consent -----------------------------------------------------------------------------------


def test_a_searched_family_goes_on(called, screen, family, now):
    state, events = screen(called(), *family())
    assert (state.status, state.outcome, state.visit_outcome) == ("screened", "cleared", None)
    assert (state.consent.answer, state.consent.at, state.consent.officer) == (
        "given", now, "officer-1")
    assert told(events) == {
        "outcome": "cleared", "visit_outcome": None, "lead": "p1", "seizures": 0,
        "deposit": {"required": False, "items": 0},
        "members": [{"person": person, "decision": "cleared", "reason": None}
                    for person in ("p1", "p2", "p3")],
    }


@pytest.mark.parametrize("consent", ["refused", "withdrawn"])
def test_without_consent_nobody_goes_in_and_nobody_is_forced(called, screen, consent):
    state, events = screen(called(), consent=consent)
    assert (state.outcome, state.visit_outcome) == ("refused", "visitor_declined_search")
    assert state.consent.answer == consent
    assert [member["reason"] for member in told(events)["members"]] == ["declined_search"] * 3
    assert told(events)["lead"] == "p1"


def test_nobody_is_cleared_without_consent(called, screen, family):
    with pytest.raises(refusals.ConsentRequired) as refused:
        screen(called(), *family(), consent="withdrawn")
    assert refused.value.facts == {"persons": ["p1", "p2", "p3"]}


def test_nobody_is_searched_against_a_refused_consent(called, screen, refused):
    search = refused("p1", searched_by={"id": "officer-3", "sex": "female"})
    with pytest.raises(refusals.SearchWithoutConsent):
        screen(called(), search, consent="refused")


def test_a_search_that_was_begun_before_consent_was_withdrawn_is_recorded(
        called, screen, refused):
    search = refused("p1", searched_by={"id": "officer-3", "sex": "female"})
    state, _ = screen(called(), search, consent="withdrawn")
    assert state.members[0].searched_by.id == "officer-3"


def test_nothing_is_examined_against_a_refused_consent(called, screen, item):
    with pytest.raises(refusals.SearchWithoutConsent):
        screen(called(), consent="refused", items=[item()])


def test_a_group_whose_adults_all_declined_has_declined(called, screen, refused, cleared):
    state, _ = screen(called(), refused("p1", "declined_search"), refused("p2", "declined_search"),
                      cleared("p3", "male", accompanied_by="p1"))
    assert (state.outcome, state.visit_outcome) == ("refused", "visitor_declined_search")


# --- the search --------------------------------------------------------------------------------


def test_a_woman_is_not_searched_by_a_man(called, screen, family, cleared):
    with pytest.raises(refusals.SameSexOfficerRequired) as refused:
        screen(called(), *family(cleared("p1", "male")))
    assert refused.value.facts == {"person": "p1", "needed": "female"}


def test_nobody_is_cleared_unsearched(called, screen, family):
    with pytest.raises(refusals.NotSearched) as refused:
        screen(called(), *family({"person": "p2", "decision": "cleared"}))
    assert refused.value.facts == {"person": "p2"}


@pytest.mark.parametrize("companion", [None, "p3", "p9"])
def test_a_child_is_searched_with_an_adult_of_its_group(
        called, screen, family, cleared, companion):
    with pytest.raises(refusals.MinorNeedsAdult):
        screen(called(), *family(cleared("p3", "male", accompanied_by=companion)))


def test_an_adult_who_is_absent_accompanies_nobody(called, screen, family, refused):
    with pytest.raises(refusals.MinorNeedsAdult):
        screen(called(), *family(refused("p1", "absent")), lead="p2")


def test_an_adult_who_failed_the_search_may_have_accompanied_the_child(
        called, screen, family, refused):
    state, _ = screen(called(), *family(refused("p1")), lead="p2")
    assert state.members[2].decision == "cleared"


# --- decisions ---------------------------------------------------------------------------------


def test_every_person_is_decided(called, screen, cleared):
    with pytest.raises(refusals.PersonNotDecided) as refused:
        screen(called(), cleared("p1"))
    assert refused.value.facts == {"persons": ["p2", "p3"]}


def test_no_person_is_decided_twice(called, screen, family, cleared):
    with pytest.raises(refusals.PersonDecidedTwice):
        screen(called(), *family(), cleared("p1"))


def test_a_person_of_no_group_is_not_decided(called, screen, family, cleared):
    with pytest.raises(refusals.UnknownPerson) as refused:
        screen(called(), *family(), cleared("p4"))
    assert refused.value.facts == {"person": "p4"}


def test_nobody_is_refused_without_a_reason(called, screen, family, refused):
    with pytest.raises(refusals.ReasonRequired):
        screen(called(), *family(refused("p2", None)))


def test_a_banned_person_is_not_cleared(called, screen, family, now):
    flagged, _ = arrivals.banned(called(), ["p2"], now)
    with pytest.raises(refusals.PersonBanned) as refused:
        screen(flagged, *family())
    assert refused.value.facts == {"person": "p2"}


def test_a_banned_person_is_refused_and_the_others_go_on(called, screen, family, refused, now):
    flagged, _ = arrivals.banned(called(), ["p2"], now)
    state, _ = screen(flagged, *family(refused("p2", "banned")))
    assert state.outcome == "partly_cleared"


def test_only_a_called_group_gets_a_result(waiting, screen, family):
    with pytest.raises(refusals.WrongState) as refused:
        screen(waiting(), *family())
    assert refused.value.facts == {"state": "waiting", "needed": ["called"]}


def test_a_result_is_given_once(called, screen, family):
    state, _ = screen(called(), *family())
    with pytest.raises(refusals.WrongState):
        screen(state, *family())


# --- the group ---------------------------------------------------------------------------------


def test_one_is_refused_and_the_others_go_on(called, screen, family, refused):
    state, events = screen(called(), *family(refused("p2")))
    assert (state.outcome, state.visit_outcome, state.lead) == ("partly_cleared", None, "p1")
    assert told(events)["members"][1] == {"person": "p2", "decision": "refused",
                                          "reason": "dress_code"}


def test_another_cleared_adult_leads_when_the_lead_is_refused(called, screen, family, refused):
    state, events = screen(called(), *family(refused("p1")), lead="p2")
    assert state.outcome == "partly_cleared"
    assert told(events)["lead"] == "p2"


def test_a_refused_lead_has_to_be_replaced(called, screen, family, refused):
    with pytest.raises(refusals.LeadRequired) as raised:
        screen(called(), *family(refused("p1")))
    assert raised.value.facts == {"candidates": ["p2"]}


@pytest.mark.parametrize("lead", ["p1", "p3"])
def test_neither_a_refused_person_nor_a_child_leads(called, screen, family, refused, lead):
    with pytest.raises(refusals.LeadNotClearedAdult) as raised:
        screen(called(), *family(refused("p1")), lead=lead)
    assert raised.value.facts == {"person": lead, "candidates": ["p2"]}


def test_a_stranger_does_not_lead(called, screen, family):
    with pytest.raises(refusals.UnknownPerson):
        screen(called(), *family(), lead="p7")


def test_children_do_not_go_on_without_a_cleared_adult(called, screen, family, refused):
    state, events = screen(called(), *family(refused("p1"), refused("p2")))
    assert (state.outcome, state.visit_outcome) == ("refused", "visitor_failed_search")
    assert told(events)["members"][2] == {"person": "p3", "decision": "refused",
                                          "reason": "no_cleared_adult"}


def test_a_group_refused_person_by_person_failed_the_search(called, screen, refused):
    state, _ = screen(called(), refused("p1"), refused("p2"), refused("p3"))
    assert (state.outcome, state.visit_outcome) == ("refused", "visitor_failed_search")
