"""Calls one method of registration many times over, so many at once: a process of its own.

Each line that it reads is ``{"method", "commands", "at_once"}``, each answer a line:
``{"answers"}``.
"""

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from typing import Any  # noqa: E402

from eventlet.greenpool import GreenPool  # noqa: E402

from chassis.calling import RpcClient  # noqa: E402
from chassis.errors import CallTimedOut, Refused  # noqa: E402

TIMEOUT = 10.0
"""Seconds that the gateway waits for a service (CALL_SECONDS)."""
TRIES = 12


def called(client: RpcClient, told: dict[str, Any]) -> list[dict[str, Any]]:
    """One for each command, in its order: ``began`` and ``ended`` (of the machine's monotonic
    clock), ``timeouts``, after each of which it was called once more, and the visit as it was
    answered or ``error``."""

    def call(command: dict[str, Any]) -> dict[str, Any]:
        began = time.monotonic()
        answer, timeouts = _answer(client, told["method"], command)
        return {"began": began, "ended": time.monotonic(), "timeouts": timeouts, **answer}

    return list(GreenPool(told["at_once"]).imap(call, told["commands"]))


def _answer(client: RpcClient, method: str, command: dict[str, Any]) -> tuple[dict[str, Any], int]:
    for timeouts in range(TRIES):
        try:
            return client.call("registration", method, command, timeout=TIMEOUT), timeouts
        except CallTimedOut:
            continue
        except Refused as refused:
            return {"error": refused.code}, timeouts
    return {"error": "never_answered"}, TRIES


def main() -> None:
    with RpcClient(sys.argv[1]) as client:
        for line in sys.stdin:
            print(json.dumps({"answers": called(client, json.loads(line))}), flush=True)


if __name__ == "__main__":
    main()
