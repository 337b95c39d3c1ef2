"""What a service stands on: each part asked whether it is there, all at the same time."""

from collections.abc import Callable
from typing import Any, NamedTuple

import eventlet
from amqp.exceptions import ChannelError
from nameko.extensions import SharedExtension

from chassis.broker import connect
from chassis.consuming import QueueConsumer
from chassis.mongo import Mongo
from chassis.relay import Relay
from chassis.sharing import Shared
from chassis.topology import parked_queue

ASK_SECONDS = 5
"""For each part; below the patience of whoever asks for the whole (6 s in a container)."""


class State(NamedTuple):
    """``outcomes``: ok or the kind of failure, by check. A figure is None when unknown."""

    outcomes: dict[str, str]
    outbox: int | None
    oldest_seconds: float | None
    parked: int | None


class Unknown(ConnectionError):
    """A part was asked and did not answer, so its figure is not known."""


class Checks(SharedExtension):
    """One examination at a time: a crowd of askers costs the database and the broker hardly more
    than one."""

    mongo = Mongo()
    relay = Relay()
    queue_consumer = QueueConsumer()

    def __init__(self) -> None:
        super().__init__()
        self._shared = Shared(self._examine)

    def examine(self) -> State:
        return self._shared.answer()

    def backlog(self) -> dict[str, int]:
        """Documents with unpublished events, and messages in the service's parking lot, both
        counted after this was asked. Raises Unknown."""
        state = self._shared.later_answer()
        for check, found in (("outbox", state.outbox), ("broker", state.parked)):
            if found is None and state.outcomes[check] != "ok":
                raise Unknown(f"{check}: {state.outcomes[check]}")
        return {"outbox": state.outbox or 0, "parked": state.parked or 0}

    def _examine(self) -> State:
        asked = [eventlet.spawn(_outcome, ask) for ask in
                 (self._ask_database, self._ask_broker, self._ask_outbox)]  # fmt: skip
        (database, _), (broker, parked), (outbox, waiting) = [one.wait() for one in asked]
        count, oldest = waiting or (None, None)
        consumer = self.queue_consumer.pulse.state(self.container.config["HEARTBEAT"])
        return State(
            {"database": database, "broker": broker, "consumer": consumer,
             "outbox": self._patient(oldest) if outbox == "ok" else outbox},
            count, oldest, parked,
        )  # fmt: skip

    def _patient(self, oldest: float | None) -> str:
        return "ok" if (oldest or 0) <= self.container.config["READY_OUTBOX_SECONDS"] else "old"

    def _ask_database(self) -> None:
        self.mongo.database.command("ping")

    def _ask_outbox(self) -> tuple[int, float]:
        return self.relay.backlog(), self.relay.oldest_seconds()

    def _ask_broker(self) -> int | None:
        return count_parked(self.container.config["AMQP_URI"], self.container.service_name)


def count_parked(amqp_uri: str, service: str) -> int | None:
    """Messages in the service's parking lot; 0 where there is none, None where it may not look."""
    connection = connect(amqp_uri, connect_timeout=3)
    try:
        connection.connect()
        channel = connection.channel()
        try:
            parked = channel.queue_declare(parked_queue(service).name, passive=True)
        except ChannelError as error:
            connection.release()
            return 0 if error.reply_code == 404 else None
        connection.release()
    except BaseException:
        connection.collect()  # a silent broker would not answer the closing handshake either
        raise
    return parked.message_count


def _outcome(ask: Callable[[], Any]) -> tuple[str, Any]:
    try:
        with eventlet.Timeout(ASK_SECONDS):
            return "ok", ask()
    except (Exception, eventlet.Timeout) as error:  # whatever it is, it is not ok
        return type(error).__name__, None
