"""``python -m tests.inward.service_process SERVICE``: the service as it is, but for one thing: each
outcome that it counts for its metrics goes to the file OUTCOMES as well, one line for each message
that it has settled. So those who sent the messages can account for every one."""

import ctypes
import os
import signal
import sys
from pathlib import Path

from chassis.process import serve  # first of all: it patches the standard library

from chassis import metrics  # isort: skip
from operations.rpc_methods import service_class  # isort: skip

PR_SET_PDEATHSIG = 1
_outcomes = os.open(os.environ["OUTCOMES"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_event, _rpc = metrics.event, metrics.rpc


def _noted(kind: str, name: str, outcome: str) -> None:
    os.write(_outcomes, f"{kind} {name} {outcome}\n".encode())


def _event_noted(service: str, type_: str, outcome: str, seconds: float | None = None) -> None:
    _event(service, type_, outcome, seconds)
    _noted("event", type_, outcome)


def _rpc_noted(service: str, method: str, outcome: str, seconds: float | None = None) -> None:
    _rpc(service, method, outcome, seconds)
    _noted("rpc", method, outcome)


if __name__ == "__main__":
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # no longer than the tests
    metrics.event, metrics.rpc = _event_noted, _rpc_noted
    service = service_class(sys.argv[1])
    module = Path(sys.modules[service.__module__].__file__ or "")
    serve(service, module.with_name("config.yml"))
