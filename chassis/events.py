"""The one event handler: at least once, tried again later, parked in the end, never lost."""

import logging
import re
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Protocol

import eventlet
from kombu.message import Message
from marshmallow import ValidationError
from nameko.events import EventHandler as NamekoEventHandler
from nameko.exceptions import ContainerBeingKilled
from nameko.messaging import Consumer

from chassis import metrics, repeats
from chassis.consuming import QueueConsumer, arrival_of, context_of
from chassis.failing import Failures
from chassis.publishing import NotConfirmed
from chassis.topology import event_queue

logger = logging.getLogger(__name__)

ATTRIBUTES = ("specversion", "id", "source", "type", "subject", "time", "datacontenttype",
              "dataschema", "facility", "sequence", "traceparent")  # fmt: skip
PAUSE_SECONDS = 1.0
"""Before a message that could not be moved goes back to its queue: each return counts towards the
delivery limit, and without a pause all of them are used up in an instant."""


EARLIEST, LATEST = 1900, 2999
_WORD = re.compile(r"[!-~]{1,100}")


class Readable(Protocol):
    """What the chassis needs to know of an event type to read it; ``contracts`` has them."""

    @property
    def publisher(self) -> str: ...

    @property
    def name(self) -> str: ...

    def read(self, data: Mapping[str, Any]) -> dict[str, Any]: ...


class NotTheContract(Exception):
    """The message is not the event that its queue is for."""


class EventHandler(NamekoEventHandler):
    """Fires for every event of one type, in one process of the subscribing service.

    The method gets the event as a dict of its CloudEvents attributes; ``data`` has been checked
    by the contract. An exception makes it come again later; a body that breaks the contract is
    parked at once.
    """

    queue_consumer = QueueConsumer()
    failures = Failures()

    def __init__(self, event_type: Readable):
        super().__init__(event_type.publisher, event_type.name)
        self._contract = event_type

    def setup(self) -> None:
        config = self.container.config
        self.queue = event_queue(
            self.container.service_name,
            self.source_service,
            self.event_type,
            config["QUORUM_SIZE"],
            config["DECLARE_EVENT_EXCHANGES"],
        )
        Consumer.setup(self)

    def handle_message(self, body: Any, message: Message) -> None:
        try:
            event = self._read(body)
        except NotTheContract as reason:
            self.handle_unreadable(message, str(reason))
            return
        try:
            self.container.spawn_worker(
                self, (event,), {}, context_data=context_of(message),
                handle_result=partial(self.handle_result, message),
            )  # fmt: skip
        except ContainerBeingKilled:
            self.queue_consumer.requeue_message(message)

    def handle_unreadable(self, message: Message, reason: str) -> None:
        self._pass_on(message, partial(self._park, message, reason))

    def _park(self, message: Message, reason: str) -> str:
        self.failures.park(message, self.queue.name, reason)
        return "parked"

    def handle_result(
        self, message: Message, worker_ctx: Any, result: Any = None, exc_info: Any = None
    ) -> tuple[Any, Any]:
        began = arrival_of(worker_ctx)
        if exc_info is None:
            self.queue_consumer.ack_message(message)
            self._count("duplicate" if repeats.all_repeated() else "done", began)
        else:
            again = partial(self.failures.retry, message, self.queue.name, exc_info[1])
            self._pass_on(message, again, began)
        return result, exc_info

    def _pass_on(
        self, message: Message, publish_copy: Callable[[], str], began: float | None = None
    ) -> None:
        try:
            outcome = publish_copy()
        except NotConfirmed as error:
            logger.error("%s: a failed message could not be moved: %s", self.queue.name, error)
            eventlet.sleep(PAUSE_SECONDS)
            self.queue_consumer.requeue_message(message)
        else:
            self.queue_consumer.ack_message(message)
            self._count(outcome, began)

    def _count(self, outcome: str, began: float | None) -> None:
        seconds = None if began is None else time.monotonic() - began
        metrics.event(self.container.service_name, self.event_type, outcome, seconds)

    def _read(self, body: Any) -> dict[str, Any]:
        if not isinstance(body, dict) or body.get("type") != self.event_type:
            raise NotTheContract("not an event of this type")
        for name, is_sound in _SOUND.items():
            if not is_sound(body.get(name)):
                raise NotTheContract(f"the attribute {name} is missing or malformed")
        if not isinstance(body.get("data"), dict):
            raise NotTheContract("the data is not an object")
        try:
            data = self._contract.read(body["data"])
        except ValidationError as error:
            fields = ", ".join(sorted(map(str, error.messages_dict)))
            raise NotTheContract(f"the data breaks the contract in: {fields}") from None
        # only what we know: an extension attribute of somebody else's must not pass for ours
        return {name: body[name] for name in ATTRIBUTES if name in body} | {"data": data}


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and _WORD.fullmatch(value) is not None


def _is_instant(value: Any) -> bool:
    """With an offset, and of years that one can count on from, either way and in any zone."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return moment.tzinfo is not None and EARLIEST <= moment.year <= LATEST


def _is_sequence(value: Any) -> bool:
    return type(value) is int and 0 < value < 2**63


_SOUND: Mapping[str, Callable[[Any], bool]] = {
    "id": _is_word,
    "subject": _is_word,
    "facility": _is_word,
    "time": _is_instant,
    "sequence": _is_sequence,
}
"""Attributes that handlers and stores rely on."""


def event_handler(*event_types: Readable) -> Callable[[Callable], Callable]:
    """Makes a method the handler of these event types."""

    def decorate(method: Callable) -> Callable:
        for event_type in event_types:
            EventHandler.decorator(event_type)(method)
        return method

    return decorate
