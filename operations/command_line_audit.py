"""What is done on the command line is in the audit, too, before it is done."""

from collections.abc import Callable, Mapping
from getpass import getuser
from pathlib import Path
from typing import Any

from pymongo.database import Database

from chassis.clock import open_clock
from chassis.settings import given
from services.gateway.domain.audit_chain import usable
from services.gateway.domain.audit_entry import Entry
from services.gateway.domain.staff import Account
from services.gateway.group_commit import GroupCommit
from services.gateway.store_audit import AuditStore

LOCAL = Path(".data/run/secrets/audit_key")
"""Written by `make run`."""
NO_HOUSE = "-"
"""The chain of what belongs to no house."""
Record = Callable[[Entry], None]


class NoAuditKey(Exception):
    """Nothing is changed unrecorded."""

    def __str__(self) -> str:
        return "give AUDIT_KEY, or AUDIT_KEY_FILE with the path of the gateway's audit_key"


def told_to_audit(
    database: Database, settings: dict[str, Any], local: Path = LOCAL
) -> Callable[[str, Account], None]:
    """Raises NoAuditKey and AuditUnavailable when there is something to tell. ``local`` holds the
    key of a system on this machine."""
    record: list[Record] = []

    def tell(action: str, account: Account) -> None:
        if not record:
            record.append(open_audit(database, settings, _key(local)))
        record[0](Entry(account.facilities[0], who(), "", "", action, account.id, "asked"))

    return tell


def who(name: str | None = None) -> str:
    """As whom an entry names whoever sits at the command line: the system's user, unless told."""
    return f"command-line:{name or getuser()}"


def open_audit(database: Database, settings: Mapping[str, Any], key: str | None = None) -> Record:
    """What is called with an entry returns once that is durable. It raises AuditUnavailable, and
    this NoAuditKey too. ``key``: of the audit; found where it usually is if it is None."""
    store, now = AuditStore(database), open_clock(settings["CLOCK_FILE"]).now
    commit = GroupCommit(store, _key() if key is None else usable(key), now, longest=1)
    store.create_indexes()
    return commit.record


def _key(local: Path = LOCAL) -> str:
    key = given("AUDIT_KEY")
    if key is None and local.exists():
        key = local.read_text(encoding="utf-8").strip()
    if key is None:
        raise NoAuditKey
    return usable(key)
