"""A virtual host apart, since these tests make and fill the queues of every service."""

import os
from collections.abc import Iterator

import pytest

from tests.support.servers import virtual_host


@pytest.fixture(scope="package")
def amqp_uri() -> Iterator[str]:
    with virtual_host(f"kunjungan-operations-{os.getpid()}") as uri:
        yield uri
