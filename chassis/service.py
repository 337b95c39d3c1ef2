"""The base of every service class."""

import resource
from typing import Any, ClassVar

from chassis.health import Health
from chassis.rpc import rpc
from chassis.schemas import Ping


class Service:
    """Answers ``ping``; serves its health."""

    name: ClassVar[str]
    health = Health()

    @rpc(Ping)
    def ping(self, query: dict[str, Any]) -> dict[str, Any]:
        """Whether the service answers, the memory it has used at most in MB, and what waits: its
        unpublished events and its parked messages."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {
            "service": self.name,
            "status": "ok",
            "rss_mb": round(peak, 1),
            **self.health.backlog(),
        }
