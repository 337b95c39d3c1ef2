"""How a desk reaches a system."""

import json
import socket
from typing import Any, Protocol

from bench.visits.steps import Given
from chassis.calling import RpcClient
from chassis.errors import Refused

LONGEST_CALL = 180.0
"""Seconds; a request waits for half of it at the most. With 128 desks a busy machine takes longer
than anybody at a desk would wait, and then the round is slow, but no visit of it failed."""


class Client(Protocol):
    def give(self, given: Given) -> dict[str, Any]:
        """The command's answer. Raises Refused."""
        ...


class ByRpc:
    """The RPC that nameko's services speak, ours and plain ones."""

    def __init__(self, client: RpcClient):
        self._client = client

    def give(self, given: Given) -> dict[str, Any]:
        step = given.step
        answer: dict[str, Any] = self._client.call(
            step.service, step.method, given.as_rpc(), timeout=LONGEST_CALL
        )
        return answer


class ByHttp:
    """The gateway, over one connection that is kept; the least work there is for a client."""

    def __init__(self, port: int, token: str):
        self._token = token
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answers = self._socket.makefile("rb")

    def give(self, given: Given) -> dict[str, Any]:
        fields = dict(given.fields)
        path = given.step.path.format(visit_id=fields.pop("visit_id", ""))
        body = json.dumps({"facility": given.facility, **fields}).encode()
        head = (
            f"POST /api/v1{path} HTTP/1.1",
            "Host: bench",
            f"Authorization: Bearer {self._token}",
            f"Idempotency-Key: {given.command_id}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
        )
        self._socket.sendall("\r\n".join((*head, "", "")).encode() + body)
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        status = int(self._answers.readline().split()[1])
        length = 0
        while (line := self._answers.readline()) != b"\r\n":
            if line.lower().startswith(b"content-length:"):
                length = int(line[15:])
        answer: dict[str, Any] = json.loads(self._answers.read(length))
        if status >= 400:
            raise Refused(answer)
        return answer
