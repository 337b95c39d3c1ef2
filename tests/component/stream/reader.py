"""A reader of Server-Sent Events that understands them as a browser does."""

import http.client
import json
import socket
import threading
from contextlib import suppress
from typing import Any, NamedTuple

from tests.support.eventually import eventually


class Seen(NamedTuple):
    id: str
    type: str
    data: Any


class Reader:
    def __init__(self, port: int, path: str, after: str | None = None):
        self.seen: list[Seen] = []
        self.comments = 0
        self.retry: int | None = None
        self.last_id = after or ""
        self.ended = False
        headers = {"Last-Event-ID": after} if after else {}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._connection.request("GET", path, headers=headers)
        self._socket = self._connection.sock
        self._answer = self._connection.getresponse()
        self.status = self._answer.status
        self.headers = dict(self._answer.headers)
        self._thread = threading.Thread(target=self._read, daemon=True)
        if self.status == 200:
            self._thread.start()

    def until(self, count: int) -> list[Seen]:
        return eventually(f"{count} events", lambda: len(self.seen) >= count and self.seen)

    def ready(self) -> "Reader":
        """It has its place: whatever is published from now on comes."""
        eventually("the stream greets", lambda: self.comments, seconds=8)
        return self

    def ids(self) -> list[str]:
        return [one.data["id"] for one in self.seen if one.type != "reset"]

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        if self._thread.ident:
            self._thread.join(5)

    def _read(self) -> None:
        fields: dict[str, str] = {}
        with suppress(OSError, http.client.HTTPException, ValueError, AttributeError):
            while line := self._answer.readline():
                text = line.decode().rstrip("\n")
                if text:
                    self._line(text, fields)
                    continue
                self.last_id = fields.get("id", self.last_id)
                if "data" in fields:
                    data = json.loads(fields["data"])
                    self.seen.append(Seen(self.last_id, fields["event"], data))
                fields.clear()
        self.ended = True

    def _line(self, text: str, fields: dict[str, str]) -> None:
        if text.startswith(":"):
            self.comments += 1
            return
        name, _, value = text.partition(": ")
        assert name in ("id", "event", "data", "retry"), text
        assert name not in fields, "one line each"
        if name == "retry":
            self.retry = int(value)
        else:
            fields[name] = value
