"""The commands of docs/operating.md about parked messages do what is said of them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.component.operations.lot import Lot
from tests.support.pages import ROOT, fences
from tests.support.shell import Shell

IN_A_CONTAINER = "docker compose run --rm --no-deps -T provision"
PARKED = "kunjungan parked "


def commands() -> list[str]:
    """One a line, without the container."""
    found = [fence.text.replace("\\\n", " ") for fence in fences(ROOT / "docs/operating.md")]
    lines = [" ".join(line.split()) for text in found for line in text.splitlines()]
    return [line.removeprefix(IN_A_CONTAINER).strip() for line in lines if PARKED in line]


@pytest.fixture
def lot(settings: dict[str, Any]) -> Iterator[Lot]:
    made = Lot(settings)
    yield made
    made.close()


def test_the_guide_lists_shows_replays_and_discards(
    shell: Shell, settings: dict[str, Any], lot: Lot
):
    where = " ".join(f"{name}='{settings[name]}'" for name in ("AMQP_URI", "MONGO_URI"))
    for command, expected in zip(
        commands(),
        ("after 4 attempts: KeyError", '"cause": "KeyError"', "messages: 1", "messages: 1",
         "messages: 1", "discarded"),
        strict=True,
    ):  # fmt: skip
        made = lot.park_event()
        said = shell.run(f"{where} .venv/bin/{command.replace('ID', made['id'])}")
        assert expected in said
        assert made["id"] in said
        lot.take("parked.lockers")
