"""Things carried, things seized, and a ban proposed for it."""

import pytest

from services.screening.domain import evidence, refusals, result


def told(events, name="visitor_screened"):
    return [data for event_type, data in events if event_type == name]


def test_things_to_deposit_ask_for_a_locker(called, screen, family, item):
    items = [item(count=2), item("p2"), item("p3", "allowed"), item("p1", "returned_outside")]
    state, events = screen(called(), *family(), items=items)
    assert told(events)[0]["deposit"] == {"required": True, "items": 3}
    assert len(state.items) == 4


def test_a_parcel_asks_for_no_locker(called, screen, family, item):
    _, events = screen(called(), *family(), items=[item(disposition="parcel")])
    assert told(events)[0]["deposit"] == {"required": False, "items": 0}


def test_a_seizure_gets_a_number_and_is_told(called, screen, family, seized, item):
    state, events = screen(called(), *family(), items=[item(), seized("p2"), seized("p1")])
    assert [thing.seizure and thing.seizure.evidence_number for thing in state.items] == [
        None, "RTBPN-20260117-0001", "RTBPN-20260117-0002"]
    assert told(events, "contraband_seized")[0] == {
        "evidence_number": "RTBPN-20260117-0001", "category": "phone_or_sim", "quantity": 1,
        "person": "p2"}
    assert told(events)[0]["seizures"] == 2


def test_an_evidence_number_names_house_day_and_place():
    day, _ = evidence.drawn(None, "rtbpn", "2026-01-17", 2)
    day, _ = evidence.drawn(day, "rtbpn", "2026-01-17", 2)
    assert evidence.numbers("rtbpn", "2026-01-17", day.last, 2) == [
        "RTBPN-20260117-0003", "RTBPN-20260117-0004"]


def test_no_number_is_drawn_for_a_result_that_is_refused(called, family, seized, command, now):
    def numbers(count):
        raise AssertionError("a number was drawn")

    found = command(consent="given", members=family()[:1], items=[seized()])
    with pytest.raises(refusals.PersonNotDecided):
        result.decide(called(), found, now, numbers)


def test_no_number_is_drawn_without_a_seizure(called, family, item, command, now):
    def numbers(count):
        raise AssertionError("a number was drawn")

    found = command(consent="given", members=family(), items=[item()])
    state, _ = result.decide(called(), found, now, numbers)
    assert state.status == "screened"


def test_a_seizure_needs_its_details(called, screen, family, item):
    with pytest.raises(refusals.SeizureDetailsRequired) as refused:
        screen(called(), *family(), items=[item(), item("p1", "seized")])
    assert refused.value.facts == {"item": 1}


def test_what_is_not_seized_has_no_details_of_a_seizure(called, screen, family, seized):
    with pytest.raises(refusals.SeizureNotExpected):
        screen(called(), *family(), items=[seized() | {"disposition": "deposit"}])


def test_nobody_witnesses_their_own_seizure(called, screen, family, seized):
    with pytest.raises(refusals.WitnessMustBeAnother):
        screen(called(), *family(), items=[seized(witness="officer-1")])


def test_who_does_not_go_in_deposits_nothing(called, screen, family, refused, item):
    with pytest.raises(refusals.DepositForRefusedPerson) as raised:
        screen(called(), *family(refused("p2")), items=[item("p2")])
    assert raised.value.facts == {"item": 0, "person": "p2"}


def test_a_group_that_is_refused_deposits_nothing(called, screen, family, refused, item):
    with pytest.raises(refusals.DepositForRefusedPerson):
        screen(called(), *family(refused("p1"), refused("p2")), items=[item("p3")])


def test_nobodys_things_are_not_recorded(called, screen, family, item):
    with pytest.raises(refusals.UnknownPerson):
        screen(called(), *family(), items=[item("p9")])


def test_a_ban_is_proposed_with_the_evidence(called, screen, family, refused, seized):
    _, events = screen(called(), *family(refused("p2", "contraband")),
                       items=[seized("p1"), seized("p2")],
                       ban={"person": "p2", "reason": "contraband"})
    assert told(events, "ban_proposed") == [
        {"person": "p2", "reason": "contraband", "evidence_number": "RTBPN-20260117-0002",
         "proposed_by": "officer-1"}]
    assert [event[0] for event in events] == [
        "contraband_seized", "contraband_seized", "visitor_screened", "ban_proposed"]


def test_a_ban_without_a_seizure_names_no_evidence(called, screen, family, refused):
    _, events = screen(called(), *family(refused("p2")),
                       ban={"person": "p2", "reason": "violence"})
    assert told(events, "ban_proposed")[0]["evidence_number"] is None


def test_no_stranger_is_proposed_for_a_ban(called, screen, family):
    with pytest.raises(refusals.UnknownPerson):
        screen(called(), *family(), ban={"person": "p9", "reason": "violence"})
