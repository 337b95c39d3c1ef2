"""The base of every service class."""

from pathlib import Path
from typing import Any, ClassVar

from chassis.health import Health
from chassis.rpc import rpc
from chassis.schemas import Ping
from chassis.watching import Watching


class Service:
    """Answers ``ping``; serves its health; keeps the trace of what it works for."""

    name: ClassVar[str]
    health = Health()
    watching = Watching()

    @rpc(Ping)
    def ping(self, query: dict[str, Any]) -> dict[str, Any]:
        """Whether the service answers, the memory it has used at most in MB, and what waits: its
        unpublished events and its parked messages."""
        return {
            "service": self.name,
            "status": "ok",
            "rss_mb": round(peak_memory(), 1),
            **self.health.backlog(),
        }


def peak_memory() -> float:
    """The most that this process had resident, in MB.

    Not ``getrusage``: its figure starts with that of the process that started this one.
    """
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0
