"""The process group restarts what exits and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from operations.processes import Process, ProcessGroup
from tests.support.eventually import eventually

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); "
    "time.sleep(600)",
]
ORPHANING = """
import os, signal, sys
from pathlib import Path
from operations.processes import Process, ProcessGroup
group = ProcessGroup()
command = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
process = Process("child", command, os.environ, Path(sys.argv[1]))
group.add(process)
print(process.pid, flush=True)
signal.pause()
"""


@pytest.fixture
def group() -> Iterator[ProcessGroup]:
    group = ProcessGroup()
    yield group
    group.stop()


def add(group: ProcessGroup, tmp_path: Path, command: list[str] = SLEEP) -> Process:
    process = Process("worker", command, os.environ, tmp_path / "worker.log")
    group.add(process)
    return process


def is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return status != "Z"


def test_a_killed_process_is_started_again_under_a_new_pid(group: ProcessGroup, tmp_path: Path):
    process = add(group, tmp_path)
    first = process.pid
    assert first
    os.kill(first, signal.SIGKILL)
    eventually("a new process", lambda: process.pid not in (None, first))
    assert process.restarts == 1


def test_a_process_that_exits_at_once_is_started_less_and_less_often(
    group: ProcessGroup, tmp_path: Path
):
    process = add(group, tmp_path, [sys.executable, "-c", "print('no broker')"])
    eventually("two restarts", lambda: process.restarts >= 2)
    assert process.pause(quick_exits=1) == 0
    assert process.pause(quick_exits=2) == 0.5
    assert process.pause(quick_exits=100) == 5.0
    assert process.last_lines(1) == "no broker"


def test_stop_ends_every_process_by_its_pid(tmp_path: Path):
    group = ProcessGroup()
    pid = add(group, tmp_path).pid
    assert pid
    group.stop()
    assert not is_running(pid)


def test_a_process_that_ignores_sigterm_is_killed_in_the_end(tmp_path: Path):
    group = ProcessGroup()
    process = add(group, tmp_path, STUBBORN)
    eventually("the process is up", lambda: process.log.read_text() == "up\n")
    pid = process.pid
    assert pid
    group.stop(patience=0.2)
    assert not is_running(pid)


def test_no_process_is_started_again_after_a_stop(tmp_path: Path):
    group = ProcessGroup()
    process = add(group, tmp_path)
    group.stop()
    process.restart_if_due()
    assert process.pid is None


def test_the_processes_end_when_their_parent_is_killed(tmp_path: Path):
    parent = subprocess.Popen(
        [sys.executable, "-c", ORPHANING, str(tmp_path / "child.log")], stdout=subprocess.PIPE
    )
    assert parent.stdout
    child = int(parent.stdout.readline())
    log = tmp_path / "child.log"
    eventually("the child is up", lambda: log.read_text() == "up\n")
    parent.kill()
    parent.wait()
    eventually("the child has ended", lambda: not is_running(child))
