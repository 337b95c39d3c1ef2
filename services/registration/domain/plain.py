"""States as plain JSON values, for answers."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime, tzinfo
from enum import Enum
from typing import Any


def plain(value: Any, zone: tzinfo, without: tuple[str, ...] = ()) -> Any:
    """Dataclasses as dicts, tuples as lists, moments in RFC 3339 with the offset of ``zone``.

    ``without`` names fields that are left out, at every depth.
    """
    if is_dataclass(value):
        return {
            f.name: plain(getattr(value, f.name), zone, without)
            for f in fields(value)
            if f.name not in without
        }
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [plain(item, zone, without) for item in value]
    if isinstance(value, dict):
        return {key: plain(item, zone, without) for key, item in value.items()}
    return value
