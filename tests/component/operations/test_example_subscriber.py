"""The subscriber of docs/examples, as an outside program."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kombu import Connection

from operations.topology import declare
from tests.support.cloud_events import read_cloud_event
from tests.support.eventually import eventually
from tests.support.messages import EventPublisher

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "subscriber.py"


@pytest.fixture
def printed(settings: dict[str, Any], tmp_path: Path) -> Iterator[Path]:
    """What the subscriber prints, once it listens."""
    output = tmp_path / "printed"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, str(EXAMPLE)],
            env={**os.environ, "AMQP_URI": settings["AMQP_URI"], "QUEUE": "guest.example"},
            stdout=file,
        )
    with Connection(settings["AMQP_URI"]) as connection:

        def listens() -> bool:
            try:
                channel = connection.channel()
                return channel.queue_declare("guest.example", passive=True).consumer_count > 0
            except connection.channel_errors:
                return False

        eventually("the subscriber listens", listens)
        yield output
        process.terminate()
        process.wait()
        connection.channel().queue_delete("guest.example")


def test_it_hears_every_event_once_even_before_the_services_ever_ran(
    printed: Path, publish: EventPublisher
):
    for event_type in ("visitor_registered", "visitor_screened", "notification_sent"):
        publish(event_type)
    twice = publish("visit_ended")
    publish.send(twice)
    publish("locker_assigned")
    eventually("the last event", lambda: "locker_assigned" in printed.read_text())
    types = [read_cloud_event(line)["type"] for line in printed.read_text().splitlines()]
    assert types == [
        "visitor_registered", "visitor_screened", "notification_sent", "visit_ended",
        "locker_assigned",
    ]  # fmt: skip


def test_it_does_not_ask_for_contacts(
    printed: Path, publish: EventPublisher, settings: dict[str, Any]
):
    declare(settings["AMQP_URI"], settings)  # so that the event has a queue to go to
    publish("contact_recorded")
    publish("visit_ended")
    eventually("the next event", lambda: "visit_ended" in printed.read_text())
    assert "contact_recorded" not in printed.read_text()
