"""What all houses of a test module share: the four services and the means to disturb them."""

from random import Random
from typing import Any, NamedTuple

from chassis.calling import RpcClient
from tests.support.containers import Services
from tests.support.handled import Handled
from tests.support.messages import EventLog, EventPublisher
from tests.support.standing_clock import StandingClock
from tests.support.subscriptions import SERVICES

DISTURBED = {
    "DESKS": {"*": {"lockers": {"channel": "webhook", "url": "http://127.0.0.1:9/nobody"}}},
    "WEBHOOK_SECRET": "whsec_" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB",
    "RETRY_WAITS": [],
    "TIMER_SECONDS": 0.3,
}
"""The locker desk of every house has a webhook where nobody answers, and gets one attempt."""


class World(NamedTuple):
    settings: dict[str, Any]
    clock: StandingClock
    events: EventLog
    client: RpcClient
    publish: EventPublisher
    handled: Handled
    services: Services

    def start_twins(self) -> None:
        """A second process of each service, as far as one Python process can be two."""
        for service in SERVICES:
            self.services.start(service, **DISTURBED)

    def restart(self, random: Random) -> None:
        """Stops one of the services, finishing what it is at or not, and starts it again."""
        old = random.choice(self.services.containers)
        if random.random() < 0.5:
            old.kill()
        else:
            old.stop()
        self.services.containers.remove(old)
        self.services.start(old.service_cls, **DISTURBED)
