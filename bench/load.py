"""Asks as fast as so many clients can: a process of its own, told what to do line by line.

Each line is a Round as JSON, each answer a line. The clients are greenlets, and what they do for
a request over HTTP is the least there is, so that little of a core goes here; what it takes is
told along.
"""

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402
import socket  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable  # noqa: E402
from itertools import cycle  # noqa: E402
from typing import Any  # noqa: E402

from eventlet.greenpool import GreenPool  # noqa: E402

from chassis.calling import RpcClient  # noqa: E402
from chassis.errors import CallTimedOut, Refused  # noqa: E402

Ask = Callable[[dict[str, Any]], bool]
"""Sends one question; whether the answer was a good one."""


def main() -> None:
    port, amqp_uri = int(sys.argv[1]), sys.argv[2]
    with RpcClient(amqp_uri) as client:
        for line in sys.stdin:
            print(json.dumps(_played(json.loads(line), port, client)), flush=True)


def _played(told: dict[str, Any], port: int, client: RpcClient) -> dict[str, Any]:
    """``told``: way (http or rpc), clients, seconds, and the questions, which are asked in turn,
    again and again unless ``once``."""
    questions = iter(told["questions"]) if told["once"] else cycle(told["questions"])
    took: list[float] = []
    failed = 0

    def ask_on(ask: Ask) -> None:
        nonlocal failed
        for question in questions:
            if (begun := time.perf_counter()) > ends:
                return
            good = ask(question)
            took.append((time.perf_counter() - begun) * 1000)
            failed += not good

    asks = [_asker(told["way"], port, client) for _ in range(told["clients"])]
    cpu, began = time.process_time(), time.perf_counter()
    ends = began + told["seconds"]
    pool = GreenPool(len(asks))
    for ask in asks:
        pool.spawn(ask_on, ask)
    pool.waitall()
    return {
        "took_ms": took,
        "failed": failed,
        "seconds": time.perf_counter() - began,
        "cpu_seconds": time.process_time() - cpu,
    }


def _asker(way: str, port: int, client: RpcClient) -> Ask:
    if way == "http":
        return _Browser(port).ask

    def call(question: dict[str, Any]) -> bool:
        try:
            client.call(question["service"], question["method"], question["payload"])
        except (Refused, CallTimedOut):
            return False
        return True

    return call


class _Browser:
    """One connection that is kept."""

    def __init__(self, port: int):
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._socket.makefile("rb")

    def ask(self, question: dict[str, Any]) -> bool:
        self._socket.sendall(question["bytes"].encode())
        good = self._file.readline().split()[1][:1] == b"2"
        length = 0
        while (line := self._file.readline()) != b"\r\n":
            if line.lower().startswith(b"content-length:"):
                length = int(line[15:])
        self._file.read(length)
        return good


if __name__ == "__main__":
    main()
