"""Notifications, on FastStream: whoever left a contact is told."""

from datetime import UTC, datetime

from faststream.rabbit import RabbitRouter

from bench.faststream_twin.app import Database, heard
from bench.faststream_twin.events import Event, Teller

NAME = "notifications"
database = Database(NAME, ("messages", [("visit", 1)], {}))
router = RabbitRouter()
teller = Teller(router, NAME)


@router.subscriber(*heard(NAME, "registration", "contact_recorded"))
async def on_contact_recorded(event: Event) -> None:
    await database.contacts.insert_one({"_id": event.subject, **event.data})


@router.subscriber(*heard(NAME, "registration", "visitor_registered"))
@router.subscriber(*heard(NAME, "screening", "visitor_called"))
@router.subscriber(*heard(NAME, "lockers", "locker_assigned"))
@router.subscriber(*heard(NAME, "registration", "visit_ended"))
@router.subscriber(*heard(NAME, "registration", "visitor_departed"))
async def on_news(event: Event) -> None:
    visit, about = event.subject, event.type
    if not event.data.get("contact", about != "visitor_registered"):
        return
    if about != "visitor_registered" and not await database.contacts.find_one({"_id": visit}):
        return
    await database.messages.insert_one({
        "_id": event.id, "visit": visit, "facility": event.facility, "about": about,
        "recipient": "visitor", "facts": event.data, "status": "sent",
        "sent_at": datetime.now(UTC),
    })  # fmt: skip
    await teller.tell("notification_sent", visit, event.facility, about=about,
                      recipient="visitor", channel="log")  # fmt: skip
