"""Every refusal of this service, by its published code."""

from typing import Any


class Refusal(Exception):
    """A rule said no.

    ``code`` is stable and published; ``detail`` is for people; ``facts`` are plain JSON values,
    never a name, a number of a document, a phone number or an address.
    """

    code = "refused"

    def __init__(self, detail: str, field: str | None = None, **facts: Any):
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.facts = facts


class NotFound(Refusal):
    """Nothing of that id in that facility; what another facility has is never told."""

    code = "not_found"


class WrongState(Refusal):
    """Facts: ``state`` the message is in, ``needed`` the states it would need."""

    code = "wrong_state"

    def __init__(self, state: str, needed: list[str]):
        super().__init__(
            f"the message is {state}; it would need to be {' or '.join(needed)}",
            "notification_id", state=state, needed=needed,
        )


class BeingSent(Refusal):
    """An attempt is under way; a second one beside it could reach the recipient twice."""

    code = "being_sent"
