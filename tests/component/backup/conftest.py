"""A virtual host for each module: a whole system makes, fills and empties all queues."""

import os
from collections.abc import Iterator
from itertools import count

import pytest

from operations.topology import declare
from chassis.settings import COMMON, load_settings
from tests.support.servers import virtual_host

_hosts = count(1)


@pytest.fixture(scope="module")
def amqp_uri() -> Iterator[str]:
    with virtual_host(f"kunjungan-backup-{os.getpid()}-{next(_hosts)}") as uri:
        declare(uri, load_settings(COMMON))
        yield uri
