"""Changing the keys of personal fields: a new key, everything saved anew, the old ones dropped.

In this order, with the services restarted after the first step. A step that was broken off is
simply run again.
"""

import importlib
import os
import pkgutil
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.database import Database

from chassis.aggregates import AggregateStore
from chassis.encryption import FieldCipher, is_sealed, key_of
from chassis.keyring import KeyRing, entries
from chassis.sealing import Sealing
from operations.secrets import new_field_key

RING = "field_keys"
OWNERS = ("registration", "notifications")
"""Services with personal fields. On a bare machine they share one ring."""
BATCH = 200
"""Documents read at once, so that an archive of any size needs no more memory."""

Progress = Callable[[str, int, int], None]
"""Told the name of a collection, how many documents were looked at, and how many there are."""


class StillInUse(Exception):
    """Values are under a key that was to be dropped."""


class Ring(NamedTuple):
    """A file of keys, and the services that read it."""

    path: Path
    services: tuple[str, ...]

    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")


def rings(directory: Path) -> list[Ring]:
    """Of Compose (a folder for each service) or of a bare machine. Raises FileNotFoundError."""
    if (directory / RING).is_file():
        return [Ring(directory / RING, OWNERS)]
    found = [Ring(directory / name / RING, (name,)) for name in OWNERS]
    if missing := [str(one.path) for one in found if not one.path.is_file()]:
        raise FileNotFoundError(f"no key ring at {missing[0]}")
    return found


def add_key(ring: Ring) -> str:
    """Puts a new key in front and gives its id."""
    known = entries(ring.text())
    numbers = [int(one[1]) for id, _ in known if (one := re.fullmatch(r"k(\d+)", id))]
    id = f"k{max(numbers, default=0) + 1}"
    _write(ring.path, [new_field_key(id), *(f"{one}:{key}" for one, key in known)])
    return id


def reencrypt(ring: Ring, client: MongoClient, prefix: str, progress: Progress) -> int:
    """Saves every value that is not under the first key anew, also what is not encrypted at all.
    How many documents were changed. The services may go on working."""
    cipher = FieldCipher(KeyRing(ring.text()))
    return sum(
        _reencrypt(database[store.collection], store, cipher, progress)
        for store, database in _stores(ring, client, prefix)
    )


def in_use(ring: Ring, client: MongoClient, prefix: str, progress: Progress) -> Counter[str]:
    """How many values are under each key, those of events in outboxes included."""
    used: Counter[str] = Counter()
    for store, database in _stores(ring, client, prefix):
        sealing = Sealing(store.collection, store.encrypted)
        wanted = dict.fromkeys(_fields(store), 1) | {"outbox.data": 1}
        for document in _all(database[store.collection], wanted, progress):
            values: dict[str, Any] = {}
            sealing.mapped(document, values.setdefault)
            events = [event.get("data") for event in document.get("outbox", ())]
            used.update(key_of(value) for value in (*values.values(), *events) if is_sealed(value))
    return used


def retire(ring: Ring, used: Mapping[str, int]) -> list[str]:
    """Drops all keys but the first, and gives their ids.

    Raises StillInUse when values are under one of them: then nothing is dropped.
    """
    (first, key), *others = entries(ring.text())
    ids = [id for id, _ in others]
    if still := [f"{used[id]} values under {id}" for id in ids if used.get(id)]:
        raise StillInUse(f"{', '.join(still)}; run `keys rotate --reencrypt` again")
    if ids:
        _write(ring.path, [f"{first}:{key}"])
    return ids


def _reencrypt(
    documents: Collection, store: type[AggregateStore], cipher: FieldCipher, progress: Progress
) -> int:
    sealing = Sealing(store.collection, store.encrypted, cipher=cipher)
    wanted = dict.fromkeys(_fields(store), 1) | {"version": 1}
    changed = 0
    for found in _all(documents, wanted, progress):
        document: Mapping[str, Any] | None = found
        while document and (changes := _changes(document, sealing, cipher)):
            guard = {"_id": document["_id"], "version": document["version"]}
            # the version rises, so that no process overwrites it with what it remembers
            update = {"$set": changes, "$inc": {"version": 1}}
            if documents.update_one(guard, update).matched_count:
                changed += 1
                break
            document = documents.find_one({"_id": document["_id"]}, wanted)
    return changed


def _changes(document: Mapping[str, Any], sealing: Sealing, cipher: FieldCipher) -> dict[str, str]:
    """The new value of each field that is not under the first key."""
    old: list[str] = []

    def note(at: str, value: Any) -> Any:
        if not is_sealed(value) or key_of(value) != cipher.ring.current:
            old.append(at)
        return value

    sealing.mapped(document, note)
    if not old:
        return {}
    opened = sealing.opened(document)
    new: dict[str, str] = {}
    sealing.mapped(sealing.sealed(document["_id"], opened, None), new.setdefault)
    return {at: new[at] for at in old}


def _all(
    documents: Collection, wanted: Mapping[str, Any], progress: Progress
) -> Iterator[dict[str, Any]]:
    """Every document, by its id: what is saved meanwhile is neither missed nor met twice."""
    total, seen = documents.estimated_document_count(), 0
    after: dict[str, Any] = {}
    while batch := list(documents.find(after, wanted, sort=[("_id", 1)], limit=BATCH)):
        yield from batch
        seen += len(batch)
        progress(documents.name, seen, max(total, seen))
        after = {"_id": {"$gt": batch[-1]["_id"]}}


def _fields(store: type[AggregateStore]) -> list[str]:
    return [path.replace(".*", "") for path in store.encrypted]


def _stores(
    ring: Ring, client: MongoClient, prefix: str
) -> Iterator[tuple[type[AggregateStore], Database]]:
    """Those with personal fields, each with its database."""
    for service in ring.services:
        package = importlib.import_module(f"services.{service}")
        for found in pkgutil.iter_modules(package.__path__):
            if not found.name.startswith("store"):
                continue
            module = importlib.import_module(f"services.{service}.{found.name}")
            for one in vars(module).values():
                if _is_store(one) and one.__module__ == module.__name__ and one.encrypted:
                    yield one, client[prefix + service]


def _is_store(one: object) -> bool:
    return isinstance(one, type) and issubclass(one, AggregateStore)


def _write(path: Path, lines: list[str]) -> None:
    """At once or not at all: a ring cut in half would make data unreadable. The file keeps its
    owner, who is the service's user."""
    before = path.stat()
    new = path.with_name(f".{path.name}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    if (before.st_uid, before.st_gid) != (os.getuid(), os.getgid()):
        os.chown(new, before.st_uid, before.st_gid)
    new.replace(path)
