"""Publishing and watching events as any outside program would."""

import json
import threading
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from kombu import Connection, Consumer, Exchange, Queue

import contracts
from chassis.publishing import ConfirmedPublisher, Outgoing
from contracts.envelope import Envelope
from tests.support.eventually import eventually

PUBLISHERS = ("registration", "screening", "lockers", "notifications")


def event(
    event_type: str, data: Mapping[str, Any] | None = None, **attributes: Any
) -> dict[str, Any]:
    """A valid event of this type; the data defaults to the contract's example."""
    contract = contracts.ALL[event_type]
    return {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": f"/kunjungan/{contract.publisher}",
        "type": event_type,
        "subject": str(uuid4()),
        "time": "2026-01-17T01:30:00+00:00",
        "datacontenttype": "application/json",
        "dataschema": f"urn:kunjungan:{contract.publisher}:{event_type}",
        "facility": "RTBPN",
        "sequence": 1,
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "data": dict(contract.example if data is None else data),
        **attributes,
    }


class EventPublisher:
    """Publishes events in the name of any service, confirmed."""

    def __init__(self, amqp_uri: str):
        self._publisher = ConfirmedPublisher(amqp_uri, timeout=10)

    def __call__(
        self, event_type: str, data: Mapping[str, Any] | None = None, **attributes: Any
    ) -> dict[str, Any]:
        """Publishes a valid event (see ``event``) and gives it back, to be sent again."""
        made = event(event_type, data, **attributes)
        self.send(made)
        return made

    def send(self, made: Mapping[str, Any]) -> None:
        source = contracts.ALL[made["type"]].publisher
        self.send_raw(f"{source}.events", made["type"], json.dumps(made).encode())

    def send_raw(self, exchange: str, routing_key: str, body: bytes, **headers: Any) -> None:
        outgoing = Outgoing(exchange, routing_key, body, str(uuid4()), headers)
        sent = self._publisher.publish([outgoing])
        assert sent, f"nothing is bound to {exchange} for {routing_key}"

    def close(self) -> None:
        self._publisher.close()


class EventLog:
    """Everything that was published since it was opened; each event must meet its contract."""

    def __init__(self, amqp_uri: str):
        self._uri = amqp_uri
        self.seen: list[dict[str, Any]] = []
        self._ready = threading.Event()
        self._stopping = False
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        assert self._ready.wait(10)

    def of(self, event_type: str, subject: str | None = None) -> list[dict[str, Any]]:
        return [
            seen
            for seen in list(self.seen)
            if seen["type"] == event_type and subject in (None, seen["subject"])
        ]

    def wait_for(
        self, event_type: str, subject: str | None = None, count: int = 1
    ) -> dict[str, Any]:
        """The last of at least ``count`` events of this type."""

        def enough() -> list[dict[str, Any]]:
            found = self.of(event_type, subject)
            return found if len(found) >= count else []

        return eventually(f"{count} {event_type} of {subject or 'any'}", enough)[-1]

    def close(self) -> None:
        self._stopping = True
        self._listener.join(5)
        broken = [problem for made in self.seen if (problem := _breach(made))]
        assert not broken, broken

    def _listen(self) -> None:
        bindings = [
            Queue(exchange=Exchange(f"{name}.events", "topic", durable=True), routing_key="#",
                  name=f"log-{uuid4()}", exclusive=True)
            for name in PUBLISHERS
        ]  # fmt: skip
        with Connection(self._uri) as connection:
            channel = connection.channel()
            with Consumer(channel, bindings, on_message=self._receive, no_ack=True):
                self._ready.set()
                while not self._stopping:
                    try:
                        connection.drain_events(timeout=0.2)
                    except TimeoutError:
                        continue

    def _receive(self, message: Any) -> None:
        self.seen.append(json.loads(message.body))


def _breach(made: Mapping[str, Any]) -> str:
    errors = Envelope().validate(made)
    if errors:
        return f"{made.get('type')}: {errors}"
    try:
        contracts.ALL[made["type"]].check(made["data"])
    except ValueError as error:
        return str(error)
    return ""
