"""What of the databases belongs into a backup, and whether it stood still."""

import hashlib
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import bson
from bson.raw_bson import RawBSONDocument
from pymongo import MongoClient
from pymongo.collection import Collection

from chassis.restoring import MARK
from operations.backup.archive import RAW
from operations.secrets import OWNERS, SERVICES

LEFT_OUT = {
    # who was signed in signs in again: an officer who was sent away since must not come back
    "gateway": {"sessions", "attempts", "sign_in_flows"},
}
HEARD = {
    # Sending, failing and trying again go on all night where a mail server is away. What belongs
    # to the moment of the other databases is only what was heard of them.
    "notifications/notifications": (
        "facility", "contact", "contact_expected", "language", "queue_number", "messages.id",
    ),
}  # fmt: skip
"""Parts of which only these fields must stand still."""
PAGE = 500
CLEARED_SECONDS = 30
"""The relay takes published events out of an outbox after RELAY_CLEAR_SECONDS."""


class Unsent(Exception):
    """An event lies in an outbox. The text names the part."""


class Part(NamedTuple):
    """A collection, as ``<service>/<collection>``."""

    name: str
    documents: Collection[RawBSONDocument]

    @property
    def stands_still(self) -> bool:
        """The gateway takes part in no event: its documents count each for itself, and its audit
        grows at the end alone."""
        return self.name.split("/")[0] in SERVICES


def parts(client: MongoClient[Any], prefix: str) -> list[Part]:
    """Every collection but those that are left out, in a fixed order."""
    found = []
    for owner in OWNERS:
        database = client[prefix + owner]
        for name in sorted(database.list_collection_names()):
            if name not in LEFT_OUT.get(owner, ()) and name != MARK and not name.startswith("sys"):
                documents = database.get_collection(name, codec_options=RAW)
                found.append(Part(f"{owner}/{name}", documents))
    return found


def everything(documents: Collection[RawBSONDocument]) -> Iterator[RawBSONDocument]:
    """In the order of their ids, a page in memory at a time. One cursor, not a query for each page:
    the embedded database reads the whole collection for each (0.9 s for 500 of 20,000)."""
    yield from documents.find({}, sort=[("_id", 1)], batch_size=PAGE)


def settled(part: Part) -> Iterator[RawBSONDocument]:
    """Every document with an empty outbox. Raises Unsent."""
    for document in everything(part.documents):
        if document.get("outbox"):
            if part.name not in HEARD:
                raise Unsent(f"an event of {part.name} is not sent yet")
            document = _cleared(part, document["_id"])
        yield document


def digest(part: Part) -> str:
    """Over what must stand still."""
    found = StillDigest(part)
    for document in everything(part.documents):
        found.add(document)
    return found.hexdigest()


class StillDigest:
    """The digest of what is added, document by document in the order of their ids."""

    def __init__(self, part: Part):
        self._fields = HEARD.get(part.name)
        self._sha = hashlib.sha256()

    def add(self, document: RawBSONDocument) -> None:
        if self._fields is None:
            self._sha.update(document.raw)
        else:
            told = {name: _values(document, name.split(".")) for name in self._fields}
            self._sha.update(bson.encode({"_id": document["_id"], **told}))

    def hexdigest(self) -> str:
        return self._sha.hexdigest()


def _cleared(part: Part, id: Any) -> RawBSONDocument:
    deadline = time.monotonic() + CLEARED_SECONDS
    while True:
        document = part.documents.find_one({"_id": id})
        if document is not None and not document.get("outbox"):
            return document
        if document is None or time.monotonic() > deadline:
            raise Unsent(f"an event of {part.name} is not sent yet")
        time.sleep(0.2)


def _values(value: Any, path: list[str]) -> Any:
    if isinstance(value, list):
        return [_values(one, path) for one in value]
    if not path or value is None:
        return value
    return _values(value.get(path[0]), path[1:])
