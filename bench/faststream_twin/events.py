"""The form of an event, and its way out: persistent, and confirmed before anything else is done."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from faststream.rabbit import RabbitRouter
from pydantic import BaseModel, Field

from bench.faststream_twin.app import events_of


class Event(BaseModel):
    specversion: str = "1.0"
    id: str = Field(default_factory=lambda: uuid4().hex)
    source: str
    type: str
    subject: str
    time: datetime = Field(default_factory=lambda: datetime.now(UTC))
    datacontenttype: str = "application/json"
    facility: str
    data: dict[str, Any]


class Teller:
    """Publishes the events of one service."""

    def __init__(self, router: RabbitRouter, service: str):
        self._service = service
        # not mandatory: that nobody listens to an event is no mistake
        self._publisher = router.publisher(
            exchange=events_of(service), persist=True, mandatory=False
        )

    async def tell(self, type_: str, visit: str, facility: str, **data: Any) -> None:
        event = Event(
            source=f"/async/{self._service}",
            type=type_,
            subject=visit,
            facility=facility,
            data=data,
        )
        await self._publisher.publish(event, routing_key=type_)
