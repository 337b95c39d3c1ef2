"""``docs/settings.md``: every setting, of the processes and of a house, with its default."""

import json
import re
from collections.abc import Iterator
from dataclasses import MISSING, asdict, fields
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from chassis.settings import COMMON
from contracts.calls import facilities
from operations.markdown import code, plain, table
from operations.rpc_fields import field_table, nested, part_heading, what
from operations.secrets import CONSOLE, OWNERS
from services.registration.domain.settings import Settings

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / ".env.example"
COMPOSE = ROOT / "docker-compose.yml"
SETTING = re.compile(r'^(\w+): !(?:raw_)?env_var "\$\{(\w+)(?::([^}]*))?\}"')
COMPOSE_SETTING = re.compile(r"^#([A-Z_]+)=(.*)")
TITLE = re.compile(r"^# --- .+? -+$")

INTRODUCTION = """\
# Settings

<!-- Written by `make docs` from chassis/config.yml, services/*/config.yml, console/config.yml,
.env.example and services/registration/domain/settings.py. Change those. -->

Three kinds, for three people:

- [Of Docker Compose](#docker-compose): what an operator writes into `.env`.
- [Of a process](#every-service): environment variables of one service. Compose sets those that a
  deployment needs; without Docker you set them yourself.
- [Of a house](#a-house): sessions, quotas, limits. Not in any file: they are data, and are changed
  with [`registration.configure_facility`](rpc.md#registrationconfigure_facility).
"""
PROCESS = """\
Any `NAME` may be given as `NAME_FILE` instead, the path of a file that holds the value; that is how
secrets are handed over. A variable without a default must be given. Lists and tables are written
as YAML or JSON on one line.
"""
HOUSE = """\
A house that was just configured has the defaults. A setting that `configure_facility` does not name
stays as it is. Settings that contradict each other are refused as `settings_conflict`. "Practice"
is what Indonesian houses publish; the defaults are ours.
"""


class Setting(NamedTuple):
    """``example``: a value to show that is not the default."""

    name: str
    default: str | None
    meaning: str
    example: str = ""


def settings_page() -> str:
    parts = [INTRODUCTION, "## Docker Compose\n", _table(compose_settings())]
    parts += ["## Every service\n", PROCESS, _table(process_settings(COMMON))]
    for name in OWNERS:
        if own := process_settings(ROOT / "services" / name / "config.yml"):
            parts += [f"## {name}\n", "Beyond those of every service:\n", _table(own)]
    console = process_settings(ROOT / CONSOLE / "config.yml")
    parts += ["## Console\n", "It has these alone:\n", _table(console)]
    parts += ["## A house\n", HOUSE, _house_table()]
    for schema in nested([facilities.Settings]):
        parts += [f"#### {part_heading(schema)}\n", field_table(schema)]
    return "\n".join(parts).rstrip() + "\n"


def process_settings(path: Path) -> list[Setting]:
    """As a ``config.yml`` has them; the name is that of the environment variable."""
    found = _commented(path.read_text(encoding="utf-8"), SETTING)
    return [Setting(match[2], match[3], meaning) for match, meaning in found]


def compose_settings() -> list[Setting]:
    """As ``.env.example`` explains them, with the defaults of ``docker-compose.yml``."""
    defaults = dict(re.findall(r"\$\{([A-Z_]+):-([^}]*)\}", COMPOSE.read_text(encoding="utf-8")))
    found = _commented(EXAMPLE.read_text(encoding="utf-8"), COMPOSE_SETTING)
    return [
        Setting(name, defaults[name], meaning, match[2] if match[2] != defaults[name] else "")
        for match, meaning in found
        if (name := match[1])
    ]


def _commented(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], str]]:
    """Each setting with the comment right above it."""
    comment: list[str] = []
    for line in text.splitlines():
        if found := pattern.match(line):
            yield found, _joined(comment)
            comment = []
        elif line.startswith("#") and not TITLE.match(line):
            comment.append(line.removeprefix("#").removeprefix(" "))
        else:
            comment = []


def _joined(comment: list[str]) -> str:
    """One line; what is indented in the comment is code."""
    lines = (code(line.strip()) if line.startswith("  ") else line for line in comment)
    return plain(" ".join(lines))


def _table(settings: list[Setting]) -> str:
    explained = {one.name: one.meaning for one in compose_settings()}
    rows = [
        (
            code(one.name),
            _default(one.default),
            (one.meaning or explained.get(one.name, ""))
            + (f" For example {code(one.example)}." if one.example else ""),
        )
        for one in settings
    ]
    return table(("setting", "default", "meaning"), rows)


def _default(value: str | None) -> str:
    if value is None:
        return "**must be given**"
    return code(value) if value else "empty"


def _house_table() -> str:
    allowed = facilities.Settings().fields
    rows = []
    for one in fields(Settings):
        unit = f", {one.metadata['unit']}" if one.metadata["unit"] else ""
        default, bounds = code(_json(one.default)), what(allowed[one.name])
        rows.append((code(one.name), default, f"{bounds}{unit}", one.metadata["reason"]))
    return table(("setting", "default", "allowed", "why"), rows)


def _json(value: Any) -> str:
    """JSON as ``configure_facility`` takes it, without what has its default."""
    return json.dumps(value, default=_part)


def _part(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    usual = {one.name: one.default for one in fields(value) if one.default is not MISSING}
    return {name: one for name, one in asdict(value).items() if usual.get(name, MISSING) != one}
