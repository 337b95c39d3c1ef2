"""Calling a service from outside nameko, always under a timeout.

Any number of threads (or greenlets, where eventlet has patched them) may share one client.
"""

import json
import threading
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from kombu import Connection, Consumer, Exchange, Producer, Queue
from kombu.message import Message

from chassis.errors import CallTimedOut, Refused
from chassis.topology import RPC_EXCHANGE


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
        self._exchange = Exchange(
            RPC_EXCHANGE, type="topic", durable=True, no_declare=not declare
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> "RpcClient":
        self._connection = Connection(self._uri, transport_options={"confirm_publish": False})
        self._producer = Producer(self._connection.channel(), self._exchange, serializer="json")
        self._listener.start()
        if not self._ready.wait(self._timeout):
            raise CallTimedOut("the broker", self._timeout)
        return self

    def __exit__(self, *_: Any) -> None:
        self._stopping = True
        self._listener.join(5)
        self._connection.collect()

    def call(
        self, service: str, method: str, payload: Mapping[str, Any], timeout: float | None = None
    ) -> Any:
        """The result of ``service.method(payload)``.

        Raises Refused with the problem that the service answered; CallTimedOut.
        """
        seconds = timeout or self._timeout
        correlation_id = str(uuid4())
        pending = self._pending[correlation_id] = _Pending()
        try:
            self._send(f"{service}.{method}", payload, correlation_id, seconds)
            if not pending.done.wait(seconds):
                raise CallTimedOut(service, seconds)
        finally:
            self._pending.pop(correlation_id, None)
        error = pending.reply.get("error")
        if error:
            raise Refused((error.get("exc_args") or [{}])[0])
        return pending.reply.get("result")

    def _send(
        self, key: str, payload: Mapping[str, Any], correlation_id: str, expires: float
    ) -> None:
        with self._sending:
            self._producer.publish(
                {"args": [payload], "kwargs": {}},
                routing_key=key,
                reply_to=self._key,
                correlation_id=correlation_id,
                expiration=expires,
                retry=True,
                retry_policy={"max_retries": 3},
            )

    def _listen(self) -> None:
        queue = Queue(
            f"rpc.reply-client-{self._key}",
            exchange=self._exchange,
            routing_key=self._key,
            exclusive=True,
        )
        while not self._stopping:
            connection = Connection(self._uri)
            try:
                with Consumer(connection.channel(), [queue], on_message=self._receive, no_ack=True):
                    self._ready.set()
                    while not self._stopping:
                        try:
                            connection.drain_events(timeout=0.5)
                        except TimeoutError:
                            continue
            except (OSError, *connection.connection_errors):
                self._stopping = self._stopping or not self._ready.is_set()
            finally:
                connection.collect()

    def _receive(self, message: Message) -> None:
        correlation_id = message.properties.get("correlation_id")
        pending = self._pending.get(correlation_id or "")
        if pending:
            pending.reply = json.loads(message.body)
            pending.done.set()
