"""The log that the tests watch events with: it must see a breach, or its silence proves nothing."""

import pytest

from tests.support.eventually import eventually
from tests.support.messages import EventLog, EventPublisher


@pytest.mark.parametrize(
    "broken",
    [{"specversion": "0.3"}, {"data": {"queue_number": 1}}, {"subject": "two words"}],
    ids=["envelope", "data", "attribute"],
)
def test_an_event_that_breaks_its_contract_fails_the_test(
    amqp_uri: str, publish: EventPublisher, broken: dict
):
    log = EventLog(amqp_uri)
    publish("visitor_called", **broken)
    eventually("the event is seen", lambda: log.seen)
    with pytest.raises(AssertionError):
        log.close()
