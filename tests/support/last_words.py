"""What the processes under test wrote last, shown with a test that failed.

A service of its own process fails in silence: all that its test sees is a call without an answer.
A ``conftest.py`` that imports the hook has it.
"""

import os
import signal
import time
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path

import pytest

RECENT_SECONDS = 120.0
LINES = 25
WRITING_SECONDS = 0.5
"""For processes to write their stacks, on a busy machine."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        home = item.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
        if said := last_words(home):
            report.sections.append(("the end of the logs", said))
    return report


def last_words(home: Path) -> str:
    """The end of every log below ``home`` that was written to a short while ago; services that
    run have written there what they are at."""
    for pid in _services():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGUSR1)  # chassis/process.py
    time.sleep(WRITING_SECONDS)
    since = time.time() - RECENT_SECONDS
    logs = [log for log in sorted(home.rglob("*.log")) if log.stat().st_mtime > since]
    return "\n".join(f"--- {log.relative_to(home)}\n{_end(log)}" for log in logs)


def _services() -> list[int]:
    """The services that this process has started."""
    commands = Path("/proc").glob("[0-9]*/cmdline")
    return [int(one.parent.name) for one in commands if _is_service(one)]


def _is_service(command: Path) -> bool:
    try:
        parent = command.with_name("stat").read_text().rpartition(")")[2].split()[1]
        running = command.read_bytes()
    except OSError:  # it has ended
        return False
    return int(parent) == os.getpid() and b"\0-m\0services." in running


def _end(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-LINES:])
