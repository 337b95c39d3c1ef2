"""``python -m bench.plain registration``: one of the plain services, until SIGTERM."""

import eventlet

eventlet.monkey_patch()

import os  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
from importlib import import_module  # noqa: E402

from nameko.runners import ServiceRunner  # noqa: E402


def main() -> None:
    name = sys.argv[1]
    service = getattr(import_module(f"bench.plain.{name}"), name.title())
    runner = ServiceRunner({"AMQP_URI": os.environ["AMQP_URI"], "max_workers": 10})
    signal.signal(signal.SIGTERM, lambda *_: eventlet.spawn_n(runner.stop))
    runner.add_service(service)
    runner.start()
    runner.wait()


if __name__ == "__main__":
    main()
