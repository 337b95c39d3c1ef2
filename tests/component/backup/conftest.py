"""A virtual host for each module: a whole system makes, fills and empties all queues."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from chassis.settings import COMMON, load_settings
from operations.topology import declare
from tests.component.backup.stage import Stage
from tests.support.servers import virtual_host

_hosts = count(1)


@pytest.fixture(scope="module")
def amqp_uri() -> Iterator[str]:
    with virtual_host(f"kunjungan-backup-{os.getpid()}-{next(_hosts)}") as uri:
        declare(uri, load_settings(COMMON))
        yield uri


@pytest.fixture
def stage(settings: dict[str, Any], tmp_path: Path) -> Iterator[Stage]:
    made = Stage(settings | {"RETRY_TIERS_MS": load_settings(COMMON)["RETRY_TIERS_MS"]}, tmp_path)
    yield made
    declare(settings["AMQP_URI"], made.settings | {}, purge=True)
    made.close()
