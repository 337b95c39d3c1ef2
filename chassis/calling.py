"""Calling a service from outside nameko, always under a timeout.

Any number of threads (or greenlets, where eventlet has patched them) may share one client.
"""

import json
import logging
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import uuid4

from amqp.exceptions import AMQPError, MessageNacked
from kombu import Connection, Consumer, Exchange, Producer, Queue
from kombu.exceptions import OperationalError
from kombu.message import Message

from chassis import telemetry
from chassis.broker import connect
from chassis.errors import CallTimedOut, Refused
from chassis.publishing import tell_when_blocked
from chassis.topology import RPC_EXCHANGE
from chassis.tracing import HEADER, current

logger = logging.getLogger(__name__)

HEARTBEAT = 10
"""Seconds; a silent broker is noticed after less than twice that."""
RECONNECT_SECONDS = 0.5
LEAST_SECONDS = 0.1
TROUBLE = (OSError, AMQPError, OperationalError, MessageNacked)


class _Pending:
    def __init__(self) -> None:
        self.done = threading.Event()
        self.reply: dict[str, Any] = {}


class RpcClient:
    """Calls services by name. Use as a context manager.

    ``timeout``: seconds until a call without an answer raises CallTimedOut; a request that no
    service has taken up by then expires unread. ``declare``: False where the exchange was made
    beforehand by ``kunjungan provision`` and the caller has no right to.
    """

    def __init__(self, amqp_uri: str, timeout: float = 10.0, declare: bool = True):
        self._uri = amqp_uri
        self._timeout = timeout
        self._key = str(uuid4())
        self._pending: dict[str, _Pending] = {}
        self._sending = threading.Lock()
        self._ready = threading.Event()
        self._stopping = False
        self._exchange = Exchange(RPC_EXCHANGE, type="topic", durable=True, no_declare=not declare)
        self._listener = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> "RpcClient":
        self._connect(self._timeout)
        self._listener.start()
        if not self._ready.wait(self._timeout):
            self._stopping = True
            raise CallTimedOut("the broker", self._timeout)
        return self

    def __exit__(self, *_: Any) -> None:
        self._stopping = True
        self._listener.join(5)
        self._connection.collect()

    def call(
        self,
        service: str,
        method: str,
        payload: Mapping[str, Any],
        timeout: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The result of ``service.method(payload)``.

        ``headers`` go with the message. ``traceparent`` among them makes the service carry on
        that trace; without it, the one that the caller is in, if any.

        Raises Refused with the problem that the service answered; CallTimedOut.
        """
        seconds = timeout or self._timeout
        with telemetry.call(service, method, _traced(headers)) as traced:
            return self._call(service, method, payload, seconds, traced)

    def _call(
        self,
        service: str,
        method: str,
        payload: Mapping[str, Any],
        seconds: float,
        headers: Mapping[str, str],
    ) -> Any:
        deadline = time.monotonic() + seconds
        correlation_id = str(uuid4())
        pending = self._pending[correlation_id] = _Pending()
        try:
            self._send(f"{service}.{method}", payload, correlation_id, deadline, headers)
            if not pending.done.wait(left(deadline)):
                raise CallTimedOut(service, seconds)
        except TROUBLE as error:
            logger.warning("a call could not be sent: %r", error)
            raise CallTimedOut(service, seconds) from error
        finally:
            self._pending.pop(correlation_id, None)
        if problem := pending.reply.get("error"):
            raise Refused(_problem(problem))
        return pending.reply.get("result")

    def _connect(self, seconds: float) -> None:
        self._connection = connect(
            self._uri, connect_timeout=seconds, transport_options={"confirm_publish": True}
        )
        channel = self._connection.channel()
        tell_when_blocked(channel)
        # both would otherwise come with the first call, and wait there without a timeout: the
        # listener has declared the exchange already
        channel.confirm_select()
        channel._confirm_selected = True
        self._producer = Producer(channel, self._exchange, serializer="json", auto_declare=False)

    def _send(
        self,
        key: str,
        payload: Mapping[str, Any],
        correlation_id: str,
        deadline: float,
        headers: Mapping[str, str],
    ) -> None:
        if not self._sending.acquire(timeout=left(deadline)):
            raise TimeoutError("another call is still being sent")
        try:
            self._publish(key, payload, correlation_id, deadline, left(deadline) / 2, headers)
        except TROUBLE:  # the connection has died, perhaps long ago and unnoticed
            self._connection.collect()
            self._connect(left(deadline))
            self._publish(key, payload, correlation_id, deadline, left(deadline), headers)
        finally:
            self._sending.release()

    def _publish(
        self,
        key: str,
        payload: Mapping[str, Any],
        correlation_id: str,
        deadline: float,
        confirm_seconds: float,
        headers: Mapping[str, str],
    ) -> None:
        self._producer.publish(
            {"args": [payload], "kwargs": {}},
            routing_key=key,
            reply_to=self._key,
            correlation_id=correlation_id,
            headers=dict(headers),
            expiration=left(deadline),
            delivery_mode=1,  # it expires soon; writing it to disk would only slow it down
            confirm_timeout=confirm_seconds,
        )

    def _listen(self) -> None:
        while not self._stopping:
            connection = connect(self._uri, heartbeat=HEARTBEAT)
            try:
                queue = self._reply_queue()
                with Consumer(connection.channel(), [queue], on_message=self._receive, no_ack=True):
                    self._ready.set()
                    self._drain(connection)
            except TROUBLE as error:
                logger.warning("the connection for replies is lost: %r", error)
                time.sleep(RECONNECT_SECONDS)
            finally:
                connection.collect()

    def _reply_queue(self) -> Queue:
        """A new one for each connection: the broker may hold the last one for a connection that
        it believes to be alive, and only that connection may use it. Replies go to both."""
        return Queue(
            f"rpc.reply-client-{uuid4()}",
            exchange=self._exchange,
            routing_key=self._key,
            exclusive=True,
        )

    def _drain(self, connection: Connection) -> None:
        while not self._stopping:
            with suppress(TimeoutError):
                connection.drain_events(timeout=0.5)
            # not only when idle: replies are not acknowledged, so under steady traffic the broker
            # would hear nothing of us and take us for dead
            connection.heartbeat_check()

    def _receive(self, message: Message) -> None:
        pending = self._pending.get(message.properties.get("correlation_id") or "")
        if pending:
            try:
                pending.reply = dict(json.loads(message.body))
            except (TypeError, ValueError):
                pending.reply = {"error": {}}
            pending.done.set()


def _traced(headers: Mapping[str, str] | None) -> dict[str, str]:
    here = current()
    return {**({HEADER: here} if here else {}), **(headers or {})}


def left(deadline: float) -> float:
    """Seconds until then on the monotonic clock, and never so few that nothing can be tried."""
    return max(LEAST_SECONDS, deadline - time.monotonic())


def _problem(error: Any) -> dict[str, Any]:
    """What a service of ours answered, or what stands for an answer in another form."""
    arguments = error.get("exc_args") if isinstance(error, dict) else None
    if arguments and isinstance(arguments[0], dict):
        return arguments[0]
    return {"code": "internal_error", "detail": "the answer is not one of our services'"}
