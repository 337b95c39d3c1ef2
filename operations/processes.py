"""A group of processes that are restarted when they exit and stopped together."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

HEALTHY_SECONDS = 10
"""A process that ran this long is restarted at once. One that exits sooner is restarted at once
the first time and then waits, longer each time, so that a service without its broker does not
spin."""

LONGEST_PAUSE = 5.0
ROOT = Path(__file__).parents[1]
"""Where the packages are, so that a process finds them from any working directory."""


class Process:
    """One command, its log file, and how often it had to be started again."""

    def __init__(self, name: str, command: Sequence[str], env: Mapping[str, str], log: Path):
        self.name = name
        self.log = log
        self.restarts = 0
        self._command = list(command)
        self._env = {**env, "PYTHONPATH": f"{ROOT}{os.pathsep}{env.get('PYTHONPATH', '')}"}
        self._quick_exits = 0
        self._due = 0.0
        self._closed = False
        self._popen: subprocess.Popen[bytes] | None = None
        self._output: IO[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Process id, or None between an exit and the next start."""
        return self._popen.pid if self._popen and self._popen.poll() is None else None

    def start(self) -> None:
        self._output = self._output or self.log.open("ab")
        wrapper = [sys.executable, "-m", "operations.child", str(os.getpid())]
        self._popen = subprocess.Popen(
            wrapper + self._command,
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches us alone; we stop the others in order
        )
        self._started = time.monotonic()

    @staticmethod
    def pause(quick_exits: int) -> float:
        """Seconds to wait before the next start, after so many quick exits in a row."""
        return min(LONGEST_PAUSE, 0.5 * max(0, quick_exits - 1))

    def restart_if_due(self) -> None:
        if self._popen is None or self._closed or self._popen.poll() is None:
            return
        now = time.monotonic()
        if not self._due:
            lived = now - self._started
            self._quick_exits = 0 if lived > HEALTHY_SECONDS else self._quick_exits + 1
            self._due = now + self.pause(self._quick_exits)
        if now >= self._due:
            self._due = 0.0
            self.restarts += 1
            self.start()

    def signal(self, number: int) -> None:
        if self._popen and self._popen.poll() is None:
            self._popen.send_signal(number)

    def exited(self) -> bool:
        return self._popen is None or self._popen.poll() is not None

    def close(self) -> None:
        """Ends the log; it is not started any more."""
        self._closed = True
        if self._output:
            self._output.close()
            self._output = None

    def last_lines(self, count: int = 15) -> str:
        """The end of the log, to show when the process does not come up."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-count:])


class ProcessGroup:
    """Starts processes, restarts those that exit, stops all by their pids."""

    def __init__(self) -> None:
        self.processes: dict[str, Process] = {}
        self._stopping = threading.Event()
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._watcher: threading.Thread | None = None

    def add(self, process: Process) -> None:
        with self._lock:
            self.processes[process.name] = process
            process.start()
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._watch, name="processes", daemon=True)
            self._watcher.start()

    def _watch(self) -> None:
        # Linux ties a child to the thread that started it (see child.py), so this thread must
        # outlive the processes that it restarted: stop() ends it after them.
        while not self._stopping.wait(0.1):
            with self._lock:
                for process in self.processes.values():
                    process.restart_if_due()
        self._ended.wait()

    def stop(self, patience: float = 20.0) -> None:
        """Ends all: SIGTERM, and SIGKILL for what still runs after ``patience`` seconds."""
        self._stopping.set()
        with self._lock:
            for process in self.processes.values():
                process.signal(signal.SIGTERM)
            deadline = time.monotonic() + patience
            running = list(self.processes.values())
            while running := [process for process in running if not process.exited()]:
                if time.monotonic() > deadline:
                    for process in running:
                        process.signal(signal.SIGKILL)
                time.sleep(0.05)
            for process in self.processes.values():
                process.close()
        self._ended.set()
