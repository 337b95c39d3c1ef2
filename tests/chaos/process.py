"""One service as a real process that chaos can bring down at an exact point.

``python -m tests.chaos.process NAME`` is ``python -m services.NAME`` with three additions. A file
``<service>.<point>`` in the directory of TRAPS kills the process there as by ``kill -9``; the one
that takes the file away is the one that dies. Each event whose handling succeeded is noted in
JOURNAL before it is acknowledged. And SABOTAGE switches a guarantee off, so that chaos can be seen
to find it missing (see sabotage.py); the services themselves know no such switch.
"""

import importlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from chassis import process as _first  # noqa: F401 - it patches the standard library

from chassis.aggregates import AggregateStore  # isort: skip
from chassis.events import EventHandler  # isort: skip
from chassis.outbox import Sent  # isort: skip
from chassis.rpc import RpcConsumer  # isort: skip
from tests.chaos.points import AFTER_PUBLISH, AFTER_WRITE, BEFORE_ACK, BEFORE_REPLY  # isort: skip
from tests.chaos.sabotage import SABOTAGES  # isort: skip

TRAPS = Path(os.environ["TRAPS"])


def trap(point: str, service: str) -> None:
    armed = TRAPS / f"{service}.{point}"
    if armed.exists():
        try:
            armed.rename(TRAPS / f"{armed.name}.{os.getpid()}.sprung")
        except FileNotFoundError:  # it was the twin's
            return
        os.kill(os.getpid(), signal.SIGKILL)


def trapped(owner: Any, name: str, point: str, service: str) -> None:
    work = getattr(owner, name)

    def replaced(*args: Any, **kwargs: Any) -> Any:
        trap(point, service)
        return work(*args, **kwargs)

    setattr(owner, name, replaced)


def journalled(path: Path) -> None:
    """Notes who handled what, for the proof that nobody missed anything."""
    settle = EventHandler.handle_result
    journal = path.open("a", encoding="utf-8", buffering=1)

    def noted(
        self: Any, message: Any, worker_ctx: Any, result: Any = None, exc_info: Any = None
    ) -> Any:
        if exc_info is None:
            journal.write(f"{self.queue.name} {json.loads(message.body)['id']}\n")
        return settle(self, message, worker_ctx, result, exc_info)

    EventHandler.handle_result = noted


def main(service: str) -> None:
    if sabotage := os.environ.get("SABOTAGE"):
        SABOTAGES[sabotage]()
    journalled(Path(os.environ["JOURNAL"]))
    trapped(AggregateStore, "_send", AFTER_WRITE, service)
    trapped(Sent, "add", AFTER_PUBLISH, service)
    trapped(EventHandler, "handle_result", BEFORE_ACK, service)
    trapped(RpcConsumer, "reply", BEFORE_REPLY, service)
    from chassis.process import serve

    module = importlib.import_module(f"services.{service}.service")
    serve(
        getattr(module, f"{service.capitalize()}Service"),
        Path(module.__file__).with_name("config.yml"),
    )


if __name__ == "__main__":
    main(sys.argv[1])
