"""A running notifications service, and the servers it sends to."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import Refused
from services.notifications.service import NotificationsService
from tests.support.eventually import eventually
from tests.unit.notifications.conftest import mail, receiver, running_mail_server
from tests.unit.notifications.test_webhook import SECRET

__all__ = ["mail", "receiver", "running_mail_server"]

FACILITY = "RTBPN"
QUICK = {"RETRY_WAITS": [0.2, 0.2], "NOTIFY_MAX_AGE": 12}


@pytest.fixture
def start(services) -> Callable[..., Any]:
    return lambda **settings: services.start(NotificationsService, **{**QUICK, **settings})


@pytest.fixture
def by_webhook(start, receiver) -> Callable[..., Any]:
    """Starts a service that tells visitors by webhook."""
    return lambda **settings: start(
        VISITOR_WEBHOOK_URL=receiver.url, WEBHOOK_SECRET=SECRET, **settings
    )


@pytest.fixture
def visit() -> str:
    return str(uuid4())


class History:
    """What the service says it has told about one visit."""

    def __init__(self, client, visit: str):
        self._client = client
        self._visit = visit

    def __call__(self) -> dict[str, dict[str, Any]]:
        """The messages by id; empty while nothing is known of the visit."""
        query = {"facility": FACILITY, "visit_id": self._visit}
        try:
            found = self._client.call("notifications", "notifications", query)
        except Refused as refusal:
            if refusal.code == "not_found":
                return {}
            raise
        return {message["id"]: message for message in found["notifications"]}

    def wait_for(self, event: dict[str, Any], status: str, to: str = "visitor") -> dict[str, Any]:
        """The message about this event, once it has this status."""

        def reached() -> dict[str, Any] | None:
            message = self().get(f"{event['id']}-{to}")
            return message if message and message["status"] == status else None

        return eventually(f"a message about {event['type']} that is {status}", reached)


@pytest.fixture
def history(client, visit) -> History:
    return History(client, visit)
