"""One piece of work as OpenTelemetry is told of it."""

from collections.abc import Mapping
from typing import NamedTuple


class Span(NamedTuple):
    """``kind``: server, client, producer, consumer or internal. ``began`` and ``ended``: ns since
    1970. ``error``: the kind of failure, never its text."""

    name: str
    kind: str
    traceparent: str
    parent: str
    began: int
    ended: int
    attributes: Mapping[str, str]
    error: str = ""
