"""RPC as FastStream answers it: a queue for each method, a reply to the queue that is named."""

import json
from collections.abc import Mapping
from typing import Any

from kombu import Exchange, Queue
from kombu.message import Message

from chassis.calling import RpcClient, left


class DirectClient(RpcClient):
    """Everything goes by the default exchange, whose routing keys are the names of the queues."""

    def __init__(self, amqp_uri: str, timeout: float = 10.0):
        super().__init__(amqp_uri, timeout)
        self._exchange = Exchange("")

    def _reply_queue(self) -> Queue:
        return Queue(self._key, exclusive=True)

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
            dict(payload),
            routing_key=key,
            reply_to=self._key,
            correlation_id=correlation_id,
            headers=dict(headers),
            expiration=left(deadline),
            delivery_mode=1,
            confirm_timeout=confirm_seconds,
        )

    def _receive(self, message: Message) -> None:
        pending = self._pending.get(message.properties.get("correlation_id") or "")
        if pending:
            answer = json.loads(message.body)
            problem = answer.get("problem")
            pending.reply = {"error": {"exc_args": [problem]}} if problem else {"result": answer}
            pending.done.set()
