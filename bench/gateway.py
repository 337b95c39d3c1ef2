"""What the gateway costs: the same questions through it and as the bare RPC that it makes.

The whole system runs on this machine, and both ways take turns in rounds of seconds, so that
what else the machine does hits both. ``kunjungan_asked_seconds`` says how long the gateway itself
waited for the service; the rest of a request is the gateway's.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import requests

from bench import house, machine
from bench.questions import Questions, by_name
from bench.rounds import Counters, Round, summary, table
from chassis.calling import RpcClient
from chassis.clock import Segment, write_segments
from operations.local import System
from tests.support.servers import virtual_host

CLIENTS = tuple(int(one) for one in os.environ.get("CLIENTS", "1,16,64").split(","))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
SECONDS = float(os.environ.get("SECONDS", "1.5"))
ONLY = os.environ.get("ONLY", "")
VISITS = 60
UNLIMITED = "1000000 per minute"
WAYS = ("rpc", "http")


def main() -> int:
    about = machine.described()
    with virtual_host(f"bench-{uuid4().hex[:8]}") as uri, patch.dict(os.environ, AMQP_URI=uri):
        report = {"machine": about, "rounds": ROUNDS, "seconds": SECONDS, **measured()}
    print(table(report["results"]))
    if path := os.environ.get("REPORT"):
        Path(path).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return 0


def measured() -> dict[str, Any]:
    settings = {"RATE_PER_SESSION": UNLIMITED, "RATE_PER_ADDRESS": UNLIMITED}
    with tempfile.TemporaryDirectory() as directory:
        clock = Path(directory, "clock.json")
        write_segments(clock, [Segment(time.time(), house.NINE, 1.0)])
        with (
            System(Path(directory, "data"), clock_file=clock, settings=settings) as system,
            RpcClient(system.amqp_uri) as client,
            generator(system) as load,
        ):
            there = house.House(client)
            there.open(VISITS)
            asked = by_name(Questions(there, tokens(system, max(CLIENTS))))
            rounds = list(played(system, load, {k: v for k, v in asked.items() if ONLY in k}))
    return {"results": summary(rounds)}


def played(system: System, load: Any, asked: dict[str, Any]) -> Iterator[Round]:
    """Question by question, since those of the last ones fill the house."""
    for (name, questions), clients in product(asked.items(), CLIENTS):
        for number in range(ROUNDS + 1):
            # each way is first in every second round
            for way in WAYS if number % 2 else reversed(WAYS):
                told = {"way": way, "clients": clients, "seconds": SECONDS, **questions(way)}
                before = Counters.of(system)
                load.stdin.write(json.dumps(told) + "\n")
                load.stdin.flush()
                heard = json.loads(load.stdout.readline())
                if number:  # the first one is to warm up
                    yield Round(name, way, clients, **heard, cost=Counters.of(system) - before)


def tokens(system: System, many: int) -> list[str]:
    """A session for each client."""
    credentials = house.staff(system.mongo_uri)
    opened = (requests.post(f"{system.url}/api/v1/session", json=credentials, timeout=30)
              for _ in range(many))  # fmt: skip
    return [one.json()["token"] for one in opened]


@contextmanager
def generator(system: System) -> Iterator[Any]:
    port = system.url.rpartition(":")[2]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "bench.load", port, system.amqp_uri],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
