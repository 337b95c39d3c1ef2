"""Exports made beside the gateway's other work, which goes on meanwhile."""

import logging
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from eventlet import tpool
from eventlet.semaphore import Semaphore

from services.gateway.exports.as_pdf import as_pdf
from services.gateway.exports.exporting import Export, export
from services.gateway.exports.house import house_of

LIBRARIES = ("fontTools", "fpdf", "openpyxl", "PIL", "babel")

# Under eventlet the libraries' locks are green: one thread must not wait for a lock that another
# holds, or it waits for ever. So there is one thread of ours at a time, and what it shares with
# the main one, the logging, stays silent in it.
_one_at_a_time = Semaphore(1)


def export_aside(
    format: str,
    book: Mapping[str, Any],
    house: Mapping[str, Any],
    made_at: datetime | None = None,
) -> Export:
    """``export`` in a real thread, while other green threads go on. Waits for those before it."""
    with _one_at_a_time:
        _silence()
        return tpool.execute(export, format, book, house, made_at)


def _silence() -> None:
    """Each time, since whoever configures logging may have opened their mouths again."""
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if isinstance(logger, logging.Logger) and name.split(".")[0] in LIBRARIES:
            logger.disabled = True


def _load() -> None:
    """What the libraries load at first use, with the loggers in it, is loaded when we are."""
    nothing: dict[str, Any] = dict.fromkeys(("all", "registered", "admitted", "inmates"), 0)
    book = {
        "date": date(2026, 1, 1).isoformat(),
        "visits": {**nothing, "by_status": {}},
        "visitors": dict.fromkeys(("men", "women", "children", "all"), 0),
        **{name: {} for name in ("sessions", "waiting", "outcomes", "refusals")},
        "seizures": 0,
        "lines": [],
    }
    as_pdf(book, house_of({"facility": "-", "name": "-", "timezone": "UTC"}), None)


_load()
