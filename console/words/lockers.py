"""The locker desk."""

from console.texts import mark

STATES = {
    "free": mark("free"),
    "assigned": mark("set aside"),
    "occupied": mark("things inside"),
    "due": mark("to be fetched"),
    "out_of_service": mark("out of service"),
}
SIGNS = {"free": "○", "assigned": "⇣", "occupied": "●", "due": "!", "out_of_service": "✕"}
"""So that colour alone tells nothing."""
CLOSING = (mark("Lock jammed"), mark("Door damaged"), mark("Key missing"), mark("Being cleaned"))
OPENING = (mark("Repaired"), mark("Cleaned"))
"""The usual reasons to take a locker out of service, and to put it back."""
BLOCKING = (mark("Card damaged"), mark("Card missing from its box"))
UNBLOCKING = (mark("Card found"), mark("Card replaced"))
FINDERS = (mark("Cleaner"), mark("Another visitor"), mark("Officer at the gate"))
"""Who usually brings a card, described and not named."""
