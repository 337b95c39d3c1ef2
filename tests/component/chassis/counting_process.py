"""The counting service as a process of its own, which can be told to misbehave.

``python -m tests.component.chassis.counting_process`` with a directory in FAULTS. A file there is
an order to the process, which takes it up once by deleting it:
``die`` holds a point of the write pattern, at which the process ends as by ``kill -9``;
``fail`` makes the next handler of ``told`` raise. As long as ``gate`` is there, ``told`` and
``slow`` wait. The process writes one line to ``begun`` for each of them that it begins.
"""

import ctypes
import os
import signal
from pathlib import Path
from typing import Any

from chassis.process import serve  # first of all: it patches the standard library

import eventlet  # isort: skip
from marshmallow import Schema, fields, post_load  # isort: skip

from chassis.aggregates import AggregateStore
from chassis.events import EventHandler, event_handler
from chassis.failing import Failures
from chassis.outbox import Sent
from chassis.rpc import RpcConsumer, rpc
from chassis.settings import COMMON
from contracts.calls.common import Query
from tests.component.chassis.counting import TOLD, Counting

FAULTS = Path(os.environ["FAULTS"])
PR_SET_PDEATHSIG = 1
SECRET = "Siti Aminah 6471054503900001"
cleared = eventlet.event.Event()


def ordered(order: str, text: str = "") -> bool:
    file = FAULTS / order
    if not file.exists() or file.read_text() != text:
        return False
    file.unlink()
    return True


def die_at(point: str) -> None:
    if ordered("die", point):
        os.kill(os.getpid(), signal.SIGKILL)


def begin(what: str) -> None:
    with (FAULTS / "begun").open("a") as begun:
        begun.write(f"{what}\n")
    while (FAULTS / "gate").exists():
        eventlet.sleep(0.01)


def dying(owner: Any, name: str, before: str = "", after: str = "") -> None:
    """Lets a function of the chassis die just before or just after it does its work."""
    work = getattr(owner, name)

    def replaced(*args: Any, **kwargs: Any) -> Any:
        die_at(before)
        result = work(*args, **kwargs)
        die_at(after)
        return result

    setattr(owner, name, replaced)


def dying_once_cleared(self: RpcConsumer, *args: Any) -> None:
    if (FAULTS / "die").exists() and (FAULTS / "die").read_text() == "before the reply":
        cleared.wait()
        die_at("before the reply")
    reply(self, *args)


def note_cleared(self: Sent, event_ids: list[str]) -> None:
    forget(self, event_ids)
    if event_ids and not cleared.ready():
        cleared.send()


dying(AggregateStore, "_state", after="after loading")
dying(AggregateStore, "_save", before="after deciding")
dying(AggregateStore, "_send", before="after saving")
dying(EventHandler, "handle_result", before="before the acknowledgement")
dying(Failures, "retry", after="after moving to a retry queue")
dying(Failures, "park", after="after parking")
reply, RpcConsumer.reply = RpcConsumer.reply, dying_once_cleared
dying(Sent, "add", before="after publishing")
forget, Sent.cleared = Sent.cleared, note_cleared


class Wish(Query):
    kind = fields.String(required=True)


class Faulty(Schema):
    @post_load
    def fail(self, data: dict[str, Any], **_: Any) -> None:
        raise RuntimeError(SECRET)


class Misbehaving(Counting):
    @rpc(Wish)
    def grant(self, query: dict[str, Any]) -> Any:
        return WISHES[query["kind"]]()

    @rpc(Faulty)
    def faulty(self, query: dict[str, Any]) -> None:
        pass

    @rpc(Query)
    def slow(self, query: dict[str, Any]) -> str:
        begin("slow")
        return "done"

    @event_handler(TOLD)
    def obey(self, event: dict[str, Any]) -> None:
        begin("told")
        if ordered("fail"):
            raise ValueError(SECRET)
        super().obey(event)


def fail() -> None:
    raise ValueError(SECRET)


WISHES = {
    "an exception": fail,
    "an object": object,
    "not a number": lambda: float("nan"),
    "a circle": lambda: (circle := [], circle.append(circle))[0],
    "a megabyte": lambda: "x" * 1_000_000,
    "too much": lambda: "x" * 17_000_000,
    "half a letter": lambda: "\ud800",
}

if __name__ == "__main__":
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # no longer than the tests
    serve(Misbehaving, COMMON)
