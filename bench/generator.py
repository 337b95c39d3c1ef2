"""A process that puts load on a system: told what to do line by line, and answering so."""

import json
import subprocess
import sys
from types import TracebackType
from typing import Any


class Generator:
    """Use as a context manager. ``module`` reads a JSON object from each line of its input and
    writes one for it."""

    def __init__(self, module: str, *arguments: str):
        self._command = [sys.executable, "-W", "ignore", "-m", module, *arguments]

    def __enter__(self) -> "Generator":
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()

    def asked(self, told: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{' '.join(self._command)} ended in the middle of a round")
        answer: dict[str, Any] = json.loads(line)
        return answer
