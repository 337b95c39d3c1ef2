"""Readers of the gateway's live stream while the clock of the demo runs, and one that never reads.

``python -m bench.stream_readers PORT COUNT CLOCK_FILE``, the tokens on standard input. When all
are greeted it says the port of the one that never reads, and what the others saw when it is told
to end.
"""

import json
import re
import selectors
import signal
import socket
import sys
import time
from collections import defaultdict
from datetime import datetime
from pathlib import Path

from chassis.clock import FileClock

EVENT = re.compile(rb'id: (\d+)-\w+\nevent: \w+\ndata: [^\n]*?"time":"([^"]+)"')
SHARES = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}


class Readers:
    """``tokens`` are used in turn."""

    def __init__(self, port: int, count: int, tokens: list[str], clock_file: Path):
        self.delays: list[float] = []
        self.seen = self.ended = self.twice = 0
        self.greeted: set[socket.socket] = set()
        self.moments: dict[int, float | None] = {}
        """When each event happened, in real time; None while the clock stood still."""
        self._clock = FileClock(clock_file)
        self._rest: dict[socket.socket, bytes] = defaultdict(bytes)
        self._last: dict[socket.socket, int] = defaultdict(lambda: -1)
        self._selector = selectors.DefaultSelector()
        self._slow = ask(port, tokens[0], receive_bytes=4096)
        for number in range(count):
            reader = ask(port, tokens[number % len(tokens)])
            self._selector.register(reader, selectors.EVENT_READ)

    @property
    def slow_port(self) -> int:
        return self._slow.getsockname()[1]

    def read(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            reader = key.fileobj
            assert isinstance(reader, socket.socket)
            data = reader.recv(65536)
            if not data:
                self.ended += 1
                self._selector.unregister(reader)
                continue
            self._count(reader, self._rest[reader] + data)

    def _count(self, reader: socket.socket, text: bytes) -> None:
        now, end = time.time(), text.rfind(b"\n\n") + 2
        self.greeted.add(reader)
        whole, self._rest[reader] = (text[:end], text[end:]) if end > 1 else (b"", text)
        for match in EVENT.finditer(whole):
            offset = int(match[1])
            if offset not in self.moments:
                self.moments[offset] = self._moment(match[2])
            moment = self.moments[offset]
            self.seen += 1
            self.twice += offset <= self._last[reader]
            self._last[reader] = offset
            if moment is not None:
                self.delays.append((now - moment) * 1000)

    def _moment(self, at: bytes) -> float | None:
        shown = datetime.fromisoformat(at.decode())
        self._clock.now()  # reads the file anew
        ran = [one for one in self._clock._segments if one.instant <= shown]
        one = (ran or self._clock._segments)[-1 if ran else 0]
        return one.epoch + (shown - one.instant).total_seconds() / one.speed if one.speed else None


def ask(port: int, token: str, receive_bytes: int = 0) -> socket.socket:
    made = socket.socket()
    if receive_bytes:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
    made.connect(("127.0.0.1", port))
    head = ("GET /api/v1/events HTTP/1.1", "Host: bench", f"Authorization: Bearer {token}")
    made.sendall("\r\n".join((*head, "", "")).encode())
    return made


def percentile(ordered: list[float], share: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1) if ordered else -1


def main() -> None:
    going = True

    def stop(_signal: int, _frame: object) -> None:
        nonlocal going
        going = False

    signal.signal(signal.SIGTERM, stop)
    port, count, clock_file = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    readers = Readers(port, count, json.loads(sys.stdin.readline()), clock_file)
    while len(readers.greeted) < count:
        readers.read(0.5)
    print(readers.slow_port, flush=True)
    while going:
        readers.read(0.5)
    ordered = sorted(readers.delays)
    found = {
        "events": len(readers.moments),
        "deliveries": readers.seen,
        "twice": readers.twice,
        "ended": readers.ended,
        "delay_ms": {name: percentile(ordered, share) for name, share in SHARES.items()},
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
