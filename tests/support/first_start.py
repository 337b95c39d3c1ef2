"""`kunjungan run` in a process of its own, and what it says."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.support.eventually import eventually
from tests.support.servers import free_port

READY = "Ctrl-C stops it all."
PROGRAM = Path(sys.executable).with_name("kunjungan")


class Told:
    """``text`` is what it has said when it was ready."""

    def __init__(self, text: str, http_port: int):
        self.text = text
        self.api = f"http://127.0.0.1:{http_port}/api/v1"

    @property
    def opened(self) -> str:
        """The address that a new user is given."""
        return re.findall(r"^Open +(\S+)$", self.text, re.MULTILINE)[0]

    @property
    def passwords(self) -> dict[str, str]:
        return dict(re.findall(r"^  (\w+) +((?:[a-z]{6}-){3}[a-z]{6})\b", self.text, re.MULTILINE))


@contextmanager
def running(folder: Path, environment: Mapping[str, str], *options: str) -> Iterator[Told]:
    http_port, console_port, said = free_port(), free_port(), folder.with_suffix(".said")
    command = [PROGRAM, "run", "--data-dir", folder, "--port", str(http_port)]
    command += ["--console-port", str(console_port), *options]
    with said.open("wb") as output:
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdout=output, stderr=output
        )
    try:
        eventually("it is ready", lambda: READY in said.read_text() or process.poll(), seconds=90)
        text = said.read_text()
        assert READY in text, text
        yield Told(text, http_port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    assert process.returncode == 0, said.read_text()
