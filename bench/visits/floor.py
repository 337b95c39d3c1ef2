"""The floor: ``python -m bench.visits.floor AMQP_URI MONGO_URI``, a process of its own.

For each visit it does the writes and sends the messages that ours did for one at a single desk,
where nothing is tried twice (observed.py), and nothing else:

- as many writes, of the same sizes, to documents of the same sizes; each a command of its own that
  waits for the disk (``w=majority, journal=true``, as the URI says). A document that visits of ours
  share, as a session's, is one of the visit's own here, so that nothing is waited for. There is no
  index but ``_id``, and nothing is read.
- as many persistent messages of the same sizes, by the same exchanges into the same quorum queues
  (one for each subscriber and type; the gateway's stream is left out), each confirmed before the
  next step. Nobody consumes them. Requests and replies, which are not persistent, are left out.

The steps of a visit come one after another, and as many visits at once as there are desks, each in
a greenlet with a connection of its own to the broker. Bare kombu and pymongo, on eventlet as ours.

Each line that it reads is a round as JSON, each answer a line, as in desks.py.
"""

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from collections.abc import Iterator  # noqa: E402
from random import Random  # noqa: E402
from typing import Any  # noqa: E402
from uuid import uuid4  # noqa: E402

from amqp.exceptions import AMQPError  # noqa: E402
from eventlet.greenpool import GreenPool  # noqa: E402
from kombu import Connection, Producer  # noqa: E402
from kombu.exceptions import OperationalError  # noqa: E402
from pymongo import MongoClient  # noqa: E402
from pymongo.errors import PyMongoError  # noqa: E402

from bench.visits.floor_plan import Step  # noqa: E402

TEXT = Random(6).randbytes(200_000).hex()  # noqa: S311 - filling, which does not compress to nought
AT_MOST = 200
"""Connections to the database, for more greenlets than pymongo's usual hundred."""


class Lane:
    """One visit after another."""

    def __init__(self, amqp_uri: str, client: "MongoClient[dict[str, Any]]"):
        self._connection = Connection(amqp_uri, transport_options={"confirm_publish": True})
        self._producer = Producer(self._connection.channel())
        self._client = client

    def see_through(self, steps: list[Step]) -> None:
        visit = uuid4().hex
        for step in steps:
            if step.what == "send":
                self._send(step)
            else:
                self._write(visit, step)

    def close(self) -> None:
        self._connection.release()

    def _send(self, step: Step) -> None:
        self._producer.publish(
            filling(step.size).encode(),
            exchange=step.where,
            routing_key=step.routing_key,
            delivery_mode=2,
            content_type="application/json",
            content_encoding="utf-8",
        )

    def _write(self, visit: str, step: Step) -> None:
        database, _, collection = step.where.partition(".")
        documents = self._client[f"floor_{database}"][collection]
        if step.what == "insert":
            documents.insert_one({"_id": visit, "kept": [filling(step.size)]})
            return
        update: dict[str, Any] = {"$set": {"told": filling(step.size - step.grows)}}
        if step.grows:
            update["$push"] = {"kept": filling(step.grows)}
        documents.update_one({"_id": visit}, update)


def filling(size: int) -> str:
    begin = size * 7919 % (len(TEXT) - size)
    return TEXT[begin : begin + size]


def played(told: dict[str, Any], lanes: list[Lane]) -> dict[str, Any]:
    """``told``: desks, visits, and the plans that these follow in turn."""
    plans = [[Step(*step) for step in plan] for plan in told["plans"]]
    waiting = iter(range(told["visits"]))
    done: list[int] = []
    failures: list[str] = []

    def serve(lane: Lane, numbers: Iterator[int]) -> None:
        for number in numbers:
            try:
                lane.see_through(plans[number % len(plans)])
                done.append(number)
            except (PyMongoError, AMQPError, OperationalError, OSError) as error:
                failures.append(f"{type(error).__name__}: {error}")

    cpu, began = time.process_time(), time.perf_counter()
    pool = GreenPool(len(lanes))
    for lane in lanes:
        pool.spawn(serve, lane, waiting)
    pool.waitall()
    return {
        "visits": len(done),
        "took_ms": {},
        "too_early": 0,
        "turned_away": 0,
        "failed": len(failures),
        "failures": failures[:5],
        "seconds": time.perf_counter() - began,
        "cpu_seconds": time.process_time() - cpu,
    }


def main() -> None:
    amqp_uri, mongo_uri = sys.argv[1:]
    client: MongoClient[dict[str, Any]] = MongoClient(mongo_uri, maxPoolSize=AT_MOST)
    for line in sys.stdin:
        told = json.loads(line)
        lanes = [Lane(amqp_uri, client) for _ in range(told["desks"])]
        print(json.dumps(played(told, lanes)), flush=True)
        for lane in lanes:
            lane.close()


if __name__ == "__main__":
    main()
