"""Many readers of the live stream in one process, and one that never reads."""

import json
import re
import selectors
import signal
import socket
import sys
import time
from collections import defaultdict

HOUSE = "BENCH"
PUBLISHED = re.compile(rb'"id":"(\d+)"')


class Readers:
    def __init__(self, port: int, count: int):
        self.delays: list[float] = []
        self.ended = self.twice = 0
        self._rest: dict[socket.socket, bytes] = defaultdict(bytes)
        self._last: dict[socket.socket, int] = defaultdict(int)
        self._selector = selectors.DefaultSelector()
        self._slow = ask(port, "slow", receive_bytes=4096)
        for number in range(count):
            self._selector.register(ask(port, f"r{number}"), selectors.EVENT_READ)

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
        now, whole = time.time_ns(), text.rfind(b"\n\n") + 2
        self._rest[reader] = text[whole:] if whole > 1 else text
        for match in PUBLISHED.finditer(text[:whole] if whole > 1 else b""):
            published = int(match[1])
            self.delays.append((now - published) / 1e6)
            self.twice += published <= self._last[reader]
            self._last[reader] = published


def ask(port: int, who: str, receive_bytes: int = 0) -> socket.socket:
    made = socket.socket()
    if receive_bytes:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
    made.connect(("127.0.0.1", port))
    made.sendall(f"GET /events/{who} HTTP/1.1\r\nHost: bench\r\n\r\n".encode())
    return made


def percentile(ordered: list[float], share: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1) if ordered else -1


def main() -> None:
    going = True

    def stop(_signal: int, _frame: object) -> None:
        nonlocal going
        going = False

    signal.signal(signal.SIGTERM, stop)
    readers = Readers(int(sys.argv[1]), int(sys.argv[2]))
    while going:
        readers.read(0.5)
    ordered = sorted(readers.delays)
    shares = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
    found = {
        "deliveries": len(ordered),
        "twice": readers.twice,
        "ended": readers.ended,
        "delay_ms": {name: percentile(ordered, share) for name, share in shares.items()},
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
