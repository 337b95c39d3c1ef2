"""What the comparison was measured on: the machine, and the versions of all that is compared."""

import subprocess
from importlib.metadata import version
from typing import Any

from bench import machine
from chassis.broker import connect
from operations.broker import DEFAULT_URI

PARTS = ("SecantusDB", "faststream", "aio-pika", "pydantic", "uvloop")


def described() -> dict[str, Any]:
    about = machine.described()
    about["versions"] |= {name: version(name) for name in PARTS}
    about["versions"]["RabbitMQ"] = _broker_version()
    return about


def broker_pid() -> int:
    """Of the node itself: its tools are processes of the same program."""
    asked = ["rabbitmqctl", "-q", "eval", "os:getpid()."]
    told = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    return int(told.strip().strip('"'))


def _broker_version() -> str:
    with connect(DEFAULT_URI) as connection:
        connection.connect()
        told: str = connection.connection.server_properties["version"]
        return told
