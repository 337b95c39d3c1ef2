"""Running real services inside the test process."""

import inspect
from pathlib import Path
from typing import Any

from kombu import Connection
from nameko.containers import ServiceContainer

from chassis.failing import Failures
from chassis.settings import load_settings


class Services:
    """Starts services on a broker and a database of their own, and clears up after them."""

    def __init__(self, settings: dict[str, Any]):
        self.settings = settings
        self.containers: list[ServiceContainer] = []

    def start(self, service: type, **overrides: Any) -> ServiceContainer:
        config = Path(inspect.getfile(service)).with_name("config.yml")
        own = load_settings(config) if config.exists() else {}
        container = ServiceContainer(service, {**own, **self.settings, **overrides})
        self.containers.append(container)
        container.start()
        return container

    def stop(self) -> None:
        queues = {queue for container in self.containers for queue in queues_of(container)}
        for container in self.containers:
            container.stop()
        with Connection(self.settings["AMQP_URI"]) as connection:
            for name in queues:
                connection.default_channel.queue_delete(name)


def queues_of(container: ServiceContainer) -> set[str]:
    """Every queue that the service uses, its failures' among them."""
    named = {e.queue.name for e in container.extensions if getattr(e, "queue", None)}
    if any(isinstance(extension, Failures) for extension in container.extensions):
        named |= {f"retry.{delay}" for delay in container.config["RETRY_TIERS_MS"]}
        named.add(f"parked.{container.service_name}")
    return named
