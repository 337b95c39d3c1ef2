"""Who may do what in the database: one user for each service, on its own database alone.

The gateway may add to its audit and read it, and do nothing else to it; not even make an index
there, since one with a lifetime would delete entries.
"""

from pathlib import Path
from typing import Any

from kombu.utils.url import parse_url
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import OperationFailure

from operations.secrets import OWNERS, SERVICES
from services.gateway.store_audit import AuditStore
from services.gateway.store_sessions import Attempts, Flows, Sessions
from services.gateway.store_staff import StaffAccounts

ROLE_EXISTS = 51002
USER_EXISTS = 51003
GATEWAY_ROLE = "gateway"
RECORDING = ["find", "insert"]
KEEPING = ["find", "insert", "update", "remove", "createIndex"]


def make_users(client: MongoClient, secrets: Path) -> int:
    """Gives each user its password and its rights, whether it is there already or not."""
    for name in OWNERS:
        parts = parse_url((secrets / name / "mongo_uri").read_text(encoding="utf-8").strip())
        database = client[parts["virtual_host"]]
        if name in SERVICES:
            roles: list[Any] = [{"role": "readWrite", "db": database.name}]
        else:
            _make_gateway_role(database)
            roles = [{"role": GATEWAY_ROLE, "db": database.name}]
        rights = {"pwd": parts["password"], "roles": roles}
        _make(database, "User", parts["userid"], USER_EXISTS, rights)
    return len(OWNERS)


def _make_gateway_role(database: Database) -> None:
    kept = (StaffAccounts, Sessions, Attempts, Flows)
    actions = {AuditStore.collection: RECORDING} | {store.collection: KEEPING for store in kept}
    privileges = [
        {"resource": {"db": database.name, "collection": collection}, "actions": allowed}
        for collection, allowed in actions.items()
    ]
    rights = {"privileges": privileges, "roles": []}
    _make(database, "Role", GATEWAY_ROLE, ROLE_EXISTS, rights)


def _make(database: Database, kind: str, name: str, exists: int, rights: dict[str, Any]) -> None:
    try:
        database.command(f"create{kind}", name, **rights)
    except OperationFailure as error:
        if error.code != exists:
            raise
        database.command(f"update{kind}", name, **rights)
