"""`kunjungan` in a process of its own, as an operator or a timer runs it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from typer.testing import CliRunner

from operations.cli import app

PROGRAM = Path(sys.executable).with_name("kunjungan")
KEYS = ("BLIND_INDEX_KEY", "FIELD_KEYS", "AUDIT_KEY")


class Done:
    def __init__(self, code: int, out: bytes, told: str):
        self.code, self.out, self.told = code, out, told


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Without the keys that other tests are run with: these are in files."""
    outside = {name: value for name, value in os.environ.items() if name not in KEYS}
    return {**outside, "COLUMNS": "200", **settings}


def begun(settings: Mapping[str, str], *words: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [PROGRAM, *map(str, words)],
        env=environment(settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def within(settings: Mapping[str, str], *words: str | Path) -> Done:
    """The same in this process, which takes a tenth of the time."""
    done = CliRunner().invoke(app, list(map(str, words)), env=dict(settings))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.stdout_bytes, done.output)


def kunjungan(settings: Mapping[str, str], *words: str | Path, given: bytes = b"") -> Done:
    done = subprocess.run(
        [PROGRAM, *map(str, words)],
        env=environment(settings), input=given, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    told = done.stderr.decode()
    assert "Traceback" not in told, told
    return Done(done.returncode, done.stdout, told)
