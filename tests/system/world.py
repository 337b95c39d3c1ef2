"""What all houses of a test module share: the four services and the means to disturb them."""

from typing import Any, NamedTuple

from chassis.calling import RpcClient
from tests.support.containers import Services
from tests.support.handled import Handled
from tests.support.messages import EventLog, EventPublisher
from tests.support.standing_clock import StandingClock

DISTURBED = {
    "DESKS": {"*": {"lockers": {"channel": "webhook", "url": "http://127.0.0.1:9/nobody"}}},
    "WEBHOOK_SECRET": "whsec_" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB",
    "RETRY_WAITS": [],
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

    def restart(self, service: str, kill: bool) -> None:
        """Stops one service, finishing what it is at or not, and starts it again."""
        [old] = [one for one in self.services.containers if one.service_name == service]
        if kill:
            old.kill()
        else:
            old.stop()
        self.services.containers.remove(old)
        self.services.start(old.service_cls, **DISTURBED)
