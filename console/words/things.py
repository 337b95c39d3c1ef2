"""What visitors carry. The kinds are the console's own; the API takes any word."""

from console.texts import mark

KINDS = {
    "phone": mark("mobile phone"),
    "bag": mark("bag"),
    "jacket": mark("jacket"),
    "wallet": mark("wallet"),
    "money": mark("money"),
    "keys": mark("keys"),
    "cigarettes": mark("cigarettes"),
    "lighter": mark("lighter"),
    "medicine": mark("medicine"),
    "food_parcel": mark("food parcel"),
}
"""The usual ones, each with a button."""

ALLOWED, DEPOSIT, OUTSIDE, PARCEL, SEIZED = (
    "allowed", "deposit", "returned_outside", "parcel", "seized",
)  # fmt: skip
DISPOSITIONS = {
    DEPOSIT: mark("into the locker"),
    PARCEL: mark("goods for the inmate"),
    ALLOWED: mark("may be taken in"),
    OUTSIDE: mark("taken back outside"),
    SEIZED: mark("seized"),
}
"""In the order in which they are needed."""
USUALLY = {"food_parcel": PARCEL}
"""Where a kind goes, if not into the locker."""

CONTRABAND = {
    "drugs": mark("drugs"),
    "phone_or_sim": mark("phone or SIM card"),
    "weapon": mark("weapon or sharp thing"),
    "alcohol": mark("alcohol"),
    "money": mark("money"),
    "medicine": mark("medicine"),
    "other": mark("other forbidden thing"),
}
CATEGORY_OF = {"phone": "phone_or_sim", "money": "money", "medicine": "medicine"}
"""The category of contraband that a seized thing of a kind usually belongs to."""
