"""What a run did and found, as JSON and as a section of docs/compose.md."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from tests.compose.engine import ROOT

PAGE = ROOT / "docs/compose.md"
FIGURES = ROOT / "docs/compose-runs.json"


class Record:
    """``name``: of the make target, and of the section. ``part``: what of it was run; each part
    has the figures of its own last run."""

    def __init__(self, name: str, part: str, on: str):
        self._name = name
        self._part = part
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

    def keep(self) -> None:
        """Only a part that came to its end is kept."""
        ran = {
            "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
            "on": self._on,
            "seconds": round(time.monotonic() - self._began),
            "load": round(os.getloadavg()[2], 1),
            "steps": self._steps,
        }
        figures = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
        figures.setdefault(self._name, {})[self._part] = ran
        FIGURES.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
        head, tail = f"<!-- {self._name} -->\n", f"<!-- end of {self._name} -->\n"
        before, rest = PAGE.read_text("utf-8").split(head)
        parts = "".join(_section(*one) for one in figures[self._name].items())
        PAGE.write_text(before + head + parts + tail + rest.split(tail)[1], "utf-8")
        print(f"{self._name}: {self._part}: all well, {ran['seconds']} s", flush=True)


def _section(part: str, ran: dict[str, Any]) -> str:
    lines = [
        f"\n**{part.capitalize()}.** {ran['date']} UTC, {ran['seconds']} s. {ran['on']}; "
        f"load average of the machine's quarter of an hour {ran['load']}.\n",
        "| step | found | s |",
        "|---|---|---:|",
    ]
    lines += [
        f"| {one['step']} | {_short(one['found'])} | {one['seconds']:.0f} |" for one in ran["steps"]
    ]
    return "\n".join(lines) + "\n\n"


def _short(found: dict[str, Any]) -> str:
    return "; ".join(f"{name.replace('_', ' ')} {_value(value)}" for name, value in found.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_value(one)}" for name, one in value.items())
    return " + ".join(map(str, value)) if isinstance(value, list) else str(value)
