"""No query of a service goes through a whole collection, or through all that a house ever had.

What the stores ask is recorded from the driver; how it is answered the database explains. The
exceptions are named, each with its reason, and hold no longer than they are needed.
"""

from collections.abc import Iterator
from importlib import import_module
from inspect import getmembers, isclass, isfunction
from pathlib import Path

import pytest
from pymongo import MongoClient

from chassis.aggregates import AggregateStore
from tests.component.queries.driven import DRIVEN, HOUSE, LATER
from tests.component.queries.recorded import Recorder, Way, way
from tests.component.queries.stage import Stage

EXCEPTIONS = {
    "Inventories.facilities": (Way.SCAN, "one document for each house, 532 of them"),
    "StaffAccounts.all": (Way.SCAN, "a page of all accounts, for whoever looks after them"),
    "AuditStore.facilities": (Way.SCAN, "for `kunjungan audit` and backups, which read it all"),
    "Correspondences.pending": (Way.SCAN, "for `kunjungan restore`, which has just written it all"),
}
THOUSANDS = "a house has thousands of inmates at most, and fewer bans"
NO_OR = "beside $or it uses no index, where MongoDB uses that of the house"
ONE_LIST = "with a list of statuses it uses no date behind them, where MongoDB does"
ONE_PART = "it looks up the first part that has an index, where MongoDB looks up the best"
BESIDE_OR = "it uses no index beside $or, MongoDB that of the house"
HOUSE_ALONE = "of an index it uses the house alone once a list ($in) or a range stands beside it"
OF_THE_EMBEDDED_DATABASE = {
    "Visits.listed: search": (Way.SCAN, BESIDE_OR),
    "Visits.unfinished": (Way.SCAN, BESIDE_OR),
    "Inmates.listed: search": (Way.SCAN, BESIDE_OR),
    "Visits.of_day": (Way.HOUSE, HOUSE_ALONE),
    "Visits.open_of_inmate": (Way.HOUSE, HOUSE_ALONE),
    "Visits.figures": (Way.HOUSE, HOUSE_ALONE),
    "Visits.listed": (Way.HOUSE, HOUSE_ALONE),
    "Visits.listed: full": (Way.HOUSE, HOUSE_ALONE),
    "Visits.listed: session": (Way.HOUSE, HOUSE_ALONE),
    "Visits.listed: flagged": (Way.HOUSE, HOUSE_ALONE),
    "Inmates.listed: status": (Way.HOUSE, HOUSE_ALONE),
    "Bans.confirmed_of": (Way.HOUSE, HOUSE_ALONE),
    "Bans.listed: status": (Way.HOUSE, HOUSE_ALONE),
}
"""Debts: there a house's growth is felt. docs/performance.md names them."""
NOT_ASKING = {"create_indexes", "needs"}
ROOT = Path(__file__).parents[3]
CALLS = [(store, name) for store, calls in DRIVEN.items() for name in calls]


@pytest.fixture(scope="module")
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture(scope="module")
def stage(mongo_uri: str, recorder: Recorder) -> Iterator[Stage]:
    with MongoClient(mongo_uri, tz_aware=True, event_listeners=[recorder]) as client:
        stage = Stage(client)
        yield stage
        stage.drop()


def named(store: type, name: str) -> str:
    return f"{store.__name__}.{name}"


@pytest.mark.parametrize(("store", "name"), CALLS, ids=[named(*one) for one in CALLS])
def test_every_query_finds_its_documents_by_an_index(
    stage: Stage, recorder: Recorder, store: type, name: str
) -> None:
    made = stage.made(store)
    with recorder.listening() as asked:
        DRIVEN[store][name](made)
    ways = {str(one.filter): way(stage.database_of(store), one) for one in list(asked)}
    bad = {filter: found for filter, found in ways.items() if found != Way.INDEX}
    known = EXCEPTIONS | (OF_THE_EMBEDDED_DATABASE if stage.embedded else {})
    allowed = {known[named(store, name)][0]} if named(store, name) in known else set()
    assert set(bad.values()) == allowed, bad


def stores() -> list[type]:
    """Every class in a store's module that names a collection."""
    modules = [
        import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for path in sorted(ROOT.glob("services/*/store*.py"))
    ]
    found = [one for module in modules for _, one in getmembers(module, isclass)
             if one.__module__ == module.__name__]  # fmt: skip
    return [one for one in found if isinstance(getattr(one, "collection", None), str)]


@pytest.mark.parametrize("store", stores(), ids=lambda store: store.__name__)
def test_every_method_of_every_store_is_among_those_that_are_tried(store: type) -> None:
    parts = [part for part in store.__mro__ if part.__module__.startswith("services")]
    methods = {name for part in parts for name, one in vars(part).items() if isfunction(one)}
    tried = {name.partition(":")[0] for name in DRIVEN[store]}
    assert {name for name in methods if not name.startswith("_")} - NOT_ASKING <= tried
    assert tried


SCANS = {
    "find": lambda visits: list(visits.find({"kind": "family"})),
    "find, nothing asked": lambda visits: list(visits.find({})),
    "count": lambda visits: visits.count_documents({"kind": "family"}),
    "aggregate": lambda visits: list(visits.aggregate([{"$match": {"lead": "p9"}}])),
    "distinct": lambda visits: visits.distinct("kind", {"lead": "p9"}),
    "update": lambda visits: visits.update_many({"lead": "p9"}, {"$set": {"lead": "p1"}}),
    "delete": lambda visits: visits.delete_many({"lead": "p9"}),
    "find and update": lambda visits: visits.find_one_and_update(
        {"lead": "p9"}, {"$set": {"lead": "p1"}}
    ),
}


@pytest.mark.parametrize("name", SCANS)
def test_a_query_without_an_index_is_found_out(stage: Stage, recorder: Recorder, name: str) -> None:
    database = stage.databases["registration"]
    with recorder.listening() as asked:
        SCANS[name](database["visits"])
    assert [way(database, one) for one in list(asked)] == [Way.SCAN]


def test_a_query_by_id_and_version_is_by_an_index(stage: Stage, recorder: Recorder) -> None:
    database = stage.databases["registration"]
    with recorder.listening() as asked:
        database["visits"].update_one({"_id": "v-0", "version": 9}, {"$set": {"held": True}})
    assert [way(database, one) for one in list(asked)] == [Way.INDEX]


HALF_AN_INDEX = {
    "all of a house": (
        Way.HOUSE, "registration", "visits", {"facility": HOUSE, "lead": "p1"},
    ),
    "all that have no date": (
        Way.NULLS, "notifications", "notifications", {"due_at": {"$lte": LATER}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("passed", HALF_AN_INDEX)
def test_an_index_that_leaves_too_much_to_read_is_found_out(
    stage: Stage, recorder: Recorder, passed: str
) -> None:
    if not stage.embedded:
        pytest.skip("MongoDB reads less there, or says it in how much it examined")
    found, service, collection, wanted = HALF_AN_INDEX[passed]
    database = stage.databases[service]
    with recorder.listening() as asked:
        database[collection].find_one(wanted)
    assert [way(database, one) for one in list(asked)] == [found]


def test_there_is_no_exception_for_what_is_not_tried() -> None:
    tried = {named(*one) for one in CALLS}
    assert {*EXCEPTIONS, *OF_THE_EMBEDDED_DATABASE} <= tried
    assert AggregateStore in DRIVEN
