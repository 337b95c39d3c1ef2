"""The services behind the gateway, called by RPC and always under a timeout."""

import time
from collections.abc import Mapping
from typing import Any

import eventlet
from nameko.extensions import DependencyProvider

from chassis import metrics
from chassis.calling import RpcClient
from chassis.errors import CallTimedOut
from contracts.calls.call import Call
from services.gateway.bulkheads import Bulkheads

GRACE = 0.5
"""Seconds in which a call's own timeout has its turn."""


class Callees(DependencyProvider):
    """One client for all workers of the process."""

    def setup(self) -> None:
        # not in start: then the door opens while there is nobody to ask yet
        config = self.container.config
        most, silent = config["CALLS_PER_SERVICE"], config["CALLS_TO_A_SILENT_SERVICE"]
        self._seconds: float = config["CALL_SECONDS"]
        self._bulkheads = Bulkheads(most, silent)
        self._client = RpcClient(
            config["AMQP_URI"],
            timeout=self._seconds,
            declare=config["DECLARE_EVENT_EXCHANGES"],
        ).__enter__()

    def stop(self) -> None:
        self._client.__exit__()

    def get_dependency(self, worker_ctx: Any) -> "Callees":
        return self

    def ask(self, call: Call, payload: Mapping[str, Any]) -> Any:
        """The service's answer. Raises Refused with its problem, also when as many calls as may
        wait for this service already; CallTimedOut."""
        seconds = self._seconds
        # the client bounds each step; a broker that froze in the middle could take several of them
        overdue = eventlet.Timeout(seconds + GRACE, CallTimedOut(call.service, seconds))
        with overdue, self._bulkheads.of(call.service):
            began = time.perf_counter()
            try:
                return self._client.call(call.service, call.method, payload)
            finally:
                metrics.asked("gateway", call.service, time.perf_counter() - began)
