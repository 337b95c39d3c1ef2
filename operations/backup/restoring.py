"""``kunjungan restore``: a backup back into empty databases.

Each database is marked before anything is put into it, and no service starts on one that is
marked. A restore that was broken off is begun anew by the next one, which knows by the marks that
what lies there is its own.
"""

from collections.abc import Callable, Mapping
from typing import IO, Any

import bson
from pymongo import MongoClient
from pymongo.database import Database

from chassis.restoring import MARK
from operations.backup.archive import ArchiveInvalid, Reader
from operations.backup.broker import PARKED, PARKED_PART, Broker
from operations.backup.keys import Keys, check
from operations.backup.note import note
from operations.backup.undelivered import give_up_undelivered
from operations.provision import create_indexes
from operations.secrets import OWNERS
from operations.topology import declare

Databases = Mapping[str, Database[Any]]


class NotRestored(Exception):
    """Refused, and nothing was touched. The text is a sentence for the operator."""


def verify(file: IO[bytes]) -> Reader:
    """Reads all of it. Raises ArchiveInvalid."""
    reader = Reader(file)
    for name, _ in reader.frames():
        owner = name.split("/")[0]
        if owner not in OWNERS and f"{owner}/" != PARKED_PART:
            raise ArchiveInvalid(f"The backup holds {name}, which this version does not know.")
    return reader


def check_fit(file: IO[bytes], keys: Keys) -> Reader:
    """Touches nothing. Raises ArchiveInvalid and KeysDoNotFit."""
    reader = verify(file)
    check(keys, reader.header["id"], reader.keys)
    return reader


def restore(
    settings: Mapping[str, Any],
    keys: Keys,
    file: IO[bytes],
    say: Callable[[str], None] = lambda _: None,
) -> dict[str, int]:
    """How many documents each part has, and under ``given up`` how many notifications were.

    Raises ArchiveInvalid, KeysDoNotFit, NotRestored, Unavailable, AuditUnavailable, OSError,
    PyMongoError.
    """
    checked = check_fit(file, keys)
    archive = checked.header["id"]
    client: MongoClient[Any] = MongoClient(
        settings["MONGO_URI"],
        tz_aware=True,
        serverSelectionTimeoutMS=settings["MONGO_TIMEOUT_MS"],
    )
    with client:
        databases = {owner: client[settings["DATABASE_PREFIX"] + owner] for owner in OWNERS}
        if _finished(databases, archive):
            return checked.counts
        _check_empty(databases)
        declare(settings["AMQP_URI"], dict(settings))
        with Broker(settings) as broker:
            if running := broker.running():
                raise NotRestored(f"Stop the services first. Running: {', '.join(running)}.")
            _mark(databases, archive)
            for database in databases.values():
                _empty(database)
            say("the queues are emptied")
            declare(settings["AMQP_URI"], dict(settings), purge=True)
            broker.purge_calls()
            _fill(databases, broker, file)
        create_indexes(client, settings["DATABASE_PREFIX"])
        given_up = give_up_undelivered(databases["notifications"], keys, settings, archive)
        told = {"archive": archive, "made": checked.header["at"].isoformat()}
        note(databases["gateway"], keys, settings, "restore", "done", told)
        _finish(databases)
    return {**checked.counts, "given up": given_up}


def _fill(databases: Databases, broker: Broker, file: IO[bytes]) -> None:
    for name, documents in Reader(file).frames():
        owner, collection = name.split("/", 1)
        if name.startswith(PARKED_PART):
            broker.park(PARKED + collection, [bson.decode(one.raw) for one in documents])
        else:
            databases[owner][collection].insert_many(documents, ordered=True)


def _check_empty(databases: Databases) -> None:
    """But for what a restore left that was broken off. Raises NotRestored."""
    marked = {owner for owner, database in databases.items() if database[MARK].find_one({})}
    for owner, database in databases.items():
        if owner not in marked and (full := _full(database)):
            raise NotRestored(
                f"{database.name} is not empty: there is something in {full}. A backup is "
                "restored into empty databases only, and nothing is overwritten."
            )


def _full(database: Database[Any]) -> str | None:
    """The name of a collection with something in it."""
    for name in database.list_collection_names():
        if not name.startswith("system.") and database[name].find_one({}, {"_id": 1}):
            return name
    return None


def _mark(databases: Databases, archive: str) -> None:
    """All of them before anything is put into any."""
    for database in databases.values():
        mark = {"_id": "restore", "archive": archive, "whole": False}
        database[MARK].replace_one({"_id": "restore"}, mark, upsert=True)


def _empty(database: Database[Any]) -> None:
    for name in database.list_collection_names():
        if name != MARK and not name.startswith("system."):
            database[name].delete_many({})


def _finish(databases: Databases) -> None:
    """All are whole before the first of them may be worked on."""
    for database in databases.values():
        database[MARK].update_many({}, {"$set": {"whole": True}})
    for database in databases.values():
        database[MARK].drop()


def _finished(databases: Databases, archive: str) -> bool:
    """Whether a restore was broken off while it took its marks away; that is done now."""
    marks = [database[MARK].find_one({}) for database in databases.values()]
    left = [mark for mark in marks if mark is not None]
    if not left or not all(mark["whole"] and mark["archive"] == archive for mark in left):
        return False
    _finish(databases)
    return True
