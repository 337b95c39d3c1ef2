"""The one RPC entrypoint: input loaded by a schema, refusals answered as problems.

Nothing a caller sends can bring the service down, and nothing it sent is logged.
"""

import json
import logging
import time
from functools import partial
from typing import Any

import eventlet
from amqp.exceptions import ChannelError
from eventlet.pools import Pool
from kombu.message import Message
from marshmallow import Schema, ValidationError
from nameko.exceptions import ContainerBeingKilled, MethodNotFound
from nameko.rpc import Rpc as NamekoRpc
from nameko.rpc import RpcConsumer as NamekoRpcConsumer
from nameko.rpc import get_rpc_exchange

from chassis import metrics
from chassis.consuming import QueueConsumer, arrival_of, context_of
from chassis.errors import InvalidInput, Refusal, problem_of
from chassis.failing import PASSING
from chassis.ids import new_id
from chassis.publishing import ConfirmedPublisher, NotConfirmed, Outgoing
from chassis.topology import rpc_queue

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0
"""Before a request whose answer could not be sent is taken up again."""
LARGEST_REPLY = 16_000_000
"""Bytes: the most that a RabbitMQ 4 takes as configured by default."""


INTERNAL_ERROR = {"code": "internal_error", "detail": "the failure has been logged"}


class RpcConsumer(NamekoRpcConsumer):
    """Hands requests to the entrypoints of the service and sends their replies."""

    queue_consumer = QueueConsumer()

    def setup(self) -> None:
        super().setup()
        config = self.container.config
        self.queue = rpc_queue(
            self.container.service_name, config["QUORUM_SIZE"], config["DECLARE_EVENT_EXCHANGES"]
        )
        self._exchange: str = get_rpc_exchange(config).name
        publisher = partial(ConfirmedPublisher, config["AMQP_URI"], config["RELAY_TIMEOUT_SECONDS"])
        self._publishers = Pool(max_size=self.container.max_workers, create=publisher)

    def stop(self) -> None:
        super().stop()
        while self._publishers.free_items:
            self._publishers.get().close()

    def handle_message(self, body: Any, message: Message) -> None:
        method = metrics.UNKNOWN  # what a caller has written stays out of the metrics
        try:
            provider = self.get_provider_for_method(message.delivery_info["routing_key"])
            method = provider.method_name
            provider.handle_message(body, message)
        except MethodNotFound:
            detail = "the service has no such method"
            self._turn_away(message, method, {"code": "unknown_method", "detail": detail})
        except InvalidInput as error:
            self._turn_away(message, method, problem_of(error))
        except Exception as error:  # a fault in a schema
            logger.error("a request could not be loaded: %s", type(error).__name__, exc_info=True)
            self._turn_away(message, method, INTERNAL_ERROR)

    def handle_unreadable(self, message: Message, reason: str) -> None:
        problem = {"code": "unreadable_request", "detail": reason}
        self._turn_away(message, metrics.UNKNOWN, problem)

    def _turn_away(self, message: Message, method: str, problem: dict[str, Any]) -> None:
        """Answers a request that no worker has seen."""
        self.reply(message, None, problem)
        metrics.rpc(self.container.service_name, method, problem["code"])

    def reply(self, message: Message, result: Any, problem: dict[str, Any] | None) -> None:
        """Answers, then acknowledges: a request whose answer cannot be sent comes again, and as
        every command has its effect once, that is safe."""
        reply_to = message.properties.get("reply_to")
        if not reply_to:
            logger.warning("a request without reply_to was dropped")
            self.queue_consumer.ack_message(message)
            return
        body = _encoded(result, problem).encode()
        asked = message.properties.get("correlation_id")
        answer = Outgoing(
            self._exchange, reply_to, body, new_id(), {}, correlation_id=asked, mandatory=False
        )
        try:
            with self._publishers.item() as publisher:
                if not publisher.publish([answer]):
                    raise NotConfirmed("the broker did not take it")
        except NotConfirmed as error:
            if not isinstance(error.__cause__, ChannelError):
                logger.warning("a reply could not be sent, the request will come again: %r", error)
                eventlet.sleep(PAUSE_SECONDS)
                self.queue_consumer.requeue_message(message)
                return
            # no right to answer there, or no such exchange: that does not pass
            logger.error("the broker refuses a reply, it is dropped: %r", error)
        self.queue_consumer.ack_message(message)


def _encoded(result: Any, problem: dict[str, Any] | None) -> str:
    """The reply as plain JSON. A method whose result is no such thing has failed."""
    try:
        reply = {"result": result, "error": problem and _as_error(problem)}
        body = json.dumps(reply, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        logger.error("a result is not plain JSON: %s", type(error).__name__)
        return _encoded(None, INTERNAL_ERROR)
    if len(body) > LARGEST_REPLY:
        return _encoded(None, {"code": "result_too_large", "detail": f"{len(body)} bytes"})
    return body


def _as_error(problem: dict[str, Any]) -> dict[str, Any]:
    """A problem in the form in which nameko's own callers expect an exception."""
    return {
        "exc_type": "Refused",
        "exc_path": "chassis.errors.Refused",
        "exc_args": [problem],
        "value": f"{problem['code']}: {problem['detail']}",
    }


class Rpc(NamekoRpc):
    """Fires for each call of ``<service>.<method>``; the method gets one loaded dict.

    The caller gets the result, or a problem: a refusal by its code, ``invalid_input`` with the
    fields at fault, ``unavailable`` when the database or broker is away, ``internal_error``.
    """

    rpc_consumer = RpcConsumer()

    def __init__(self, schema: type[Schema]):
        super().__init__(expected_exceptions=(Refusal,))
        self._schema = schema()

    def handle_message(self, body: Any, message: Message) -> None:
        loaded = self._load(body)
        try:
            self.container.spawn_worker(
                self, (loaded,), {}, context_data=context_of(message),
                handle_result=partial(self.handle_result, message),
            )  # fmt: skip
        except ContainerBeingKilled:
            self.rpc_consumer.requeue_message(message)

    def handle_result(
        self, message: Message, worker_ctx: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        problem = self._problem(exc_info[1]) if exc_info else None
        self.rpc_consumer.reply(message, result, problem)
        outcome = problem["code"] if problem else "ok"
        seconds = time.monotonic() - arrival_of(worker_ctx)
        metrics.rpc(self.container.service_name, self.method_name, outcome, seconds)
        return result, exc_info

    def _load(self, body: Any) -> dict[str, Any]:
        arguments = body.get("args") if isinstance(body, dict) else None
        if not isinstance(arguments, list) or len(arguments) != 1 or body.get("kwargs"):
            raise InvalidInput({"_schema": ["one argument is expected: an object"]})
        try:
            return self._schema.load(arguments[0])
        except ValidationError as error:
            raise InvalidInput(_named(error.messages)) from None

    def _problem(self, error: BaseException) -> dict[str, Any]:
        if isinstance(error, Refusal):
            logger.info("%s refused: %s", self.method_name, error.code)
            return problem_of(error)
        if isinstance(error, PASSING):
            return {"code": "unavailable", "detail": "try again in a moment"}
        return INTERNAL_ERROR


def _named(messages: Any) -> dict[str, Any]:
    """marshmallow's messages with plain string keys (list positions come as numbers)."""
    if isinstance(messages, dict):
        return {str(key): _named(value) for key, value in messages.items()}
    return messages


rpc = Rpc.decorator
