"""The published requests say what the services take, no more and no less; the answers are held
against what the services really answer by every test that calls one (CheckedClient)."""

from collections import Counter

import pytest
from marshmallow import Schema

from contracts.calls import ALL, bans, facilities, inmates, lockers, screening, visits
from contracts.calls.answers import facilities as house_answers
from contracts.calls.answers import figures
from contracts.calls.answers import lockers as locker_answers
from contracts.calls.answers import notifications as notification_answers
from contracts.calls.answers import screening as screening_answers
from contracts.calls.answers import visits as visit_answers
from operations.rpc_fields import nested
from operations.rpc_methods import Method, every_method
from operations.schemas import answer_schemas, schema_name
from services.lockers.domain import deposit, inventory, overview
from services.notifications.domain import correspondence
from services.registration.domain import (
    ban,
    day_book,
    facility,
    identity,
    inmate,
    leaving,
    nik,
    settings,
    visit,
    visiting,
)
from services.screening.domain import decisions
from services.screening.domain import screening as groups
from tests.support.checked_client import validator

METHODS = [one for methods in every_method().values() for one in methods]


def test_every_method_is_published_and_nothing_else():
    assert sorted(ALL) == sorted(one.address for one in METHODS)


@pytest.mark.parametrize("method", METHODS, ids=lambda one: one.address)
def test_a_method_takes_what_is_published(method: Method):
    published = ALL[method.address].request
    assert issubclass(method.schema, published)
    assert set(method.schema().fields) == set(published().fields)


def test_no_two_schemas_have_one_name():
    """The OpenAPI document knows them by their names alone."""
    spoken = [one for call in ALL.values() for one in (call.request, call.answer)]
    named = Counter(one.__name__ for one in {*spoken, *nested(spoken)})
    assert [name for name, times in named.items() if times > 1] == []


@pytest.mark.parametrize(
    "answer", dict.fromkeys(call.answer for call in ALL.values()), ids=schema_name
)
def test_an_answer_is_sound_json_schema(answer: type[Schema]):
    assert not validator(answer).is_valid(None)


def test_answers_leave_nothing_out_and_have_nothing_more():
    for name, schema in answer_schemas().items():
        assert schema["additionalProperties"] is False, name
        assert sorted(schema["required"]) == sorted(schema["properties"]), name


@pytest.mark.parametrize(
    ("published", "ours"),
    [
        (visits.STATUSES, visit.Status),
        (visits.CANCEL_OUTCOMES + ("cancelled_by_visitor", "cancelled_by_facility"),
         leaving.CANCEL_OUTCOMES),
        (visits.END_OUTCOMES, visiting.END_OUTCOMES),
        (facilities.WEEKDAYS, settings.WEEKDAYS),
        (inmates.STATUSES, inmate.STATUSES),
        ((inmates.DETAINEE, inmates.CONVICT), (inmate.DETAINEE, inmate.CONVICT)),
        (bans.DOCUMENTS, identity.DOCUMENTS),
        ((bans.CONFIRM, bans.REJECT), (ban.CONFIRM, ban.REJECT)),
        (bans.STATUSES, (ban.PROPOSED, ban.CONFIRMED, ban.REJECTED, ban.LIFTED)),
        (lockers.STATUSES, (inventory.IN_SERVICE, inventory.OUT_OF_SERVICE)),
        (screening.STATUSES, groups.STATUSES),
        (visit_answers.BELONGINGS, visit.Belongings),
        (visit_answers.WARNINGS, (nik.BIRTH_DATE_DIFFERS, nik.SEX_DIFFERS)),
        (visit_answers.DECISIONS, (decisions.CLEARED, decisions.REFUSED)),
        ((house_answers.OPEN, house_answers.CLOSED), (facility.OPEN, facility.CLOSED)),
        (house_answers.CAUSES, (facility.EMERGENCY, facility.END_OF_DAY)),
        (figures.GROUPS, (day_book.MAN, day_book.WOMAN, day_book.CHILD)),
        (screening_answers.CONSENTS,
         (decisions.GIVEN, decisions.REFUSED_CONSENT, decisions.WITHDRAWN)),
        (screening_answers.VISIT_OUTCOMES,
         (decisions.FAILED_VISIT, decisions.DECLINED_VISIT)),
        (locker_answers.DEPOSIT_STATUSES, deposit.Status),
        (locker_answers.CARD_STATES, deposit.CardState),
        (locker_answers.LOCKER_STATES, overview.STATES),
        (notification_answers.STATUSES, correspondence.Status),
    ],
    ids=str,
)  # fmt: skip
def test_the_published_words_are_those_of_the_rules(published: tuple[str, ...], ours: object):
    assert sorted(published) == sorted(ours)  # type: ignore[call-overload]
