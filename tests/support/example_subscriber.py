"""The subscriber of docs/examples as a program of its own: what an outside system sees of us."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kombu import Connection

from tests.support.eventually import eventually

PROGRAM = Path(__file__).parents[2] / "docs" / "examples" / "subscriber.py"
QUEUE = "guest.example"


@contextmanager
def subscribed(amqp_uri: str, printed: Path) -> Iterator[Path]:
    """Runs it; once it listens, the file that it prints to."""
    environment = {**os.environ, "AMQP_URI": amqp_uri, "QUEUE": QUEUE}
    with printed.open("wb") as output, Connection(amqp_uri) as connection:
        program = subprocess.Popen([sys.executable, PROGRAM], env=environment, stdout=output)

        def listens() -> bool:
            try:
                channel = connection.channel()
                return channel.queue_declare(QUEUE, passive=True).consumer_count > 0
            except connection.channel_errors:
                return False

        try:
            eventually("the subscriber listens", listens)
            yield printed
        finally:
            program.terminate()
            program.wait()
            connection.channel().queue_delete(QUEUE)
