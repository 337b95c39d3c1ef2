"""`make cluster-test`: three broker nodes and three processes of each service; the node that leads
most queues is killed in the middle of a visiting day. Everything is removed afterwards.

docs/compose.md and docs/compose-runs.json get the figures of the last run.
"""

import json
import os
import re
import sys
import time
from collections import Counter
from typing import Any

from tests.compose.engine import docker, make_ready
from tests.compose.project import PATIENCE, SERVICES, Project
from tests.compose.record import Record
from tests.compose.visiting_day import VisitingDay, facts
from tests.support.eventually import eventually

NAME = "cluster-test"
FILES = ("docker-compose.yml", "docker-compose.cluster.yml", "docker-compose.demo.yml")
NODES = {f"rabbit@rabbitmq-{n}": service for n, service in
         ((1, "rabbitmq"), (2, "rabbitmq-2"), (3, "rabbitmq-3"))}  # fmt: skip
COPIES = 3
TO_WORK = 5.0
"""Real seconds of full load with one node away; at the demo's pace about half an hour."""
LAST_ENTRIES = """
[{element(4, amqqueue:get_name(Q)),
  [proplists:get_value(<<"Last Written">>, M, proplists:get_value(<<"Last Log Index">>, M))
   || M <- rabbit_quorum_queue:status(<<"kunjungan">>, element(4, amqqueue:get_name(Q)))]}
 || Q <- rabbit_amqqueue:list(<<"kunjungan">>),
    amqqueue:get_type(Q) =:= rabbit_quorum_queue].
"""
"""How far each copy of each queue is. Three numbers, or ``undefined`` for one that is away."""


def main() -> None:
    record = Record(NAME, "a node is killed", f"{make_ready()}, {os.cpu_count()} cores")
    with Project(NAME, *FILES) as project:
        with record.step("the image is built"):
            project.build()
        with record.step("`up --wait` on nothing") as found:
            project("up", "-d", "--wait", seconds=600)
            found["containers"] = {one: len(project.containers(one)) for one in SERVICES}
            found["broker"] = _ctl(project, "rabbitmq", "version")
        with record.step("every queue has a copy on each node") as found:
            queues = _queues(project, "rabbitmq")
            assert _copies(queues) == {COPIES}, queues
            found["queues"] = dict(Counter(one["type"] for one in queues))
            found["leaders"] = _leaders(queues)
            found["connections"] = _connections(project, "rabbitmq")
        a_node_is_killed_during_a_visiting_day(project, record)
    record.keep()


def a_node_is_killed_during_a_visiting_day(project: Project, record: Record) -> None:
    day = VisitingDay(project)
    day.wait_for_the_doors()
    leaders = Counter(_leaders(_queues(project, "rabbitmq")))
    node = leaders.most_common(1)[0][0]
    victim = NODES[node]
    other = next(service for service in NODES.values() if service != victim)
    container = project.containers(victim)[0]
    with record.step("`kill -9` of the node that leads most queues; it stays away") as found:
        found["killed"] = node
        day.slowly(True)
        began = time.monotonic()
        docker("kill", "--signal", "KILL", container)
        eventually(
            "every queue has a leader that lives and a majority",
            lambda: all(
                one["leader"] != node and len(one["online"]) == COPIES - 1
                for one in _queues(project, other)
            ),
            PATIENCE,
        )
        found["all_queues_led_again"] = f"{time.monotonic() - began:.0f} s"
        project.wait_until_ready()
        found["all_services_ready"] = f"{time.monotonic() - began:.0f} s"
        found["leaders"] = _leaders(_queues(project, other))
        found["connections"] = _connections(project, other)
    with record.step("the day goes on without it") as found:
        before = day.moment()
        day.slowly(False)
        time.sleep(TO_WORK)  # the load itself, no waiting for anything
        day.slowly(True)
        found["minutes_of_the_day"] = round((day.moment() - before).total_seconds() / 60)
    with record.step("it comes back and catches up") as found:
        docker("start", container)
        came_back = time.monotonic()
        eventually(
            "every queue has all its copies",
            lambda: _copies(_queues(project, other)) == {COPIES},
            PATIENCE,
        )
        found["all_copies"] = f"{time.monotonic() - came_back:.0f} s"
        day.must_go_on()
        day.slowly(False)
    with record.step("the books of that day") as found:
        found.update(facts(day.end()))
    with record.step("no queue lacks anything") as found:
        queues = _queues(project, victim)
        assert _copies(queues) == {COPIES}
        parked = sum(one["messages"] for one in queues if one["name"].startswith("parked."))
        assert parked == 0
        eventually("all copies are equally far", lambda: _equally_far(project, other), PATIENCE)
        found["queues"] = len(queues)
        found["leaders"] = _leaders(queues)
        found["parked"] = parked


def _ctl(project: Project, service: str, *arguments: str) -> str:
    return project("exec", "-T", service, "rabbitmqctl", "-q", *arguments)


def _queues(project: Project, service: str) -> list[dict[str, Any]]:
    """Those that outlive a connection, as this node sees them."""
    columns = ("name", "type", "durable", "leader", "members", "online", "messages")
    said = _ctl(project, service, "-p", "kunjungan", "list_queues", *columns,
                "--formatter", "json")  # fmt: skip
    every = json.loads(said)
    replies = re.compile(r"rpc\.reply-")
    return [one for one in every if not replies.match(one["name"])]


def _copies(queues: list[dict[str, Any]]) -> set[int]:
    """How many copies are online, of whichever queue. A queue that has none at all is a 0."""
    return {len(one["online"] or ()) for one in queues}


def _leaders(queues: list[dict[str, Any]]) -> dict[str, int]:
    return dict(sorted(Counter(one["leader"] for one in queues).items()))


def _connections(project: Project, service: str) -> dict[str, int]:
    said = _ctl(project, service, "list_connections", "pid")
    return dict(sorted(Counter(re.findall(r"<(rabbit@[\w-]+)\.", said)).items()))


def _equally_far(project: Project, service: str) -> bool:
    said = _ctl(project, service, "eval", LAST_ENTRIES)
    found = re.findall(r"<<\"([^\"]+)\">>,\s*\[([^\]]*)\]", said)
    assert found, said
    return all(len(set(one.replace(" ", "").split(","))) == 1 for _, one in found)


if __name__ == "__main__":
    try:
        main()
    except AssertionError as error:
        sys.exit(f"{NAME}: NOT WELL: {error}")
