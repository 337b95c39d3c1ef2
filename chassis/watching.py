"""Watches every worker, whatever entrypoint it came through."""

from typing import Any

from nameko.extensions import DependencyProvider

from chassis import tracing


class Watching(DependencyProvider):
    """Whatever a worker logs and calls belongs to the trace of what it works for."""

    def worker_setup(self, worker_ctx: Any) -> None:
        tracing.enter(tracing.of_worker(worker_ctx))
