"""Checking the audit's chains, and signing where they end."""

import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from services.gateway.domain.audit_chain import Break, Head, verified
from services.gateway.domain.audit_checkpoint import checkpoint, heads_of
from services.gateway.store_audit import AuditStore


class Checked(NamedTuple):
    """A chain as far as it verifies, and where it is broken, if it is."""

    facility: str
    head: Head
    broken: Break | None


def check(
    store: AuditStore, key: str, seen: Mapping[str, Head], facility: str | None = None
) -> Iterator[Checked]:
    """Every chain, or one, against the heads that a checkpoint saw. Needs no more memory for a
    long one. Raises AuditUnavailable."""
    names = sorted({*store.facilities(), *seen})
    for name in names if facility is None else [facility]:
        head, broken = Head(), None
        for found in verified(key, name, store.chain(name), seen.get(name)):
            if isinstance(found, Break):
                broken = found
            else:
                head = found
        yield Checked(name, head, broken)


def read_checkpoint(key: str, path: Path) -> dict[str, Head]:
    """Raises ValueError when it is none of ours; OSError."""
    return heads_of(key, json.loads(path.read_text(encoding="utf-8")))


def signed(key: str, chains: list[Checked]) -> str:
    """The checkpoint as JSON."""
    heads = {one.facility: one.head for one in chains}
    return json.dumps(checkpoint(key, datetime.now(UTC), heads), indent=1)


def put(path: Path, text: str) -> None:
    """In one step, so that the old checkpoint is there until the new one is whole."""
    draft = path.with_name(f"{path.name}.new")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
