"""What is tried, by whom, on what; and what came of it."""

from typing import NamedTuple


class User(NamedTuple):
    """``role``: ``service``, ``gateway`` or ``subscriber``, which has no database."""

    name: str
    role: str
    amqp_uri: str
    mongo_uri: str | None = None


class Attempt(NamedTuple):
    """``action`` is a word of policy.POLICY; ``key`` a routing key, or empty."""

    user: User
    action: str
    what: str
    key: str = ""

    def __str__(self) -> str:
        key = f" with {self.key!r}" if self.key else ""
        return f"{self.user.name}: {self.action} {self.what or 'the default exchange'}{key}"


class Tried(NamedTuple):
    """``allowed``: None where this server cannot show it."""

    attempt: Attempt
    allowed: bool | None
