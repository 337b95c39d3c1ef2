"""The published requests say what the services take, no more and no less."""

import pytest

from contracts.calls import ALL, bans, facilities, inmates, lockers, screening, visits
from operations.rpc_methods import Method, every_method
from services.lockers.domain import inventory
from services.registration.domain import ban, identity, inmate, leaving, settings, visit, visiting
from services.screening.domain import screening as groups

METHODS = [one for methods in every_method().values() for one in methods]


def test_every_method_is_published_and_nothing_else():
    assert sorted(ALL) == sorted(one.address for one in METHODS)


@pytest.mark.parametrize("method", METHODS, ids=lambda one: one.address)
def test_a_method_takes_what_is_published(method: Method):
    published = ALL[method.address].request
    assert issubclass(method.schema, published)
    assert set(method.schema().fields) == set(published().fields)


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
    ],
    ids=str,
)  # fmt: skip
def test_the_published_words_are_those_of_the_rules(published: tuple[str, ...], ours: object):
    assert sorted(published) == sorted(ours)  # type: ignore[call-overload]
