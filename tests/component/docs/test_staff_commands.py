"""The commands of README.md and docs/operating.md about staff accounts do what is said of them."""

from typing import Any

import pytest

from tests.support.pages import ROOT, fences
from tests.support.shell import Shell

IN_A_CONTAINER = "docker compose run --rm --no-deps -T provision"
STAFF = "kunjungan staff "


def commands(page: str) -> list[str]:
    """One a line, without the container."""
    found = [fence.text.replace("\\\n", " ") for fence in fences(ROOT / page)]
    lines = [" ".join(line.split()) for text in found for line in text.splitlines()]
    return [line.removeprefix(IN_A_CONTAINER).strip() for line in lines if STAFF in line]


def run(shell: Shell, settings: dict[str, Any], command: str) -> str:
    """Without Docker, as the database of the test is."""
    own = f"{STAFF}{command.partition(STAFF)[2]}"
    return shell.run(f"MONGO_URI='{settings['MONGO_URI']}' .venv/bin/{own}")


@pytest.mark.parametrize("command", commands("README.md"))
def test_the_readme_makes_the_first_account(command: str, shell: Shell, settings: dict[str, Any]):
    said = run(shell, settings, command)
    assert "password: " in said
    assert "budi may sign in as operator of RTBPN" in said


def test_the_guide_makes_an_account_and_changes_it(shell: Shell, settings: dict[str, Any]):
    said = [run(shell, settings, command) for command in commands("docs/operating.md")]
    for expected, found in zip(
        (
            "budi may sign in as operator of RTBPN",
            "Budi Santoso",
            "budi has another password",
            "budi may sign in as auditor, operator of RTBPN",
            "last request",
            "sessions ended: 0",
            "budi is disabled",
            "budi may sign in again",
        ),
        said,
        strict=True,
    ):
        assert expected in found


def test_the_commands_are_found():
    assert len(commands("README.md")) == 2
