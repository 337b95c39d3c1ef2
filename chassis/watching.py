"""Watches every worker, whatever entrypoint it came through."""

import time
from typing import Any

from nameko.extensions import DependencyProvider
from nameko.messaging import Consumer
from nameko.rpc import Rpc

from chassis import telemetry, tracing
from chassis.errors import Refusal

BEGAN = "began"


class Watching(DependencyProvider):
    """Whatever a worker logs and calls belongs to the trace of what it works for; and each worker
    is a span for OpenTelemetry, where that is wanted."""

    _exporter: Any = None

    def start(self) -> None:
        service, config = self.container.service_name, self.container.config
        self._exporter = telemetry.start(service, config["OTEL_EXPORTER_OTLP_ENDPOINT"])
        if self._exporter:
            self.container.spawn_managed_thread(self._exporter.run, identifier="telemetry")

    def stop(self) -> None:
        if self._exporter:
            telemetry.stop()

    def worker_setup(self, worker_ctx: Any) -> None:
        tracing.enter(tracing.of_worker(worker_ctx))
        worker_ctx.data[BEGAN] = time.time_ns()

    def worker_result(self, worker_ctx: Any, result: Any = None, exc_info: Any = None) -> None:
        if not telemetry.on():
            return
        entrypoint = worker_ctx.entrypoint
        kind = _kind_of(entrypoint)
        service, method = self.container.service_name, entrypoint.method_name
        error = exc_info[1] if exc_info else None
        about = {"code.function.name": f"{service}.{method}"}
        if kind == "consumer":
            about["messaging.destination.name"] = entrypoint.queue.name
        if isinstance(error, Refusal):
            about["refusal"] = error.code
        failure = "" if error is None or isinstance(error, Refusal) else type(error).__name__
        own, parent = tracing.of_worker(worker_ctx), tracing.parent_of(worker_ctx)
        telemetry.note(
            f"{service}.{method}", kind, own, parent, worker_ctx.data[BEGAN], about, failure
        )


def _kind_of(entrypoint: Any) -> str:
    if isinstance(entrypoint, Consumer):
        return "consumer"
    # HTTP known by its looks: importing nameko.web would cost a service without it some MB
    return "server" if isinstance(entrypoint, Rpc) or hasattr(entrypoint, "url") else "internal"
