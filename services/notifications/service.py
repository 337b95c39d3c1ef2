"""Notifications: hears what happens, tells whom it concerns, remembers what was told."""

from collections.abc import Callable
from typing import Any

from nameko.extensions import DependencyProvider

import contracts
from chassis.clock import Clock, WallClock
from chassis.events import event_handler
from chassis.rpc import rpc
from chassis.service import Service
from chassis.stored import Stored
from chassis.timers import timer
from contracts import registration
from contracts.calls import notifications as calls
from services.notifications import schemas, store
from services.notifications.channels import log
from services.notifications.connections import Connections, connect
from services.notifications.domain import delivery, hearing, policy
from services.notifications.domain.correspondence import Correspondence, Event
from services.notifications.domain.refusals import NotFound
from services.notifications.history import entry, history, reached_by
from services.notifications.sending import Sender

SUBSCRIPTIONS = [contracts.ALL[name] for name in sorted({*policy.HEARS, *policy.INTRODUCES})]
REAL = WallClock()
Decision = tuple[Correspondence | None, list[Event]]


class Outside(DependencyProvider):
    """Hands the service its connections to the outside, made once from the settings."""

    def setup(self) -> None:
        self.connections = connect(self.container.config)

    def get_dependency(self, worker_ctx: Any) -> Connections:
        return self.connections


class NotificationsService(Service):
    name = "notifications"

    clock = Clock()
    outside = Outside()
    correspondences = Stored(store.Correspondences, publishes=contracts.notifications.EVENTS)

    @event_handler(*SUBSCRIPTIONS)
    def hear(self, event: dict[str, Any]) -> None:
        """Records a message for each recipient. Fires for all that the policy names."""
        if policy.concerns(event["type"], event["data"]):
            self._apply(event, hearing.hear)

    @event_handler(registration.CONTACT_RECORDED)
    def record_contact(self, event: dict[str, Any]) -> None:
        """Keeps how to reach a visitor, and routes what waited for it."""
        self._apply(event, hearing.record_contact)

    @timer
    def send_due(self) -> None:
        """Sends what is due by e-mail and webhook."""
        Sender(self.correspondences, self.outside, self.clock).send_due()

    @rpc(calls.Notifications)
    def notifications(self, query: dict[str, Any]) -> dict[str, Any]:
        """What was told about a visit, without the texts."""
        found = self.correspondences.of_visit(query["facility"], query["visit_id"])
        if found is None:
            raise NotFound("nothing is known of such a visit in this facility", "visit_id")
        return history(found)

    @rpc(calls.Contacts)
    def contacts(self, query: dict[str, Any]) -> dict[str, Any]:
        """How the lead visitors of these visits asked to be told; personal data."""
        found = self.correspondences.contacts(query["facility"], query["visit_ids"])
        return {"contacts": [reached_by(one) for one in found if one.contact]}

    @rpc(calls.Retry)
    def retry(self, command: dict[str, Any]) -> dict[str, Any] | None:
        """Tries a message again that was put off, given up or too old."""
        facility, message_id = command["facility"], command["notification_id"]
        holder = command.get("visit_id") or self.correspondences.id_of(facility, message_id)

        def decide(found: Correspondence | None) -> Decision:
            return self._told(facility, delivery.retry(
                found, message_id, facility, self.outside.terms, self.clock.now(), REAL.now(),
            ))  # fmt: skip

        return self.correspondences.apply(
            holder or message_id, command, decide, lambda after: _about(after, message_id)
        )

    def _apply(self, event: dict[str, Any], rule: Callable[..., Decision]) -> None:
        news = schemas.news_of(event)

        def decide(found: Correspondence | None) -> Decision:
            decision = rule(found, news, self.outside.terms, self.clock.now(), REAL.now())
            return self._told(news.facility, decision)

        self.correspondences.apply(
            news.subject, event, decide,
            likely_new=news.type in policy.INTRODUCES, final=hearing.nobody_is_told,
        )  # fmt: skip

    def _told(self, facility: str, decision: Decision) -> Decision:
        """The log channel delivers before the decision is saved, as every channel does."""
        log.tell(facility, decision[1])
        return decision


def _about(state: Correspondence, message_id: str) -> dict[str, Any]:
    message = state.message(message_id)
    assert message is not None
    return entry(message)
