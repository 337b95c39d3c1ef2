"""How the desks reach the services: one place for every call, its officer and its retries."""

import time
from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from chassis.calling import RpcClient
from chassis.errors import CallTimedOut, Refused
from operations.demo.timepiece import Timepiece

TRIES = 5
AGAIN = ("unavailable", "timed_out")


@dataclass(frozen=True)
class Officer:
    id: str
    sex: str

    def as_officer(self) -> dict[str, str]:
        return {"id": self.id, "sex": self.sex}


class Front:
    """The services as one house's desks see them."""

    def __init__(self, client: RpcClient, facility: str, clock: Timepiece):
        self.facility = facility
        self.calls: Counter[str] = Counter()
        self._client = client
        self._clock = clock

    def command(self, officer: Officer, service: str, method: str, **fields: Any) -> Any:
        """Gives a command once, however often it must be sent. Raises Refused."""
        payload = {
            "command_id": str(uuid4()),
            "facility": self.facility,
            "officer": officer.as_officer(),
            **fields,
        }
        for _ in range(TRIES - 1):
            try:
                return self._call(service, method, payload)
            except CallTimedOut:
                continue
            except Refused as refused:
                if refused.code not in AGAIN:
                    raise
        return self._call(service, method, payload)

    def query(self, service: str, method: str, **fields: Any) -> Any:
        return self._call(service, method, {"facility": self.facility, **fields})

    def ping(self, service: str) -> Any:
        return self._client.call(service, "ping", {})

    def _call(self, service: str, method: str, payload: dict[str, Any]) -> Any:
        began = time.monotonic()
        self.calls[f"{service}.{method}"] += 1
        try:
            return self._client.call(service, method, payload)
        finally:
            self._clock.answered_in(time.monotonic() - began)
