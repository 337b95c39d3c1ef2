"""Spans for OpenTelemetry, where an operator wants them: off, nothing of it is even imported.

A span has the ids that the logs name already. Noting one costs a worker an append to a list; a
greenlet of its own sends them on. What cannot be sent is dropped and counted: nobody waits for it.
"""

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from chassis.errors import Refused
from chassis.span import Span
from chassis.tracing import HEADER, continued, parts

if TYPE_CHECKING:
    from chassis.exporting import Exporter

logger = logging.getLogger(__name__)
_exporter: "Exporter | None" = None
"""One for a process, as there is one service in it."""


def start(service: str, endpoint: str) -> "Exporter | None":
    """Notes spans from here on and sends them to this OTLP/HTTP endpoint, whose base URL it is;
    empty: does nothing. What it gives has a loop to be run."""
    global _exporter
    if endpoint:
        from chassis.exporting import Exporter

        _exporter = Exporter(service, endpoint)
        return _exporter
    return None


def stop() -> None:
    """Notes no more; what is noted is sent if that is soon done."""
    global _exporter
    if _exporter:
        _exporter.finish()
    _exporter = None


def on() -> bool:
    return _exporter is not None


def note(
    name: str,
    kind: str,
    traceparent: str,
    parent: str,
    began: int,
    attributes: Mapping[str, str],
    error: str = "",
) -> None:
    """A span that ends now, unless its caller has asked for no record of the trace."""
    found = parts(traceparent)
    if _exporter and found and int(found[2], 16) & 1:
        span = Span(name, kind, traceparent, parent, began, time.time_ns(), attributes, error)
        _exporter.add(span)


@contextmanager
def call(service: str, method: str, headers: dict[str, str]) -> Iterator[dict[str, str]]:
    """A span for a call; the headers to send with it, in which it is the parent."""
    if _exporter is None:
        yield headers
        return
    parent, began, error = headers.get(HEADER, ""), time.time_ns(), ""
    own = continued(parent)
    try:
        yield {**headers, HEADER: own}
    except Refused as refused:
        error = refused.code
        raise
    except BaseException as failure:
        error = type(failure).__name__
        raise
    finally:
        called = {"rpc.system": "nameko", "rpc.service": service, "rpc.method": method}
        note(f"{service}.{method}", "client", own, parent, began, called, error)


def published(events: Sequence[Mapping[str, Any]], began: int) -> None:
    """A span for each event that the broker has confirmed, under what made it happen."""
    if _exporter is None:
        return
    for event in events:
        parent, type_ = event.get(HEADER), event["type"]
        if isinstance(parent, str) and parts(parent):
            about = {"messaging.system": "rabbitmq", "messaging.destination.name": type_,
                     "messaging.message.id": event["id"]}  # fmt: skip
            note(f"{type_} publish", "producer", continued(parent), parent, began, about)
