"""Runs one service as one process until SIGTERM or SIGINT, then finishes what is in work."""

import eventlet

eventlet.monkey_patch()  # before anything that opens a socket is imported

import faulthandler  # noqa: E402
import logging  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from nameko.runners import ServiceRunner  # noqa: E402

from chassis.logs import configure_logs  # noqa: E402
from chassis.names import look_up_anew  # noqa: E402
from chassis.settings import load_settings  # noqa: E402

logger = logging.getLogger(__name__)


def serve(service: type, config: Path | str) -> None:
    """Exits 0 after a stop that was asked for and 1 when the service died; its supervisor
    (Compose, or ``kunjungan run``) starts it again. SIGUSR1 prints the stack to stderr."""
    faulthandler.register(signal.SIGUSR1)
    look_up_anew()
    settings = load_settings(config)
    configure_logs(service.name, settings["LOG_LEVEL"])  # type: ignore[attr-defined]
    runner = ServiceRunner(settings)
    started = stopping = False

    def stop(_signal: int, _frame: Any) -> None:
        nonlocal stopping
        if not started:
            _leave(0)  # what it may have begun is begun again by the next process
        if stopping:
            return
        stopping = True
        # not in the handler itself: stopping waits, and a signal handler must not
        eventlet.spawn_n(runner.stop)
        eventlet.spawn_after(settings["STOP_SECONDS"], _give_up)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        runner.add_service(service)
        runner.start()
        started = True
        runner.wait()
    except Exception:
        logger.critical("the service has died", exc_info=True)
        _leave(1)
    _leave(0)


def _give_up() -> None:
    logger.error("what is in work does not end; it will be done again by another process")
    _leave(1)


def _leave(code: int) -> None:
    """At once: whatever is still open, nobody waits for it, and all that counts is stored."""
    logging.shutdown()
    sys.stdout.flush()
    os._exit(code)
