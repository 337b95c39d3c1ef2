"""A collector of OpenTelemetry spans: a real HTTP server that decodes what it is sent."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status


class Seen(NamedTuple):
    """A span as it arrived; ids in hex, as in the logs."""

    service: str
    name: str
    kind: str
    trace: str
    span: str
    parent: str
    attributes: dict[str, str]
    failure: str | None
    nanoseconds: int


class Collector:
    """Use as a context manager."""

    def __init__(self, port: int = 0) -> None:
        collector = self
        self.seen: list[Seen] = []
        self.bodies: list[bytes] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # noqa: N802 - the name is http.server's
                body = self.rfile.read(int(self.headers["Content-Length"]))
                known = self.path == "/v1/traces"
                if known:
                    collector.bodies.append(body)
                    collector.seen += _spans(body)
                self.send_response(200 if known else 404)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.endpoint = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "Collector":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def of(self, trace: str) -> list[Seen]:
        return [one for one in self.seen if one.trace == trace]


def _spans(body: bytes) -> list[Seen]:
    sent = ExportTraceServiceRequest.FromString(body)
    return [
        Seen(
            service=_plain(resource.resource.attributes)["service.name"],
            name=span.name,
            kind=Span.SpanKind.Name(span.kind).removeprefix("SPAN_KIND_").lower(),
            trace=span.trace_id.hex(),
            span=span.span_id.hex(),
            parent=span.parent_span_id.hex(),
            attributes=_plain(span.attributes),
            failure=_failure(span.status),
            nanoseconds=span.end_time_unix_nano - span.start_time_unix_nano,
        )
        for resource in sent.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]


def _failure(status: Status) -> str | None:
    return status.message if status.code == Status.STATUS_CODE_ERROR else None


def _plain(attributes: Any) -> dict[str, str]:
    return {one.key: one.value.string_value for one in attributes}
