"""A list page by page, on a real database."""

from uuid import uuid4

import pytest
from pymongo import MongoClient

from chassis.paged import Paged
from tests.component.chassis.counting import Counter
from tests.component.chassis.test_store import Process
from tests.component.queries.recorded import Recorder

HOUSE = {"facility": "RTBPN"}


class PagedCounters(Paged[Counter]):
    collection = "counters"
    state_type = Counter


@pytest.fixture(scope="module")
def recorder():
    return Recorder()


@pytest.fixture(scope="module")
def counters(mongo_uri, recorder):
    """Five in our house, one in another."""
    with MongoClient(mongo_uri, tz_aware=True, event_listeners=[recorder]) as client:
        name = f"t{uuid4().hex[:8]}_paged"
        store = Process(client[name], PagedCounters).store
        for number in range(6):
            counter = {"_id": f"c-{number}", "total": number, "heard": 0}
            store.documents.insert_one({**counter, "facility": "LPJBG" if number == 5 else "RTBPN"})
        yield store
        client.drop_database(name)


@pytest.mark.parametrize(
    ("page", "size", "shown"),
    [(1, 2, [0, 1]), (2, 2, [2, 3]), (3, 2, [4]), (4, 2, []), (1, 5, [0, 1, 2, 3, 4]), (2, 5, []),
     (1, 9, [0, 1, 2, 3, 4]), (7, 9, [])],
)  # fmt: skip
def test_every_page_says_how_many_there_are_in_all(counters, page, size, shown):
    found, total = counters.page(HOUSE, [("total", 1)], page, size)
    assert [one.total for one in found] == shown
    assert total == 5


def test_where_nothing_is_there_are_none(counters):
    assert counters.page({"facility": "RT00"}, [("total", 1)], 1, 2) == ([], 0)


def test_a_page_that_shows_the_last_one_is_not_counted_besides(counters, recorder):
    for page, size, questions in [(1, 9, 1), (3, 2, 1), (1, 5, 2), (4, 2, 2)]:
        with recorder.listening() as asked:
            counters.page(HOUSE, [("total", 1)], page, size)
        assert len(asked) == questions, (page, size)
