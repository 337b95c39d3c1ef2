"""The demo in a container of its own, while the test does things to the others."""

import json
from datetime import datetime
from typing import Any

from tests.compose.engine import docker
from tests.compose.project import Project
from tests.support.eventually import eventually

DAY_SECONDS = 900
COMMAND = (
    'exec kunjungan demo --attach "$(cat /run/secrets/amqp_uri)" '
    "--clock-file /clock/clock.json --patience 120"
)
CLOCK = """
from pathlib import Path
from chassis.clock import FileClock
print(FileClock(Path("/clock/clock.json")).now().isoformat())
"""
DOORS_OPEN = datetime.fromisoformat("2026-01-17T09:00:00+08:00")


class VisitingDay:
    """Begins to play at once."""

    def __init__(self, project: Project):
        self._project = project
        self._container = project("run", "-d", "--no-deps", "demo", "sh", "-c", COMMAND)

    def wait_for_the_doors(self) -> None:
        eventually("the doors open", lambda: self.moment() > DOORS_OPEN, 240)

    def moment(self) -> datetime:
        self.must_go_on()
        return datetime.fromisoformat(docker("exec", self._container, "python", "-c", CLOCK))

    def slowly(self, slow: bool) -> None:
        """At a pace at which what is away for seconds is not away for hours of the day."""
        verb = ("touch",) if slow else ("rm", "-f")
        docker("exec", self._container, *verb, "/clock/slowly")

    def must_go_on(self) -> None:
        running = docker("inspect", "-f", "{{.State.Running}}", self._container)
        assert running == "true", "the day was over too early:\n" + self._said()

    def end(self) -> dict[str, Any]:
        """The report, once the day is over. AssertionError unless every line balances."""
        status = docker("wait", self._container, seconds=DAY_SECONDS)
        said = self._project("run", "--rm", "--no-deps", "-T", "demo", "cat", "/clock/report.json")
        report = json.loads(said)
        lines = report["reconciliation"]
        wrong = {name: line for name, line in lines.items() if not line["balanced"]}
        if status != "0" or wrong:
            raise AssertionError(f"the books do not balance: {wrong}; {self._project.keep_logs()}")
        assert len(lines) == 19
        docker("rm", self._container)
        return report

    def _said(self) -> str:
        return docker("logs", "--tail", "60", self._container)


def facts(report: dict[str, Any]) -> dict[str, Any]:
    """What of a day's report goes into the record."""
    return {
        "visits_admitted": report["visits"]["admitted"],
        "visitors": report["visitors"]["total"],
        "commands_and_reads": sum(report["calls"].values()),
        "sent_again": report["repeated_calls"],
        "events": report["events"]["heard"] - report["events"]["twice"],
        "events_heard_twice": report["events"]["twice"],
        "lines_balanced": len(report["reconciliation"]),
        "seconds": report["seconds"],
    }
