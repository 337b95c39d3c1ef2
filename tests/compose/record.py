"""What a run did and found, as JSON and as a section of docs/compose.md."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.compose.engine import ROOT

PAGE = ROOT / "docs/compose.md"


class Record:
    """``name``: of the make target, and of the section."""

    def __init__(self, name: str, on: str):
        self._name = name
        self._on = on
        self._began = time.monotonic()
        self._steps: list[dict[str, Any]] = []

    @contextmanager
    def step(self, sentence: str) -> Iterator[dict[str, Any]]:
        """What is put into the dictionary stands behind the sentence."""
        found: dict[str, Any] = {}
        began = time.monotonic()
        print(f"{self._name}: {sentence} ...", flush=True)
        yield found
        seconds = round(time.monotonic() - began, 1)
        self._steps.append({"step": sentence, "seconds": seconds, "found": found})
        print(f"{self._name}: {sentence}: {_short(found)} ({seconds} s)", flush=True)

    def keep(self, report: Path | None) -> None:
        """Only a run that came to its end is kept."""
        whole = {
            "run": self._name,
            "date": f"{datetime.now(UTC):%Y-%m-%d}",
            "on": self._on,
            "seconds": round(time.monotonic() - self._began),
            "steps": self._steps,
        }
        if report:
            report.write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")
        head, tail = f"<!-- {self._name} -->\n", f"<!-- end of {self._name} -->\n"
        page = PAGE.read_text(encoding="utf-8")
        before, rest = page.split(head)
        PAGE.write_text(before + head + _section(whole) + tail + rest.split(tail)[1], "utf-8")
        print(f"{self._name}: all well, {whole['seconds']} s; docs/compose.md has the figures")


def _section(whole: dict[str, Any]) -> str:
    lines = [
        f"\nLast run: {whole['date']}, {whole['seconds']} s. {whole['on']}.\n",
        "| step | found | s |",
        "|---|---|---:|",
    ]
    lines += [
        f"| {one['step']} | {_short(one['found'])} | {one['seconds']:.0f} |"
        for one in whole["steps"]
    ]
    return "\n".join(lines) + "\n\n"


def _short(found: dict[str, Any]) -> str:
    return "; ".join(f"{name.replace('_', ' ')} {_value(value)}" for name, value in found.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_value(one)}" for name, one in value.items())
    return " + ".join(map(str, value)) if isinstance(value, list) else str(value)
