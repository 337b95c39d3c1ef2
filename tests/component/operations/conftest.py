"""A virtual host apart, since these tests make and fill the queues of every service."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from operations.cli import app
from tests.component.operations.lot import HANDED_ON, Lot
from tests.support.servers import virtual_host


@pytest.fixture(scope="package")
def amqp_uri() -> Iterator[str]:
    with virtual_host(f"kunjungan-operations-{os.getpid()}") as uri:
        yield uri


@pytest.fixture
def parked(settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    for name in HANDED_ON:
        monkeypatch.setenv(name, settings[name])
    return lambda *words, typed=None: CliRunner().invoke(app, ["parked", *words], input=typed)


@pytest.fixture
def lot(settings: dict[str, Any]) -> Iterator[Lot]:
    made = Lot(settings)
    yield made
    made.close()


@pytest.fixture
def audit(database: Any) -> Callable[[], list[dict[str, Any]]]:
    return lambda: list(database("gateway")["audit"].find(sort=[("number", 1)]))
