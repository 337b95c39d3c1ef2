"""Desks that see groups through the house as fast as the system lets them: a process of its own.

Each line that it reads is a Round as JSON, each answer a line. A desk has one group at a time
before it, which it registers, calls, searches and so on; the group that it calls may be one that
another desk has registered. It waits for the event upon which a step may come, and asks again
while the service that must have heard of it has not.
"""

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from collections import defaultdict  # noqa: E402
from collections.abc import Iterator  # noqa: E402
from contextlib import ExitStack  # noqa: E402
from datetime import date  # noqa: E402
from random import Random  # noqa: E402
from typing import Any  # noqa: E402

from eventlet import tpool  # noqa: E402
from eventlet.event import Event  # noqa: E402
from eventlet.greenpool import GreenPool  # noqa: E402

from bench.visits.clients import ByHttp, ByRpc, Client  # noqa: E402
from bench.visits.direct import DirectClient  # noqa: E402
from bench.visits.hearing import Hearing  # noqa: E402
from bench.visits.queues import until_empty  # noqa: E402
from bench.visits.steps import Given, Group, after_the_call, call_next, register  # noqa: E402
from chassis.calling import RpcClient  # noqa: E402
from chassis.errors import CallTimedOut, Refused  # noqa: E402
from operations.demo.desks import NOT_YET  # noqa: E402
from operations.demo.people import People  # noqa: E402

TOO_EARLY = NOT_YET | {"nobody_waiting", "facility_not_configured"}
BUSY = "unavailable"
"""What the gateway says when so many ask at once that it keeps no more waiting."""
AGAIN = TOO_EARLY | {BUSY}
SHORTEST, LONGEST = 0.01, 0.32
"""Seconds until a step is tried again, twice as long each time."""
PATIENCE = 180.0
"""Seconds; as long as a call may take."""
RPC = {"rpc": RpcClient, "faststream": DirectClient}


class Desks:
    """``told``: way, desks, groups (facility and inmate's number of each), seed, queues."""

    def __init__(self, told: dict[str, Any], hearing: Hearing, clients: list[Client]):
        self.took_ms: dict[str, list[float]] = defaultdict(list)
        self.too_early = self.turned_away = 0
        self.failures: list[str] = []
        self._hearing = hearing
        self._clients = clients
        self._groups = list(groups(told))
        # a group may be called before the desk that registers it has its answer
        self._of_visit: dict[str, Event] = defaultdict(Event)

    def play(self) -> None:
        waiting = iter(self._groups)
        pool = GreenPool(len(self._clients))
        for client in self._clients:
            pool.spawn(self._serve, client, waiting)
        pool.waitall()

    def _serve(self, client: Client, waiting: Iterator[Group]) -> None:
        for group in waiting:
            try:
                self._see_through(client, group)
            except (Refused, CallTimedOut, LookupError) as error:
                self.failures.append(f"{type(error).__name__}: {error}")

    def _see_through(self, client: Client, group: Group) -> None:
        registered = self._give(client, register(group))
        self._of_visit[registered["id"]].send(group)
        visit = self._give(client, call_next(group.facility))["visit_id"]
        called = self._of_visit[visit].wait(PATIENCE)
        if called is None:
            raise LookupError("the group that was called is not known to have been registered")
        card = None
        for given in after_the_call(called, visit):
            if given.step.after and not self._hearing.wait(given.step.after, visit, PATIENCE):
                raise LookupError(f"{given.step.after} was not heard")
            if given.step.name == "return":
                given.fields["card"] = card
            answer = self._give(client, given)
            card = answer.get("card") or card

    def _give(self, client: Client, given: Given) -> dict[str, Any]:
        pause, deadline = SHORTEST, time.monotonic() + PATIENCE
        while True:
            began = time.perf_counter()
            try:
                answer = client.give(given)
            except Refused as refused:
                if refused.code not in AGAIN or time.monotonic() > deadline:
                    raise
                self.turned_away += refused.code == BUSY
                self.too_early += refused.code != BUSY
            else:
                self.took_ms[given.step.name].append((time.perf_counter() - began) * 1000)
                return answer
            eventlet.sleep(pause)
            pause = min(2 * pause, LONGEST)


def groups(told: dict[str, Any]) -> Iterator[Group]:
    """One to four persons, drawn from the seed; the first is grown up."""
    random = Random(told["seed"])  # noqa: S311 - people of a bench
    people = People(random, date(2026, 1, 17))
    for facility, inmate in told["groups"]:
        others = (people.woman, people.man, people.child)
        more = tuple(random.choice(others)() for _ in range(random.choice((0, 1, 1, 2, 3))))
        # as on the day of `make demo`, every second group leaves an address
        yield Group(facility, inmate, (people.woman(), *more), random.random() < 0.5)


def played(told: dict[str, Any], hearing: Hearing, rpc: RpcClient | None) -> dict[str, Any]:
    clients: list[Client] = (
        [ByHttp(told["port"], token) for token in told["tokens"][: told["desks"]]]
        if told["way"] == "http"
        else [ByRpc(rpc)] * told["desks"]  # type: ignore[arg-type]
    )
    desks = Desks(told, hearing, clients)
    heard, cpu, began = hearing.heard, time.process_time(), time.perf_counter()
    desks.play()
    served = time.perf_counter() - began
    until_empty(told["amqp_uri"], told["queues"])
    return {
        "visits": len(desks.took_ms["depart"]),
        "took_ms": desks.took_ms,
        "too_early": desks.too_early,
        "turned_away": desks.turned_away,
        "failures": desks.failures[:5],
        "failed": len(desks.failures),
        "events": hearing.heard - heard,
        "event_bytes": hearing.sizes,
        "served_seconds": served,
        "seconds": time.perf_counter() - began,
        "cpu_seconds": time.process_time() - cpu,
    }


def lines() -> Iterator[str]:
    """Of the input. Read in a thread: between two rounds the connections live on, whose heartbeats
    the broker would miss (then it closes them, and the answers to the next commands are lost)."""
    while line := tpool.execute(sys.stdin.readline):
        yield line


def main() -> None:
    amqp_uri = sys.argv[1]
    with ExitStack() as opened:
        hearing = opened.enter_context(Hearing(amqp_uri))
        clients: dict[str, RpcClient] = {}
        for line in lines():
            told = {**json.loads(line), "amqp_uri": amqp_uri}
            way = told["way"]
            if way in RPC and way not in clients:
                clients[way] = opened.enter_context(RPC[way](amqp_uri))
            print(json.dumps(played(told, hearing, clients.get(way))), flush=True)


if __name__ == "__main__":
    main()
