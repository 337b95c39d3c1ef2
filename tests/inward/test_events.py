"""Whatever reaches a consumer is handled, or parked once as it came; the service goes on."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.envelope import Envelope
from tests.inward.account import Watch, as_json, check_parked, note
from tests.inward.conftest import Target
from tests.inward.effort import drawn, fuzzed
from tests.inward.furnished import tell
from tests.inward.letters import JSON, event_of, letters
from tests.inward.wire import Letter
from tests.support.messages import event
from tests.support.subscriptions import Consumer, consumers

EACH = pytest.mark.parametrize(
    ("target", "consumer"),
    [(one.service, one) for one in consumers()],
    ids=map(str, consumers()),
    indirect=["target"],
    scope="session",
)


@EACH
@fuzzed
@given(data=st.data())
def test_what_reaches_a_consumer_is_handled_or_parked(
    target: Target, consumer: Consumer, data: Any
):
    batch = drawn(data, letters(event_of(consumer.event_type, target.known)))
    with target.running.mended():
        deliver(target, consumer, batch)
    tell(target.running, [event(consumer.event_type.name)])


def deliver(target: Target, consumer: Consumer, batch: list[Letter]) -> None:
    running, kind = target.running, f"event {consumer.event_type.name} "
    before, watch = running.documents(), Watch(running)
    taken = running.sender.send([("", consumer.queue.encode(), one) for one in batch])
    arrived = [one for one, was in zip(batch, taken, strict=True) if was]

    outcomes = watch.settled(kind, len(arrived))
    note(f"event {consumer}", len(arrived), outcomes)
    watch.nothing_told(len(arrived))
    assert not [one for one in outcomes if one.endswith("retried")], "a handler has failed"
    assert len(outcomes) == len(arrived), f"more outcomes than messages: {outcomes}"
    parked = running.parked()
    assert len(parked) == len([one for one in outcomes if one.endswith("parked")])
    check_parked(parked, arrived, consumer.queue)
    honest = {one.body for one in arrived if keeps_its_contract(one, consumer)}
    assert not honest & {_bytes(one.body) for one in parked}, "an honest event was parked"
    if len(parked) == len(arrived):
        assert running.documents() == before, "something was stored of what was parked"


def keeps_its_contract(letter: Letter, consumer: Consumer) -> bool:
    """As its publisher would have had to send it."""
    made = as_json(letter)
    if letter.properties != JSON or not isinstance(made, dict):
        return False
    try:
        consumer.event_type.check(made.get("data"))  # type: ignore[arg-type]
    except (ValueError, AttributeError, TypeError):
        return False
    return not Envelope().validate(made) and made["type"] == consumer.event_type.name


def _bytes(body: bytes | str) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)
