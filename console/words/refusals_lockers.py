"""Refusals at the locker desk, and of messages."""

from console.texts import mark

LOCKERS: dict[str, tuple[str, str]] = {
    "no_items": (mark("Nothing is entered."), mark("Count what goes into the locker.")),
    "visit_not_over": (
        mark("The visit is not over yet."),
        mark("Things go back after it, or before on a supervisor's word."),
    ),
    "card_required": (
        mark("Things go back against the card."),
        mark("Ask for the card. If it is lost, use the steps for a lost card."),
    ),
    "card_mismatch": (
        mark("This card is not that of these belongings."),
        mark("Read the number again, and compare it with the name."),
    ),
    "identity_required": (
        mark("Without a card the identity must be checked."),
        mark("Compare the document with the face, then tick it."),
    ),
    "items_missing": (
        mark("Fewer things come back than were deposited."),
        mark("Count again. If it is true, write down the dispute."),
    ),
    "items_unknown": (
        mark("More things come back than were deposited."),
        mark("Count again, and compare with what was written down."),
    ),
    "same_officer": (
        mark("Two different officers must sign."),
        mark("Call a colleague to sign at this desk."),
    ),
    "card_already_lost": (
        mark("This card was reported lost before."),
        mark("Give the things back by identity."),
    ),
    "card_not_out": (
        mark("No visitor holds this card."),
        mark("Read the number again; put the card into the box."),
    ),
    "card_in_use": (
        mark("This card stands for things in a locker."),
        mark("Give the things back first, or use the steps for a lost card."),
    ),
    "card_not_blocked": (
        mark("This card is not blocked."),
        mark("There is nothing to do: it can be used."),
    ),
    "no_such_card": (mark("There is no card of that number."), mark("Read the number again.")),
    "no_such_locker": (
        mark("There is no locker of that number."),
        mark("Read the number again."),
    ),
    "deadline_passed": (
        mark("The day until which it is kept must be to come."),
        mark("Write a later day."),
    ),
    "being_sent": (
        mark("The message is being sent at this moment."),
        mark("Wait a moment, then look whether it has arrived."),
    ),
}
