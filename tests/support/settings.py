"""Settings for services under test: impatient, and on databases of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from pymongo import MongoClient

from chassis.settings import COMMON, load_settings

FIELD_KEYS = f"k1:{'4b' * 32}"
"""For tests alone."""
BLIND_INDEX_KEY = "a key for tests alone"
AUDIT_KEY = "an audit key for tests alone"


@contextmanager
def settings_for_tests(mongo_uri: str, amqp_uri: str, clock_file: Path) -> Iterator[dict[str, Any]]:
    """Settings that no other test shares; the databases are dropped in the end."""
    prefix = f"t{uuid4().hex[:8]}_"
    yield {
        **load_settings(COMMON),
        "AMQP_URI": amqp_uri,
        "MONGO_URI": mongo_uri,
        "DATABASE_PREFIX": prefix,
        "CLOCK_FILE": str(clock_file),
        "TIMER_SECONDS": 0.1,
        "RETRY_TIERS_MS": [50, 100],
        "RELAY_SWEEP_SECONDS": 0.2,
        "RELAY_SWEEP_AGE_SECONDS": 0.2,
        "BLIND_INDEX_KEY": BLIND_INDEX_KEY,
        "FIELD_KEYS": FIELD_KEYS,
        "AUDIT_KEY": AUDIT_KEY,
    }
    client: MongoClient = MongoClient(mongo_uri)
    for name in client.list_database_names():
        if name.startswith(prefix):
            client.drop_database(name)
    client.close()
