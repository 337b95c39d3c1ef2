"""The registration desk's rules: group, permit, session, and what is told to others."""

from dataclasses import replace
from datetime import date

import pytest
from visit_making import (
    CHILD,
    CONVICT,
    DETAINEE,
    FAMILY,
    HOUSE,
    LIMITS,
    MOTHER,
    OFFICER,
    PERMIT,
    SATURDAY,
    SUPERVISOR,
    UNCLE,
    application,
    at,
    booked,
    person,
    registered,
)

from services.registration.domain import refusals, registering
from services.registration.domain.visit import Status


def check_group(*members, lead="p1", officer=OFFICER):
    registering.check_group(application(members=members, lead=lead), LIMITS, officer)


def sessions(now, officer=OFFICER, **asked):
    found = registering.sessions_for(HOUSE, application(**asked), now, officer)
    return [session.name for session in found]


def check_permit(permit, inmate=DETAINEE, on=SATURDAY, limits=LIMITS):
    registering.check_permit(permit, inmate, on, limits)


def test_a_family_may_register():
    check_group(*FAMILY)


def test_children_come_only_with_an_adult():
    with pytest.raises(refusals.ChildWithoutAdult) as refused:
        check_group(CHILD)
    assert refused.value.facts == {"persons": ["p2"]}


def test_nobody_is_born_after_the_visit():
    with pytest.raises(refusals.BirthDateInFuture) as refused:
        check_group(MOTHER, person(1, born=date(2026, 1, 18)))
    assert refused.value.facts == {"persons": ["p2"]}


def test_a_child_cannot_lead():
    with pytest.raises(refusals.LeadIsMinor):
        check_group(MOTHER, CHILD, lead="p2")


def test_a_person_is_an_adult_from_the_18th_birthday_on():
    assert registering.is_minor(date(2008, 1, 18), SATURDAY)
    assert not registering.is_minor(date(2008, 1, 17), SATURDAY)


def test_born_on_29_february_is_an_adult_on_1_march():
    assert registering.is_minor(date(2008, 2, 29), date(2026, 2, 28))
    assert not registering.is_minor(date(2008, 2, 29), date(2026, 3, 1))


def test_two_persons_cannot_show_one_document():
    with pytest.raises(refusals.SamePersonTwice) as refused:
        check_group(MOTHER, person(1, identity=MOTHER.identity))
    assert refused.value.facts == {"persons": ["p1", "p2"]}


def test_a_group_beyond_the_limit_is_refused_children_included():
    with pytest.raises(refusals.GroupTooLarge) as refused:
        check_group(*(person(place) for place in range(6)))
    assert refused.value.facts == {"persons": 6, "limit": 5}


def test_a_supervisor_may_let_a_larger_group_in():
    check_group(*(person(place) for place in range(6)), officer=SUPERVISOR)


def test_a_supervisor_cannot_let_a_child_lead():
    with pytest.raises(refusals.LeadIsMinor):
        check_group(MOTHER, CHILD, lead="p2", officer=SUPERVISOR)


def test_a_convict_is_visited_without_a_permit():
    check_permit(None, CONVICT)


def test_a_detainee_is_visited_with_a_permit():
    check_permit(PERMIT)


def test_a_house_may_ask_for_no_permits():
    check_permit(None, limits=replace(LIMITS, permit_required=False))


@pytest.mark.parametrize(("permit", "on", "refusal"), [
    (None, SATURDAY, refusals.PermitMissing),
    (replace(PERMIT, inmate_number="B-8"), SATURDAY, refusals.PermitForAnotherInmate),
    (replace(PERMIT, issuer="a friend"), SATURDAY, refusals.PermitIssuerUnknown),
    (PERMIT, date(2026, 1, 25), refusals.PermitExpired),
    (PERMIT, date(2026, 1, 9), refusals.PermitNotYetValid),
])  # fmt: skip
def test_a_permit_must_be_there_for_this_inmate_and_this_day(permit, on, refusal):
    with pytest.raises(refusal):
        check_permit(permit, on=on)


def test_a_permit_is_valid_on_its_first_and_last_day():
    check_permit(PERMIT, on=date(2026, 1, 10))
    check_permit(PERMIT, on=date(2026, 1, 24))


def test_a_walk_in_gets_the_running_session_and_the_next_if_that_is_full():
    assert sessions(at(10)) == ["morning", "afternoon"]


def test_registration_closes_half_an_hour_before_the_session_ends():
    assert sessions(at(10, 59)) == ["morning", "afternoon"]
    assert sessions(at(11, 0)) == ["afternoon"]


def test_after_the_last_session_has_closed_its_registration_nobody_is_registered():
    with pytest.raises(refusals.RegistrationClosed):
        sessions(at(14, 30))


def test_a_supervisor_may_register_until_the_session_is_over():
    assert sessions(at(14, 59), officer=SUPERVISOR) == ["afternoon"]
    with pytest.raises(refusals.RegistrationClosed):
        sessions(at(15), officer=SUPERVISOR)


def test_a_booking_names_its_session():
    assert sessions(at(9), session="afternoon") == ["afternoon"]
    with pytest.raises(refusals.SessionUnknown):
        sessions(at(9), session="night")


def test_a_session_cannot_be_booked_once_its_registration_has_closed():
    with pytest.raises(refusals.RegistrationClosed):
        sessions(at(11), session="morning")


def test_nobody_registers_on_a_day_without_sessions():
    with pytest.raises(refusals.NoSession):
        sessions(at(9, day=18), on=date(2026, 1, 18))


def test_a_walk_in_has_a_queue_number_and_is_registered():
    visit = registered(number=12)
    assert (visit.status, visit.queue_number, visit.session) == (Status.REGISTERED, 12, "morning")
    assert visit.history[-1].action == "registered"
    assert visit.history[-1].officer == "officer-1"


def test_a_booking_has_no_number_until_check_in():
    visit = booked()
    assert (visit.status, visit.queue_number, visit.registered_at) == (Status.BOOKED, None, None)


def test_who_registers_is_told_without_a_name_or_document():
    session = HOUSE.day(SATURDAY).sessions[0]
    asked = application(contact={"email": "siti@example.org"}, language="en")
    _, events = registering.register("v1", asked, HOUSE, session, (), 12, OFFICER, at(9))
    (first, told), (second, contact) = events
    assert (first, second) == ("visitor_registered", "contact_recorded")
    assert told == {
        "date": "2026-01-17", "session": "morning", "kind": "family", "contact": True,
        "language": "en", "queue_number": 12, "lead": "p1",
        "members": [{"person": "p1", "sex": "female", "minor": False},
                    {"person": "p2", "sex": "female", "minor": True},
                    {"person": "p3", "sex": "male", "minor": False}]}  # fmt: skip
    assert contact == {"name": "Visitor 0", "email": "siti@example.org", "phone": None,
                       "language": "en"}  # fmt: skip


def test_a_supervisors_reason_is_in_the_history():
    entry = registered(officer=SUPERVISOR).history[-1]
    assert (entry.supervisor, entry.override_reason) == ("kepala-jaga", "they came from far away")


def arrive(now, officer=OFFICER, visit=None, house=HOUSE):
    registering.check_arrival(visit or booked(), house, now, officer)


def test_a_booked_group_checks_in_and_gets_its_number():
    arrive(at(13))
    visit, events = registering.check_in(booked(), 7, OFFICER, at(13))
    assert (visit.status, visit.queue_number) == (Status.REGISTERED, 7)
    assert [name for name, _ in events] == ["visitor_registered"]


def test_check_in_on_another_day_of_the_facility_is_refused():
    with pytest.raises(refusals.WrongDay) as refused:
        arrive(at(0, 30, day=18))  # still the 17th by UTC
    assert refused.value.facts == {"date": "2026-01-17", "today": "2026-01-18"}


def test_a_late_group_is_refused_and_a_supervisor_may_let_it_in():
    with pytest.raises(refusals.LateArrival):
        arrive(at(14, 30))
    arrive(at(14, 30), SUPERVISOR)
    with pytest.raises(refusals.LateArrival):
        arrive(at(15), SUPERVISOR)


def test_nobody_checks_in_while_the_house_is_closed():
    with pytest.raises(refusals.FacilityClosed):
        arrive(at(13), house=replace(HOUSE, status="closed"))


def test_nobody_checks_in_twice():
    with pytest.raises(refusals.WrongState) as refused:
        arrive(at(9), visit=registered())
    assert refused.value.facts == {"state": "registered", "needed": ["booked"]}


def test_warnings_name_what_disagrees_and_refuse_nobody():
    entered = {
        "name": "A",
        "sex": "female",
        "birth_date": date(1985, 3, 13),
        "id_type": "ktp",
        "relationship": "wife",
    }
    one = registering.member(0, entered, ("nik", "6471021203850001", "hash"), SATURDAY)
    assert one.warnings == ("nik_birth_date_differs", "nik_sex_differs")
    check_group(one, UNCLE)
