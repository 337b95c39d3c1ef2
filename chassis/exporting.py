"""Sends spans to an OpenTelemetry collector. Imported only where one is configured."""

import logging
from collections import deque

import eventlet
from eventlet.event import Event
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExportResult
from opentelemetry.trace import SpanContext, SpanKind, Status, StatusCode, TraceFlags

from chassis import metrics
from chassis.span import Span
from chassis.tracing import parts

logger = logging.getLogger(__name__)
MOST_WAITING = 2_000
"""Spans, at about 1 kB each; more than that are dropped."""
BATCH = 50
"""Few, since encoding them holds up every worker (about 2 ms)."""
PAUSE_SECONDS = 1.0
SEND_SECONDS = 3.0
FINISH_SECONDS = 3.0


class Exporter:
    def __init__(self, service: str, endpoint: str):
        # it logs each failure; the first of a row is enough, and that is ours
        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
        url = f"{endpoint.rstrip('/')}/v1/traces"
        self._client = OTLPSpanExporter(endpoint=url, timeout=SEND_SECONDS)
        self._service = service
        self._resource = Resource({"service.name": service})
        self._waiting: deque[Span] = deque()
        self._failing = False
        self._stopping = Event()
        self._stopped = Event()
        self._running = False

    def add(self, span: Span) -> None:
        if len(self._waiting) < MOST_WAITING:
            self._waiting.append(span)
        else:
            metrics.spans(self._service, "dropped", 1)

    def run(self) -> None:
        """Until ``finish``."""
        self._running = True
        while not self._stopping.ready():
            with eventlet.Timeout(PAUSE_SECONDS, False):
                self._stopping.wait()
            self._send_all()
        self._stopped.send(None)

    def finish(self) -> None:
        self._stopping.send(None)
        if self._running:
            with eventlet.Timeout(FINISH_SECONDS, False):
                self._stopped.wait()

    def _send_all(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            sent = self._send(batch)
            metrics.spans(self._service, "exported" if sent else "dropped", len(batch))
            if not sent and not self._failing:
                logger.warning("the collector of spans is away, they are dropped")
            self._failing = not sent
            eventlet.sleep(0)

    def _send(self, batch: list[Span]) -> bool:
        try:
            spans = [_as_sdk(span, self._resource) for span in batch]
            return self._client.export(spans) is SpanExportResult.SUCCESS
        except Exception as error:  # a library that only watches must not end what it watches
            logger.debug("spans could not be exported: %s", type(error).__name__)
            return False


def _as_sdk(span: Span, resource: Resource) -> ReadableSpan:
    status = Status(StatusCode.ERROR, span.error) if span.error else Status(StatusCode.UNSET)
    return ReadableSpan(
        name=span.name,
        context=_context(span.traceparent, remote=False),
        parent=_context(span.parent, remote=True),
        resource=resource,
        attributes=dict(span.attributes),
        kind=SpanKind[span.kind.upper()],
        status=status,
        start_time=span.began,
        end_time=span.ended,
    )


def _context(traceparent: str, remote: bool) -> SpanContext | None:
    found = parts(traceparent)
    if not found:
        return None
    trace, span, flags = found
    return SpanContext(int(trace, 16), int(span, 16), remote, TraceFlags(int(flags, 16)))
