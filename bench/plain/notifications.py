"""Notifications, plainly: whoever left a contact is told."""

from datetime import UTC, datetime
from typing import Any

from nameko.events import EventDispatcher, event_handler
from nameko.rpc import rpc

from bench.plain.common import Database, event

TOLD = (
    ("registration", "visitor_registered"), ("screening", "visitor_called"),
    ("lockers", "locker_assigned"), ("registration", "visit_ended"),
    ("registration", "visitor_departed"),
)  # fmt: skip


def _told(method: Any) -> Any:
    for publisher, type_ in TOLD:
        event_handler(publisher, type_)(method)
    return method


class Notifications:
    name = "notifications"

    database = Database(("messages", [("visit", 1)], {}))
    dispatch = EventDispatcher()

    @rpc
    def ping(self, _payload: dict[str, Any]) -> dict[str, Any]:
        return {"status": "ok"}

    @event_handler("registration", "contact_recorded")
    def on_contact_recorded(self, heard: dict[str, Any]) -> None:
        self.database.contacts.insert_one({"_id": heard["subject"], **heard["data"]})

    @_told
    def on_news(self, heard: dict[str, Any]) -> None:
        visit, about = heard["subject"], heard["type"]
        if not heard["data"].get("contact", about != "visitor_registered"):
            return
        if about != "visitor_registered" and not self.database.contacts.find_one({"_id": visit}):
            return
        self.database.messages.insert_one({
            "_id": heard["id"], "visit": visit, "facility": heard["facility"], "about": about,
            "recipient": "visitor", "facts": heard["data"], "status": "sent",
            "sent_at": datetime.now(UTC),
        })  # fmt: skip
        told = event(self.name, "notification_sent", visit, heard["facility"], about=about,
                     recipient="visitor", channel="log")  # fmt: skip
        self.dispatch("notification_sent", told)
