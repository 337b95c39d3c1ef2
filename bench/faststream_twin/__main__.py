"""``python -m bench.faststream_twin registration``: one of the services, until SIGTERM."""

import os
import sys
from importlib import import_module

import uvloop
from faststream import FastStream

from bench.faststream_twin.app import broker_for


def main() -> None:
    service = import_module(f"bench.faststream_twin.{sys.argv[1]}")
    broker = broker_for(os.environ["AMQP_URI"], service.router)
    app = FastStream(broker, on_startup=[service.database.open])
    # the loop that the `faststream run` command takes where it is installed, as it is here
    uvloop.run(app.run())


if __name__ == "__main__":
    main()
