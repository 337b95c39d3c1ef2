"""Runs one service as one process until SIGTERM or SIGINT, then finishes what is in work."""

import eventlet

eventlet.monkey_patch()  # before anything that opens a socket is imported

import faulthandler  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from nameko.runners import ServiceRunner  # noqa: E402

from chassis.logs import configure_logs  # noqa: E402
from chassis.settings import load_settings  # noqa: E402


def serve(service: type, config: Path | str) -> None:
    """Exits 0 after a stop that was asked for and 1 when the service died; its supervisor
    (Compose, or ``kunjungan run``) starts it again."""
    faulthandler.register(signal.SIGUSR1)
    settings = load_settings(config)
    configure_logs(service.name, settings["LOG_LEVEL"])  # type: ignore[attr-defined]
    runner = ServiceRunner(settings)
    runner.add_service(service)

    def stop(_signal: int, _frame: Any) -> None:
        # not in the handler itself: stopping waits, and a signal handler must not
        eventlet.spawn_n(runner.stop)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    runner.start()
    runner.wait()
    sys.exit(0)
