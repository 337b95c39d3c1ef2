"""What the service under fuzz knows of beforehand, so that what is generated meets something
real."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from chassis.publishing import ConfirmedPublisher, Outgoing
from tests.contract.established import established
from tests.contract.stage import Subjects
from tests.inward.running import Running
from tests.support.eventually import eventually
from tests.support.subscriptions import Consumer, consumers

NEW, UNDER_WAY = ("facility_configured", "visitor_registered", "visit_booked"), 6
HOUSES = 3


def furnished(running: Running) -> Mapping[str, tuple[Any, ...]]:
    """Values by the names of fields: of three houses with a visit each. One is new, one has been
    searched, and of one the service has heard all there is to hear."""
    some = [established(running) for _ in range(HOUSES)]
    heard = consumers(running.service)
    for subjects, wanted in zip(some, (_new, _searched, lambda _: True), strict=True):
        tell(running, [subjects.example(one.event_type) for one in heard if wanted(one)])
    return dict(_known(some))


def _new(consumer: Consumer) -> bool:
    return consumer.event_type.name in NEW


def _searched(consumer: Consumer) -> bool:
    return consumer.event_type.name in (*NEW, "contact_recorded", "visitor_called",
                                        "visitor_screened", "visit_started")  # fmt: skip


def _known(some: list[Subjects]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for kind in ("visit", "ban", "inmate", "facility"):
        yield kind, tuple(one.of[kind] for one in some)
    yield "visit_id", tuple(one.of["visit"] for one in some)
    yield "visit_ids", (tuple(one.of["visit"] for one in some),)
    yield "ban_id", tuple(one.of["ban"] for one in some)
    yield "inmate_number", ("A-17",)
    yield "number", (1, 2, 17, "A-17")
    yield "card", (1, 2, 17)
    yield "session", ("morning",)
    yield "timezone", ("Asia/Makassar", "Asia/Jakarta", "UTC")
    yield "person", ("p1", "p2")


def tell(running: Running, events: list[dict[str, Any]]) -> None:
    """Publishes to this service alone, and waits until it has handled them all."""
    before = len(_heard(running))
    publisher = ConfirmedPublisher(running.settings["AMQP_URI"], timeout=10)
    queues = {one.event_type.name: one.queue for one in consumers(running.service)}
    for one in events:
        body = json.dumps(one).encode()
        publisher.publish([Outgoing("", queues[one["type"]], body, one["id"], {})])
    publisher.close()
    eventually("they are handled", lambda: len(_heard(running)) >= before + len(events))
    outcomes = _heard(running)[before:]
    assert set(outcomes) <= {"done", "duplicate"}, outcomes


def _heard(running: Running) -> list[str]:
    return [one.split()[2] for one in running.outcomes() if one.startswith("event ")]
