"""The embedded database of a bare machine: `secantusd-py`, a process of its own."""

import os
import re
import socket
import sys
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from operations.processes import Process, ProcessGroup
from operations.waiting import Unavailable, wait_until

START_SECONDS = 30


def free_port() -> int:
    """A TCP port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start_database(group: ProcessGroup, storage: Path, log: Path) -> str:
    """Starts the server on a free port and returns its URI once it answers.

    The URI asks for acknowledgement from the disk: without it a ``kill -9`` of the server loses
    writes. No retries by the driver: the write pattern has its own.
    """
    program = Path(sys.executable).with_name("secantusd-py")
    if not program.exists():
        raise Unavailable(
            "The embedded database is not installed (pip install kunjungan[embedded]); "
            "or set MONGO_URI to a MongoDB that runs elsewhere."
        )
    port = free_port()
    command = [
        str(program),
        "--standalone",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--storage-path",
        str(storage),
    ]
    process = Process("database", command, os.environ, log)
    group.add(process)
    uri = f"mongodb://127.0.0.1:{port}/?w=majority&journal=true&retryWrites=false"
    wait_for_database(uri, START_SECONDS, f"The embedded database does not answer; see {log}")
    return uri


def _why(error: PyMongoError) -> str:
    found = re.search(r"certificate verify failed: ([^(]*)", str(error))
    return found.group(1).strip() if found else "it does not hold"


def wait_for_database(uri: str, seconds: float, otherwise: str) -> None:
    """Raises Unavailable with the sentence ``otherwise`` when nothing answers in time, or at once
    with the reason when the certificate does not hold."""
    client: MongoClient = MongoClient(uri, serverSelectionTimeoutMS=1000)

    def answers() -> bool:
        try:
            client.admin.command("ping")
            return True
        except PyMongoError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise Unavailable(f"MongoDB's certificate is refused: {_why(error)}") from None
            return False

    try:
        wait_until(answers, seconds, otherwise)
    finally:
        client.close()
