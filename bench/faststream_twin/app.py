"""What the services share: the broker, queues and exchanges, problems, the database."""

import logging
import os
from typing import Any

from faststream import ExceptionMiddleware
from faststream.rabbit import (
    Channel,
    ExchangeType,
    RabbitBroker,
    RabbitExchange,
    RabbitQueue,
    RabbitRouter,
)
from pydantic import ValidationError
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection

logger = logging.getLogger(__name__)

AT_ONCE = 10
"""Messages that a process has in hand, as nameko has ten workers. FastStream has no limit by
itself; ten for each queue were tried too, and made no difference beyond that of two runs."""


IDLE_MS = 60_000
"""The embedded database closes connections that are idle for 300 seconds. The asyncio driver, which
does not read while it waits for nothing, sees that only when the next command fails; so it is to
close them itself before."""


class Problem(Exception):
    """A refusal; its argument is the problem that the caller reads."""


def refuse(code: str, **facts: Any) -> Problem:
    return Problem({"code": code, "detail": code.replace("_", " "), **facts})


problems = ExceptionMiddleware()


@problems.add_handler(Problem, publish=True)
def _refused(problem: Problem) -> dict[str, Any]:
    return {"problem": problem.args[0]}


@problems.add_handler(ValidationError, publish=True)
def _invalid(error: ValidationError) -> dict[str, Any]:
    fields = {".".join(map(str, one["loc"])): one["msg"] for one in error.errors()}
    return {"problem": refuse("invalid_input", fields=fields).args[0]}


@problems.add_handler(Exception, publish=True)
def _failed(error: Exception) -> dict[str, Any]:
    """As nameko: logged, answered and done with, not tried again."""
    logger.error("a message was not handled", exc_info=error)
    return {"problem": refuse("internal_error").args[0]}


def broker_for(amqp_uri: str, router: RabbitRouter) -> RabbitBroker:
    """Two log lines for each message would be FastStream's default; nobody else here writes any."""
    return RabbitBroker(
        amqp_uri,
        routers=[router],
        middlewares=[problems],
        default_channel=Channel(prefetch_count=AT_ONCE, global_qos=True),
        log_level=logging.DEBUG,
    )


def asked(service: str, method: str) -> RabbitQueue:
    """Where the requests of a method wait."""
    return RabbitQueue(f"{service}.{method}", durable=True)


def heard(subscriber: str, publisher: str, type_: str) -> tuple[RabbitQueue, RabbitExchange]:
    """Where the events of a type wait for a subscriber, and whence they come."""
    queue = RabbitQueue(f"{subscriber}-{publisher}-{type_}", durable=True, routing_key=type_)
    return queue, events_of(publisher)


def events_of(publisher: str) -> RabbitExchange:
    return RabbitExchange(f"{publisher}.events", type=ExchangeType.TOPIC, durable=True)


class Database:
    """A service's own; ``indexes`` are (collection, keys, options)."""

    def __init__(self, service: str, *indexes: tuple[str, list[tuple[str, int]], dict[str, Any]]):
        self._name = f"faststream_{service}"
        self._indexes = indexes

    async def open(self) -> None:
        client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(
            os.environ["MONGO_URI"], maxIdleTimeMS=IDLE_MS
        )
        self._database = client[self._name]
        for collection, keys, options in self._indexes:
            await self._database[collection].create_index(keys, **options)

    def __getattr__(self, collection: str) -> AsyncCollection[dict[str, Any]]:
        if collection.startswith("_"):  # before open() there is none
            raise AttributeError(collection)
        return self._database[collection]
