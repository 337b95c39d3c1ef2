"""What the plain services share: the database, problems, and the form of an event."""

import os
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from marshmallow import Schema, ValidationError
from nameko.extensions import DependencyProvider
from pymongo import MongoClient


class Database(DependencyProvider):
    """The service's own database; ``indexes`` are (collection, keys, options)."""

    def __init__(self, *indexes: tuple[str, list[tuple[str, int]], dict[str, Any]]):
        super().__init__()
        self._indexes = indexes

    def setup(self) -> None:
        self._client: MongoClient = MongoClient(os.environ["MONGO_URI"])
        self._database = self._client["plain_" + self.container.service_name]
        for collection, keys, options in self._indexes:
            self._database[collection].create_index(keys, **options)

    def stop(self) -> None:
        self._client.close()

    def get_dependency(self, worker_ctx: Any) -> Any:
        return self._database


class Problem(Exception):
    """A refusal; its argument is the problem that the caller reads."""


def refuse(code: str, **facts: Any) -> Problem:
    return Problem({"code": code, "detail": code.replace("_", " "), **facts})


def loaded(schema: Schema, payload: dict[str, Any]) -> dict[str, Any]:
    try:
        command: dict[str, Any] = schema.load(payload)
    except ValidationError as error:
        raise refuse("invalid_input", fields=error.messages) from None
    return command


def event(service: str, type_: str, visit: str, facility: str, **data: Any) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": uuid4().hex,
        "source": f"/plain/{service}",
        "type": type_,
        "subject": visit,
        "time": datetime.now(UTC).isoformat(),
        "datacontenttype": "application/json",
        "facility": facility,
        "data": data,
    }
