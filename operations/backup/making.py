"""``kunjungan backup``: the whole system at one moment at which nothing was under way.

First the databases are digested. Then for a while nothing may lie in any queue. Then they are
copied, and digested again on the way. Equal digests mean that nothing has changed in between, so
that the copy is the state of the moment between the two; at that moment no event was on its way,
since none lay in a queue, none in an outbox, and none can have been in hand that long. Otherwise
it begins again, until the time is over.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from typing import IO, Any, NamedTuple
from uuid import uuid4

from bson.raw_bson import RawBSONDocument
from pymongo import MongoClient
from pymongo.database import Database

from operations.backup.archive import Writer
from operations.backup.broker import PARKED, PARKED_PART, Broker
from operations.backup.contents import Part, StillDigest, Unsent, digest, everything, parts, settled
from operations.backup.keys import Keys, Trial, answers
from operations.backup.note import note
from operations.waiting import Unavailable
from services.gateway.store_audit import AuditStore

QUIET_SECONDS = 30.0
"""Longer than a service can have an event in hand without anything being seen of it: a database
that does not answer is an error after MONGO_TIMEOUT_MS (8 s), and what a frozen process holds the
broker gives to another after two to three HEARTBEATs (10 s)."""
WAIT_SECONDS = 600.0
PAUSE_SECONDS = 1.0

Say = Callable[[str], None]


class NotQuiet(Exception):
    """Something was under way each time. The text is a sentence for the operator."""


class Busy(Exception):
    """Something is under way now."""


class Made(NamedTuple):
    """Documents of each part, and how often it had to begin again."""

    counts: dict[str, int]
    again: int


class Patience(NamedTuple):
    """Seconds without any event, and seconds in all before it is given up."""

    quiet: float = QUIET_SECONDS
    wait: float = WAIT_SECONDS


def make_backup(
    settings: Mapping[str, Any],
    keys: Keys,
    file: IO[bytes],
    patience: Patience,
    management_url: str | None = None,
    say: Say = lambda _: None,
) -> Made:
    """Writes the archive to ``file``, which can be written anew from its beginning.

    Raises NotQuiet, KeysDoNotFit, Unavailable, AuditUnavailable, OSError, PyMongoError.
    """
    client: MongoClient[Any] = MongoClient(
        settings["MONGO_URI"], serverSelectionTimeoutMS=settings["MONGO_TIMEOUT_MS"]
    )
    archive = uuid4().hex
    deadline = time.monotonic() + patience.wait
    with client, Broker(settings, management_url) as broker:
        audit = client[settings["DATABASE_PREFIX"] + "gateway"]
        note(audit, keys, settings, "backup", "asked", {"archive": archive})
        again = 0
        while True:
            try:
                counts = _attempt(client, broker, settings, keys, archive, file, patience.quiet)
                return Made(counts, again)
            except (Busy, Unsent) as reason:
                if time.monotonic() > deadline:
                    raise NotQuiet(
                        f"Something was under way all the time: {reason}. Back up when nobody "
                        "works, or stop the gateway meanwhile; is every service running?"
                    ) from None
                if not again:
                    say(f"waiting: {reason}")
                again += 1
                time.sleep(PAUSE_SECONDS)


def _attempt(
    client: MongoClient[Any], broker: Broker, settings: Mapping[str, Any], keys: Keys,
    archive: str, file: IO[bytes], quiet: float,
) -> dict[str, int]:  # fmt: skip
    """Raises Busy and Unsent when something is under way."""
    found = parts(client, settings["DATABASE_PREFIX"])
    parked = _nothing_waits(broker)
    before = {part.name: digest(part) for part in found if part.stands_still}
    _stays_quiet(broker, quiet)
    file.seek(0)
    file.truncate()
    writer = Writer(file, {
        "id": archive,
        "at": datetime.now(UTC),
        "version": version("kunjungan"),
        "prefix": settings["DATABASE_PREFIX"],
    })  # fmt: skip
    trial = Trial(keys)
    for part in found:
        still = StillDigest(part)
        writer.part(part.name, (bytes(one.raw) for one in _copied(part, still, trial)))
        if part.stands_still and still.hexdigest() != before[part.name]:
            raise Busy(f"{part.name} was changed")
    if {part.name for part in parts(client, settings["DATABASE_PREFIX"])} != {
        part.name for part in found
    }:
        raise Busy("there is a new collection")
    if _nothing_waits(broker) != parked:
        raise Busy("a message was parked")
    for queue, count in parked.items():
        name = PARKED_PART + queue.removeprefix(PARKED)
        if writer.part(name, broker.parked_messages(queue, count)) < count:
            raise Busy("a parked message was taken out")
    trial.check(_first_entries(client[settings["DATABASE_PREFIX"] + "gateway"]))
    return writer.close(answers(keys, archive, trial.used))


def _copied(part: Part, still: StillDigest, trial: Trial) -> Iterator[RawBSONDocument]:
    for document in settled(part) if part.stands_still else everything(part.documents):
        still.add(document)
        trial.see(part.name, document)
        yield document


def _nothing_waits(broker: Broker) -> dict[str, int]:
    """How many messages are parked. Raises Busy."""
    waiting = broker.waiting()
    for queue, count in waiting.under_way.items():
        raise Busy(f"{count} messages wait in {queue}")
    return waiting.parked


def _stays_quiet(broker: Broker, seconds: float) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(PAUSE_SECONDS, left))
        _nothing_waits(broker)
    try:
        for queue, count in broker.in_hand().items():
            raise Busy(f"{count} messages of {queue} are in work")
    except OSError as error:  # whatever requests raises
        raise Unavailable(f"RabbitMQ's management does not answer: {error}") from None


def _first_entries(database: Database[Any]) -> Iterator[Mapping[str, Any]]:
    store = AuditStore(database)
    for facility in store.facilities():
        yield next(store.chain(facility))
