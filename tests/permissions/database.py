"""Tries everything in the database, as one user after the other, and leaves nothing behind.

What is written cannot be kept, or is meant for a document that does not exist.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import OperationFailure, PyMongoError

from tests.permissions.attempts import Attempt, Tried, User

REFUSED = {13, 18}
"""MongoDB's codes for a command without the right to it, and for a wrong password."""
FOREIGN = ("admin", "local", "config", "another")


class LetsAnybodyIn(Exception):
    """The server asks for no password: nothing can be said about rights."""


def collections(admin: User) -> dict[str, list[str]]:
    """Of every database of ours, with one collection that is not there.

    Raises LetsAnybodyIn.
    """
    parts = urlsplit(str(admin.mongo_uri))
    with _client(f"mongodb://{parts.netloc.rpartition('@')[2]}/") as nobody:
        try:
            nobody.list_database_names()
        except OperationFailure:
            pass
        else:
            raise LetsAnybodyIn
    with _client(str(admin.mongo_uri)) as client:
        ours = [name for name in client.list_database_names() if name.startswith("kunjungan_")]
        return {
            **{name: [*client[name].list_collection_names(), "probe"] for name in sorted(ours)},
            **{name: ["probe"] for name in FOREIGN},
        }


def try_database(user: User, there: Mapping[str, list[str]]) -> Iterator[Tried]:
    if user.mongo_uri is None:
        return
    own = urlsplit(user.mongo_uri).path[1:]
    with _client(user.mongo_uri) as client:
        for name, names in there.items():
            database = client[name]
            for collection in names:
                for action, act in DOCUMENTS.items():
                    allowed = _may(lambda act=act, at=database[collection]: act(at))
                    yield Tried(Attempt(user, action, f"{name}.{collection}"), allowed)
            for action, command in ADMINISTRATION.items():
                allowed = _may(lambda command=command, at=database: command(at))
                yield Tried(Attempt(user, action, name), allowed)
            # in vain on what is there: of its own collections it may take any away
            allowed = _may(lambda at=database: at.drop_collection("probe"))
            yield Tried(Attempt(user, "drop", f"{name}.probe"), allowed)
        seen: set[str] = set()
        with suppress(OperationFailure):
            seen = set(client.list_database_names())
        yield Tried(Attempt(user, "list", "names of other databases"), bool(seen - {own}))


def tells_collections_apart(admin: User) -> bool:
    """MongoDB does. For the embedded database a right to one collection is one to all of them."""
    name, password = f"probe-{uuid4()}", str(uuid4())
    privileges = [{"resource": {"db": "another", "collection": "seen"}, "actions": ["find"]}]
    with _client(str(admin.mongo_uri)) as client:
        database = client["another"]
        database.command("createRole", name, privileges=privileges, roles=[])
        database.command("createUser", name, pwd=password, roles=[name])
        try:
            place = urlsplit(str(admin.mongo_uri)).netloc.rpartition("@")[2]
            with _client(f"mongodb://{name}:{password}@{place}/?authSource=another") as user:
                return not _may(lambda: user["another"]["unseen"].find_one())
        finally:
            database.command("dropUser", name)
            database.command("dropRole", name)


def tidy(admin: User, there: Mapping[str, list[str]]) -> None:
    """MongoDB keeps nothing of what was inserted; the embedded database takes a list for an id."""
    with _client(str(admin.mongo_uri)) as client:
        for name in there.keys() - set(FOREIGN):
            for collection in there[name]:
                client[name][collection].delete_many(UNKEPT)


UNKEPT = {"_id": ["no id can be a list"]}


def _unkept(collection: Collection) -> None:
    collection.insert_one(dict(UNKEPT))


def _no_document() -> dict[str, str]:
    return {"_id": f"probe-{uuid4()}"}


DOCUMENTS: Mapping[str, Callable[[Collection], Any]] = {
    "find": lambda at: at.find_one(_no_document()),
    "insert": _unkept,
    "update": lambda at: at.update_one(_no_document(), {"$set": {"probe": 1}}),
    "delete": lambda at: at.delete_one(_no_document()),
}

ADMINISTRATION: Mapping[str, Callable[[Database], Any]] = {
    "make users": lambda at: at.command("createUser", "probe", pwd="probe", roles=[]),
    "make roles": lambda at: at.command("createRole", "probe", privileges=[], roles=[]),
    "grant roles": lambda at: at.command("grantRolesToUser", "probe", roles=["read"]),
}


def _may(act: Callable[[], Any]) -> bool:
    try:
        act()
    except OperationFailure as error:
        return error.code not in REFUSED
    except PyMongoError:
        return True
    return True


def _client(uri: str) -> MongoClient:
    return MongoClient(uri, serverSelectionTimeoutMS=5000)
