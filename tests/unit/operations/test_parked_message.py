"""Why and where a message failed, as whoever parked it has said."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from kombu.message import Message

from operations.command_line_audit import NO_HOUSE
from operations.parked_message import read_parked

QUEUE = "lockers.screening.visitor_screened"
DIED = datetime(2026, 1, 17, 1, 30)  # as the broker's times come: in UTC, and not saying so


def read(body: bytes = b"{}", properties: Any = None, **headers: Any) -> Any:
    message = Message(
        body, content_type="application/json", headers=headers, properties=properties or {}
    )
    return read_parked("lockers", message, 1000)


def death(reason: str, queue: str) -> dict[str, Any]:
    return {"reason": reason, "queue": queue, "time": DIED, "count": 1}


def test_a_service_says_it_in_headers_of_its_own():
    one = read(**{"app-error": "KeyError", "app-queue": QUEUE, "app-attempt": 4,
                  "app-time": "2026-01-17T08:30:00+07:00"})  # fmt: skip
    assert (one.cause, one.queue, one.attempts) == ("KeyError", QUEUE, 4)
    assert one.failed_at == DIED.replace(tzinfo=UTC)


def test_the_broker_says_it_among_what_it_says_of_the_waiting_for_another_try():
    waits = [death("expired", "retry.500"), death("delivery_limit", QUEUE)]
    one = read(**{"x-death": waits, "app-error": "KeyError", "app-queue": QUEUE})
    assert (one.cause, one.queue) == ("delivery_limit", QUEUE)
    assert one.failed_at == DIED.replace(tzinfo=UTC)


ODD = {
    "nothing": {},
    "deaths that are none": {"x-death": "yesterday"},
    "a death that is none": {"x-death": [None, {"queue": None}]},
    "a death of odd kinds": {"x-death": [{"queue": f"{QUEUE}", "reason": 1, "time": "soon"}]},
    "headers of odd kinds": {"app-queue": 1, "app-error": None, "app-time": 5, "app-attempt": "x",
                             "x-delivery-count": "many"},
}  # fmt: skip


@pytest.mark.parametrize("case", ODD)
def test_odd_headers_are_borne(case):
    one = read(**ODD[case])
    assert (one.cause, one.failed_at, one.attempts, one.looks) == ("unknown", None, 0, 0)


@pytest.mark.parametrize(
    ("body", "properties", "name"),
    [
        (b'{"id": "e1"}', {"message_id": "m1"}, "e1"),
        (b'{"id": 7}', {"message_id": "m1"}, "m1"),
        (b'["e1"]', {"message_id": "m1"}, "m1"),
        (b"\xff", {"message_id": "m1"}, "m1"),
        (b"\xff", {"message_id": "a\x1b"}, "sha256:a8100ae6aa1940d0"),
        (b'{"id": "' + b"x" * 2000 + b'"}', {"message_id": "m1"}, "m1"),
    ],
)
def test_the_event_s_id_names_it_then_the_message_s_then_its_content(body, properties, name):
    assert read(body, properties).id == name


@pytest.mark.parametrize("given", ["", "-", "../x", "a b", 7, None, "x" * 65, ["RTBPN"]])
def test_a_facility_that_can_be_none_makes_no_chain_of_its_own_in_the_audit(given):
    assert read(json.dumps({"facility": given}).encode()).facility == NO_HOUSE
    assert read(b'{"facility": "RTBPN"}').facility == "RTBPN"
