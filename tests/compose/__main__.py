"""`make compose-test`: the system in real containers, as an operator runs it, under load and under
blows. Everything is removed afterwards.

docs/compose.md and docs/compose-runs.json get the figures of the last run of each part.
"""

import json
import os
import re
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from tests.compose.engine import docker, make_ready
from tests.compose.project import PATIENCE, SERVICES, Project
from tests.compose.record import Record
from tests.compose.visiting_day import VisitingDay, facts
from tests.support.eventually import eventually

NAME = "compose-test"
PLAIN = ("docker-compose.yml",)
STORES = ("mongo", "rabbitmq")
TO_WORK = 3.0
"""Real seconds of full load between two blows; at the demo's pace a quarter of an hour."""
IN_USE = {"kunjungan_gateway.sessions", "kunjungan_gateway.audit", "kunjungan_gateway.staff"}
HERE = Path(__file__).parent


def main(chosen: list[str]) -> None:
    """``chosen``: names of parts; all when there is none."""
    on = f"{make_ready()}, {os.cpu_count()} cores"
    for name in chosen or PARTS:
        # each part by itself, since each day needs a house that has not seen it yet
        record = Record(NAME, name.replace("-", " "), on)
        with Project(f"{NAME}-{name}") as project:
            with record.step("the image is built, and `up --wait` on nothing") as found:
                project.build()
                project("up", "-d", "--wait", seconds=600)
                found["megabytes"] = _megabytes(project.image)
                found["broker"] = project("exec", "-T", "rabbitmq", "rabbitmqctl", "-q", "version")
            for do in PARTS[name]:
                do(project, record)
        record.keep()


def a_quiet_day(project: Project, record: Record) -> None:
    with record.step("a visiting day") as found:
        before = project.cpu_seconds()
        report = VisitingDay(project).end()
        found.update(facts(report))
        visits = report["visits"]["admitted"]
        found["CPU_ms_for_each_admitted_visit"] = {
            name: round(1000 * (seconds - before[name]) / visits)
            for name, seconds in project.cpu_seconds().items()
        }


def the_volumes_are_kept(project: Project, record: Record) -> None:
    with record.step("`down` and `up`: yesterday is still there") as found:
        password = _hire_auditor(project)
        before = _yesterday(project, password)
        entries = _audit_entries(project)
        project("down", "--timeout", "40")
        project("up", "-d", "--wait", files=PLAIN)
        after = _yesterday(project, password)
        assert _at_rest(after) == _at_rest(before), _differences(before, after)
        again = _audit_entries(project)
        assert again >= entries > 0
        found["collections_alike"] = len(_at_rest(before)["stored"])
        found["documents"] = sum(count for count, _, _ in before["stored"].values())
        found["kB_in_them"] = round(sum(size for _, _, size in before["stored"].values()) / 1000)
        found["of_that_the_audit"] = round(before["stored"]["kunjungan_gateway.audit"][2] / 1000)
        found["visitors_in_the_day_book"] = after["day_book"]["visitors"]["all"]
        found["audit_verified_entries"] = again


def nobody_can_do_what_is_anothers(project: Project, record: Record) -> None:
    with record.step("each user's credentials against everything, inside the network") as found:
        said = project(
            "run", "--rm", "--no-deps", "-T", "-v", f"{HERE.parent}:/app/tests:ro", "provision",
            "python", "-W", "ignore", "-m", "tests.permissions", "--secrets", "/run/secrets",
            seconds=600,
        )  # fmt: skip
        found["result"] = said.splitlines()[-1]


def a_day_with_more_processes_and_an_upgrade(project: Project, record: Record) -> None:
    day = VisitingDay(project)
    day.wait_for_the_doors()
    with record.step("each service is scaled to 3 while visits go on") as found:
        day.slowly(True)
        scale = [part for one in SERVICES for part in ("--scale", f"{one}=3")]
        project("up", "-d", "--no-deps", "--no-recreate", "--wait", *scale, *SERVICES)
        day.slowly(False)
        for service in SERVICES:
            found[service] = _work_of_each(project, service)
            day.must_go_on()
    with record.step("and back to 1") as found:
        day.slowly(True)
        scale = [part for one in SERVICES for part in ("--scale", f"{one}=1")]
        project("up", "-d", "--no-deps", "--no-recreate", *scale, *SERVICES)
        left = {one: len(project.containers(one)) for one in SERVICES}
        assert set(left.values()) == {1}, left
    with record.step("each service gets a new image, one after another") as found:
        project.build_next()
        project("up", "provision", image=project.next_image)
        for service in SERVICES:
            began = time.monotonic()
            project("up", "-d", "--no-deps", "--wait", service, image=project.next_image)
            [container] = project.containers(service)
            image = docker("inspect", "-f", "{{.Config.Image}}", container)
            assert image == project.next_image
            found[service] = f"{time.monotonic() - began:.0f} s"
            day.must_go_on()
        day.slowly(False)
    with record.step("the books of that day") as found:
        found.update(facts(day.end()))


def a_day_of_blows(project: Project, record: Record) -> None:
    day = VisitingDay(project)
    day.wait_for_the_doors()
    with record.step("`kill -9` of each container, which Docker starts again") as found:
        for service in (*SERVICES, *STORES):
            container = project.containers(service)[0]
            found[service] = _seconds_away(day, project, partial(project.crash, container))
    with record.step("broker and database are killed and come back at another address") as found:
        for service in STORES:
            addresses: list[str] = []
            found[service] = _seconds_away(
                day, project, partial(_move, project, service, addresses)
            )
            assert len(set(addresses)) == 2, addresses
    with record.step("the broker is restarted in order") as found:
        found["rabbitmq"] = _seconds_away(
            day, project, lambda: project("restart", "--timeout", "40", "rabbitmq")
        )
    with record.step("the books of that day") as found:
        found.update(facts(day.end()))
        found["parked"] = _parked(project)


def _seconds_away(day: VisitingDay, project: Project, blow: Any) -> str:
    """Until every service is ready again."""
    time.sleep(TO_WORK)  # the load itself, no waiting for anything
    day.slowly(True)
    began = time.monotonic()
    blow()
    project.wait_until_ready()
    day.must_go_on()
    day.slowly(False)
    return f"{time.monotonic() - began:.0f} s"


def _move(project: Project, service: str, addresses: list[str]) -> None:
    addresses += project.move(service)


def _work_of_each(project: Project, service: str) -> list[int]:
    """Each of the three has work of its own, or the day was too short for it."""
    containers = project.containers(service)
    assert len(containers) == 3

    def worked() -> list[int]:
        done = [project.work_of(one) for one in containers]
        return done if all(done) else []

    return eventually(f"all processes of {service} have worked", worked, PATIENCE)


def _hire_auditor(project: Project) -> str:
    said = project.run(
        "kunjungan", "staff", "add", "auditor-9", "--name", "Auditor", "--role", "auditor",
        "--facility", "RTBPN", "--generate",
    )  # fmt: skip
    [password] = re.findall(r"^password: (\S+)$", said, re.MULTILINE)
    return password


def _yesterday(project: Project, password: str) -> dict[str, Any]:
    script = (HERE / "yesterday.py").read_text(encoding="utf-8")
    said = project.run("python", "-W", "ignore", "-c", script, "auditor-9", password)
    return json.loads(said.splitlines()[-1])


def _at_rest(seen: dict[str, Any]) -> dict[str, Any]:
    """Without what the looking itself changes."""
    # not the bytes: a sent event is taken out of its outbox when there is time
    stored = {name: one[:2] for name, one in seen["stored"].items() if name not in IN_USE}
    return {**seen, "stored": stored}


def _differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    was, now = _at_rest(before)["stored"], _at_rest(after)["stored"]
    return {name: (was.get(name), now.get(name)) for name in was | now
            if was.get(name) != now.get(name)}  # fmt: skip


def _audit_entries(project: Project) -> int:
    said = project.run("kunjungan", "audit", "verify")
    return sum(map(int, re.findall(r"(\d+) entries", said)))


def _parked(project: Project) -> int:
    said = project("exec", "-T", "rabbitmq", "rabbitmqctl", "-q", "-p", "kunjungan",
                   "list_queues", "name", "messages")  # fmt: skip
    return sum(int(line.split()[1]) for line in said.splitlines() if line.startswith("parked."))


def _megabytes(image: str) -> int:
    return round(int(docker("image", "inspect", "-f", "{{.Size}}", image)) / 1e6)


PARTS = {
    "quiet-day": (a_quiet_day, the_volumes_are_kept, nobody_can_do_what_is_anothers),
    "scaling-and-upgrade": (a_day_with_more_processes_and_an_upgrade,),
    "blows": (a_day_of_blows,),
}

if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except AssertionError as error:
        sys.exit(f"{NAME}: NOT WELL: {error}")
