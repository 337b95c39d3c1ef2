"""What happens to a message whose handling failed: it is tried again later, or parked.

It is republished, confirmed, and only then acknowledged, so it is at no moment nowhere. The
routing key of the copy is the queue it failed in, so no other subscriber sees it again, and the
exchanges are the subscriber's own, so that it can hand nothing to another.
"""

import logging
from datetime import UTC, datetime
from typing import Any

from amqp.exceptions import AMQPError
from eventlet.semaphore import Semaphore
from kombu.exceptions import OperationalError
from kombu.message import Message
from nameko.extensions import SharedExtension
from pymongo.errors import ConnectionFailure, ExecutionTimeout, WriteConcernError

from chassis.aggregates import Contended
from chassis.broker import connect
from chassis.consuming import trace_in
from chassis.ids import new_id
from chassis.publishing import ConfirmedPublisher, NotConfirmed, Outgoing
from chassis.topology import failure_queues, parked_exchange_name, retry_exchange_name

logger = logging.getLogger(__name__)

PASSING = (
    ConnectionFailure,
    ExecutionTimeout,
    WriteConcernError,
    Contended,
    NotConfirmed,
    OperationalError,
    AMQPError,
    OSError,
)
"""Failures of what we stand on, not of the message: never a reason to park it."""
PASSING_TIER = 1
"""Which delay they wait out each time: soon enough after the healing (5 s as configured), and
not so soon that the waiting messages are all that a broken database hears of."""

FAILED_AT = "app-time"
"""The header that says when it failed last."""


class Failures(SharedExtension):
    """Puts failed messages where they belong; one for each process."""

    def setup(self) -> None:
        config = self.container.config
        self._tiers: list[int] = config["RETRY_TIERS_MS"]
        self._turn = Semaphore()
        self._publisher = ConfirmedPublisher(config["AMQP_URI"], config["RELAY_TIMEOUT_SECONDS"])
        # in setup, not in start: when the consumer starts, handlers may fail at once
        if config["DECLARE_EVENT_EXCHANGES"]:
            declare_failure_queues(config["AMQP_URI"], self.container.service_name, config)

    def retry(self, message: Message, queue: str, error: BaseException) -> str:
        """Tries again after the delay of this attempt, or parks it after the last. A passing
        failure is no attempt. Says which: ``retried`` or ``parked``.

        Raises NotConfirmed when the broker does not take it.
        """
        kind = type(error).__name__
        attempt = attempts_of(message)
        if isinstance(error, PASSING):
            delay = self._tiers[min(PASSING_TIER, len(self._tiers) - 1)]
        elif attempt < len(self._tiers):
            delay = self._tiers[attempt]
            attempt += 1
        else:
            self.park(message, queue, kind)
            return "parked"
        headers = failure_headers(message, queue, attempt, kind)
        logger.warning("%s: attempt %d failed (%s), again in %d ms", queue, attempt, kind, delay)
        exchange = retry_exchange_name(self.container.service_name, delay)
        self._publish(Outgoing(exchange, queue, raw_body(message), new_id(), headers))
        return "retried"

    def park(self, message: Message, queue: str, reason: str) -> None:
        """Leaves it to a person. Raises NotConfirmed when the broker does not take it."""
        headers = failure_headers(message, queue, attempts_of(message), reason)
        logger.error("%s: parked: %s", queue, reason)
        service = self.container.service_name
        exchange = parked_exchange_name(service)
        self._publish(Outgoing(exchange, service, raw_body(message), new_id(), headers))

    def _publish(self, outgoing: Outgoing) -> None:
        with self._turn:
            try:
                sent = self._publisher.publish([outgoing])
            except NotConfirmed:  # perhaps only because the connection died unnoticed
                sent = self._publisher.publish([outgoing])
        if not sent:
            raise NotConfirmed(f"{outgoing.exchange} did not take the message")


def declare_failure_queues(amqp_uri: str, service: str, settings: dict[str, Any]) -> None:
    """Makes the service's retry queues and its parking lot; safe to repeat.

    Raises kombu.exceptions.OperationalError when there is no broker within STARTUP_WAIT seconds.
    """
    size = settings["QUORUM_SIZE"]
    with connect(amqp_uri) as connection:
        connection.ensure_connection(
            interval_start=0.2, interval_max=2, timeout=settings["STARTUP_WAIT"]
        )
        for queue in failure_queues(service, settings["RETRY_TIERS_MS"], size):
            queue(connection.default_channel).declare()


def attempts_of(message: Message) -> int:
    attempt = (message.headers or {}).get("app-attempt", 0)
    return attempt if isinstance(attempt, int) and 0 <= attempt < 1_000_000 else 0


def failure_headers(
    message: Message, queue: str, attempt: int, reason: str, at: datetime | None = None
) -> dict[str, Any]:
    """How it failed, now or ``at``, and of the headers that it came with the trace alone: the
    others may say anything, and an operator sees them."""
    return {
        **trace_in(message),
        "app-attempt": attempt,
        "app-queue": queue,
        "app-error": reason[:200],
        FAILED_AT: (at or datetime.now(UTC)).isoformat(timespec="seconds"),
    }


def raw_body(message: Message) -> bytes:
    body = message.body
    return body.encode() if isinstance(body, str) else bytes(body)
