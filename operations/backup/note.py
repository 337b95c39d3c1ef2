"""Backups and restores are in the audit: in the chain of every house whose data they hold."""

from collections.abc import Mapping
from typing import Any

from pymongo.database import Database

from operations.backup.keys import Keys
from operations.command_line_audit import NO_HOUSE, open_audit, who
from services.gateway.domain.audit_entry import Entry
from services.gateway.store_audit import AuditStore


def note(
    database: Database[Any],
    keys: Keys,
    settings: Mapping[str, Any],
    action: str,
    outcome: str,
    facts: Mapping[str, Any],
) -> None:
    """``database`` is the gateway's. Also in the chain of no house, so that there is an entry
    where there is no house yet. Raises AuditUnavailable."""
    record = open_audit(database, settings, keys["gateway/audit_key"])
    for facility in sorted({NO_HOUSE, *AuditStore(database).facilities()}):
        record(Entry(facility, who(), "", "", action, "", outcome, facts=facts))
