"""What is done to accounts on the command line is in the audit, too, before it is done."""

from collections.abc import Callable
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


class NoAuditKey(Exception):
    """Nothing is changed unrecorded."""

    def __str__(self) -> str:
        return "give AUDIT_KEY, or AUDIT_KEY_FILE with the path of the gateway's audit_key"


def told_to_audit(database: Database, settings: dict[str, Any]) -> Callable[[str, Account], None]:
    """Raises NoAuditKey and AuditUnavailable when there is something to tell."""
    audit: list[GroupCommit] = []

    def tell(action: str, account: Account) -> None:
        if not audit:
            store, now = AuditStore(database), open_clock(settings["CLOCK_FILE"]).now
            store.create_indexes()
            audit.append(GroupCommit(store, _key(), now, longest=1))
        audit[0].record(_entry(action, account))

    return tell


def _entry(action: str, account: Account) -> Entry:
    who = f"command-line:{getuser()}"
    return Entry(account.facilities[0], who, "", "", action, account.id, "asked")


def _key() -> str:
    key = given("AUDIT_KEY")
    if key is None and LOCAL.exists():
        key = LOCAL.read_text(encoding="utf-8").strip()
    if key is None:
        raise NoAuditKey
    return usable(key)
