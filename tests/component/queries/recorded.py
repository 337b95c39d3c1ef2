"""What a store asks its database, and how the database goes about it, by its own ``explain``."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, NamedTuple

from pymongo import MongoClient
from pymongo.database import Database
from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)


class Way(StrEnum):
    """How a query is answered, from the best to the worst."""

    INDEX = "by an index"
    NULLS = "by an index, past all that have no such date"
    HOUSE = "by an index, but only the house in it: all that the house ever had"
    SCAN = "by going through the whole collection"


class Query(NamedTuple):
    collection: str
    filter: Mapping[str, Any]
    sort: Mapping[str, int]


class Recorder(CommandListener):
    """Listens to a client; ``listening`` gives what it is asked meanwhile."""

    def __init__(self) -> None:
        self._queries: list[Query] = []

    @contextmanager
    def listening(self) -> Iterator[list[Query]]:
        self._queries = []
        yield self._queries

    def started(self, event: CommandStartedEvent) -> None:
        self._queries += _asked(event.command_name, event.command)

    def succeeded(self, event: CommandSucceededEvent) -> None:
        pass

    def failed(self, event: CommandFailedEvent) -> None:
        pass


def _asked(name: str, command: Mapping[str, Any]) -> Iterator[Query]:
    """An insert asks nothing but whether the unique indexes take it."""
    sort = command.get("sort", {})
    if name == "find":
        yield Query(command["find"], command.get("filter", {}), sort)
    elif name == "aggregate":
        yield Query(command["aggregate"], command["pipeline"][0].get("$match", {}), {})
    elif name in ("count", "distinct", "findAndModify"):
        yield Query(command[name], command.get("query", {}), sort)
    elif name in ("update", "delete"):
        for one in command[f"{name}s"]:
            yield Query(command[name], one["q"], {})


def way(database: Database, query: Query) -> Way:
    """The embedded database differs from MongoDB in three points (seen in its source, version
    0.7.0b3, and measured): for a filter that no index serves as a whole it looks up the first part
    that an index serves, which its ``explain`` calls a scan; beside an ``$or`` it does not; and it
    finds all nulls below a date."""
    plan = _plan(database, query.collection, query.filter, query.sort)
    index = _index(plan)
    if index is None and _is_embedded(plan) and not any(name[0] == "$" for name in query.filter):
        for name, part in query.filter.items():
            plan = _plan(database, query.collection, {name: part}, {})
            if (index := _index(plan)) is not None:
                if name == "facility":
                    return Way.HOUSE
                break
    if index is None:
        return Way.SCAN
    return Way.NULLS if _is_embedded(plan) and _from_null(database, query, index) else Way.INDEX


def _plan(
    database: Database, collection: str, filter: Mapping[str, Any], sort: Mapping[str, int]
) -> dict[str, Any]:
    asked = {"find": collection, "filter": filter, **({"sort": sort} if sort else {})}
    return database.command("explain", asked, verbosity="queryPlanner")


def _index(explained: Mapping[str, Any]) -> str | None:
    """The name of the index that is read; None: at least a part of the plan reads everything."""
    plan = json.dumps(explained["queryPlanner"]["winningPlan"], default=str)
    if '"COLLSCAN"' in plan:
        return None
    return next(iter(_named(json.loads(plan))), None)


def _named(plan: Any) -> Iterator[str]:
    if isinstance(plan, dict):
        if plan.get("stage") in ("IDHACK", "EXPRESS_IXSCAN", "IXSCAN"):
            yield plan.get("indexName", "_id_")
        for part in plan.values():
            yield from _named(part)
    elif isinstance(plan, list):
        for part in plan:
            yield from _named(part)


def is_embedded(client: MongoClient) -> bool:
    explained = client["admin"].command("explain", {"find": "nothing", "filter": {}})
    return _is_embedded(explained)


def _is_embedded(explained: Mapping[str, Any]) -> bool:
    return explained["serverInfo"]["host"] == "secantus"


def _from_null(database: Database, query: Query, index: str) -> bool:
    documents = database[query.collection]
    about = documents.index_information().get(index, {})
    for name, part in query.filter.items():
        below = isinstance(part, dict) and set(part) <= {"$lt", "$lte"} and part
        of_index = name in [field for field, _ in about.get("key", ())]
        if below and of_index and not about.get("sparse") and documents.find_one({name: None}):
            return True
    return False
