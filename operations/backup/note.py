"""Backups and restores are in the audit: in the chain of every house whose data they hold."""

from collections.abc import Mapping
from getpass import getuser
from typing import Any

from pymongo.database import Database

from chassis.clock import open_clock
from operations.backup.keys import Keys
from services.gateway.domain.audit_chain import usable
from services.gateway.domain.audit_entry import Entry
from services.gateway.group_commit import GroupCommit
from services.gateway.store_audit import AuditStore

NO_HOUSE = "-"
"""The chain that belongs to no house, so that there is an entry also where there is no house."""


def note(
    database: Database[Any],
    keys: Keys,
    settings: Mapping[str, Any],
    action: str,
    outcome: str,
    facts: Mapping[str, Any],
) -> None:
    """``database`` is the gateway's. Raises AuditUnavailable."""
    store = AuditStore(database)
    store.create_indexes()
    now = open_clock(settings["CLOCK_FILE"]).now
    commit = GroupCommit(store, usable(keys["gateway/audit_key"]), now, longest=1)
    who = f"command-line:{getuser()}"
    for facility in sorted({NO_HOUSE, *store.facilities()}):
        commit.record(Entry(facility, who, "", "", action, "", outcome, facts=facts))
