"""What a process counts about itself, in the form that Prometheus reads.

Counted where the work is done and kept in memory; nothing here waits for anything. No text of a
caller ever becomes a label: a series for each of them would fill Prometheus and this process.
"""

import re
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)

PREFIX = "kunjungan"
DISTRIBUTION = "kunjungan"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
BATCHES = (1, 2, 5, 10, 20, 50, 100, 200, 500)
MOST_VALUES = 300
UNKNOWN, OTHER = "unknown", "other"
VERBS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,79}")

disable_created_metrics()  # a second series for each counter, which nobody reads
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)


def _counter(name: str, meaning: str, *labels: str) -> Counter:
    return Counter(f"{PREFIX}_{name}", meaning, ("service", *labels), registry=REGISTRY)


def _histogram(
    name: str, meaning: str, *labels: str, buckets: tuple[float, ...] = SECONDS
) -> Histogram:
    names = ("service", *labels)
    return Histogram(f"{PREFIX}_{name}", meaning, names, buckets=buckets, registry=REGISTRY)


class Names:
    """A set of label values that cannot grow without end: past ``most``, and for what is no name
    at all, it says ``other``."""

    def __init__(self, most: int = MOST_VALUES):
        self._known: set[str] = set()
        self._most = most

    def __call__(self, name: str) -> str:
        if name in self._known:
            return name
        if len(self._known) < self._most and _NAME.fullmatch(name):
            self._known.add(name)
            return name
        return OTHER


_CALLS = _counter("rpc_calls", "Calls answered, by method and outcome.", "method", "outcome")
_CALL_SECONDS = _histogram("rpc_seconds", "From a request's arrival to its answer.", "method")
_EVENTS = _counter("events_handled", "Events handled, by type and outcome.", "type", "outcome")
_EVENT_SECONDS = _histogram("event_seconds", "From an event's arrival to its end.", "type")
_PUBLISHED = _counter("events_published", "Events that the broker has confirmed.", "type")
_BATCH = _histogram("relay_batch_events", "Events confirmed together.", buckets=BATCHES)
_RELAY_FAILURES = _counter("relay_failures", "Batches that the broker did not confirm.")
_TICKS = _counter("timer_ticks", "Ticks of the timers, by outcome.", "method", "outcome")
_TICK_SECONDS = _histogram("timer_seconds", "How long a tick took.", "method")
_HTTP = _counter(
    "http_requests", "Requests over HTTP, by operation.", "operation", "method", "status"
)
_HTTP_SECONDS = _histogram("http_seconds", "From a request to its answer.", "operation")
_ASKED_SECONDS = _histogram("asked_seconds", "From the caller's call to its answer.", "callee")
_SPANS = _counter("spans", "Spans for OpenTelemetry, exported or dropped.", "outcome")
_BUILD = Gauge(
    f"{PREFIX}_build_info", "Always 1; its labels say what runs.",
    ("service", "version", "python"), registry=REGISTRY,
)  # fmt: skip


@lru_cache(maxsize=10_000)
def _of(metric: Any, *labels: str) -> Any:
    """The series with these labels: finding it is most of the work, so it is kept."""
    return metric.labels(*labels)


_codes, _types, _operations = Names(), Names(), Names()


def build(service: str) -> None:
    """Names the version that runs."""
    try:
        ours = version(DISTRIBUTION)
    except PackageNotFoundError:
        ours = UNKNOWN
    _BUILD.labels(service, ours, python_version()).set(1)


def rpc(service: str, method: str, outcome: str, seconds: float | None = None) -> None:
    """Counts an answered call. ``method``: one that the service has, or UNKNOWN. ``outcome``: ok
    or the code of the problem."""
    _of(_CALLS, service, method, _codes(outcome)).inc()
    if seconds is not None:
        _of(_CALL_SECONDS, service, method).observe(seconds)


def event(service: str, type_: str, outcome: str, seconds: float | None = None) -> None:
    """Counts a handled event. ``type_``: the handler's. ``outcome``: done, duplicate, retried or
    parked."""
    _of(_EVENTS, service, type_, outcome).inc()
    if seconds is not None:
        _of(_EVENT_SECONDS, service, type_).observe(seconds)


def published(service: str, types: list[str]) -> None:
    """Counts a batch of events that the broker has confirmed."""
    _of(_BATCH, service).observe(len(types))
    for type_ in types:
        _of(_PUBLISHED, service, _types(type_)).inc()


def relay_failed(service: str) -> None:
    _of(_RELAY_FAILURES, service).inc()


def tick(service: str, method: str, failed: bool, seconds: float) -> None:
    _of(_TICKS, service, method, "failed" if failed else "ok").inc()
    _of(_TICK_SECONDS, service, method).observe(seconds)


def http(service: str, operation: str, method: str, status: int, seconds: float) -> None:
    """Counts a request over HTTP. ``operation``: the name of the route, never the path itself;
    empty when no route matched."""
    name = _operations(operation or UNKNOWN)
    verb = method if method in VERBS else OTHER
    code = str(status) if 100 <= status < 600 else OTHER
    _of(_HTTP, service, name, verb, code).inc()
    _of(_HTTP_SECONDS, service, name).observe(seconds)


def asked(service: str, callee: str, seconds: float) -> None:
    """Notes a call that this process made. ``callee``: the service that was asked."""
    _of(_ASKED_SECONDS, service, callee).observe(seconds)


def spans(service: str, outcome: str, count: int) -> None:
    """``outcome``: exported or dropped."""
    _of(_SPANS, service, outcome).inc(count)
