"""Running real services inside the test process."""

import inspect
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

from amqp import NotFound
from eventlet import GreenPool
from nameko.containers import ServiceContainer

from chassis.broker import connect
from chassis.events import EventHandler
from chassis.failing import Failures
from chassis.rpc import RpcConsumer
from chassis.settings import load_settings
from chassis.topology import event_queue, failure_queues


class Services:
    """Starts services on a broker and a database of their own, and clears up after them.

    Queues are emptied, not deleted: making some sixty quorum queues anew for each test takes a
    second, and a broker that does little else stalls in the end.
    """

    used: ClassVar[set[tuple[str, str]]] = set()
    """Queues that an earlier test may have left something in, by broker and name."""

    def __init__(self, settings: dict[str, Any]):
        self.settings = settings
        self.containers: list[ServiceContainer] = []
        self._own: set[str] = set()

    def start(self, service: type, **overrides: Any) -> ServiceContainer:
        config = Path(inspect.getfile(service)).with_name("config.yml")
        own = load_settings(config) if config.exists() else {}
        container = ServiceContainer(service, {**own, **self.settings, **overrides})
        self.containers.append(container)
        self._empty(queues_of(container) - self._own)
        self._own |= queues_of(container)
        container.start()
        return container

    def stop(self) -> None:
        # together: most of the time each waits for the broker
        for _ in GreenPool().imap(lambda one: one.stop(), self.containers):
            pass
        uri = self.settings["AMQP_URI"]
        self.used.update((uri, name) for name in self._own)
        self._empty(self._own)

    def _empty(self, queues: set[str]) -> None:
        uri = self.settings["AMQP_URI"]
        with connect(uri) as connection:
            for name in queues:
                if (uri, name) in self.used:
                    with suppress(NotFound):  # another test took it away
                        connection.channel().queue_purge(name)


def queues_of(container: ServiceContainer) -> set[str]:
    """Every queue that the service uses, its failures' among them; also before it has started,
    when its extensions do not know their queues yet."""
    service = container.service_name
    named = {
        event_queue(service, one.source_service, one.event_type).name
        for one in container.extensions
        if isinstance(one, EventHandler)
    }
    if any(isinstance(extension, RpcConsumer) for extension in container.extensions):
        named.add(f"rpc-{service}")
    if any(isinstance(extension, Failures) for extension in container.extensions):
        tiers = container.config["RETRY_TIERS_MS"]
        named |= {queue.name for queue in failure_queues(service, tiers)}
    return named
