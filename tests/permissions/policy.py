"""Who may do what. Whatever no line allows must be refused, and each line must be of use."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import contracts
from tests.permissions.attempts import Attempt, Tried, User


class Allowed(NamedTuple):
    """Regular expressions, but for ``{me}``, the user's name, and the sets of KEYS."""

    who: str
    action: str
    what: str
    key: str = ".*"


KEPT = "staff|sessions|attempts|sign_in_flows"
POLICY = (
    # A service says what it has to say, answers whom it was asked by, and puts aside what fails.
    Allowed("service", "publish", r"{me}\.events", "{own types}"),
    Allowed("service", "publish", "nameko-rpc", "{reply key}"),
    Allowed("service", "publish", r"retry\.{me}\.[0-9]+"),
    Allowed("service", "publish", r"{me}\.parked"),
    # It reads what was meant for it; whoever may read may empty. It makes and binds nothing.
    Allowed("service", "read|empty", r"{me}\.[a-z]+\.[a-z_]+"),
    Allowed("service", "read|empty", "rpc-{me}"),
    # The gateway alone asks, and hears its answers.
    Allowed("gateway", "publish", "nameko-rpc", "{method}|{reply key}"),
    Allowed("gateway", "make|remove|empty|read", r"rpc\.reply-client-.+"),
    Allowed("gateway", "make exchange|remove exchange", r"rpc\.reply-client-.+"),
    Allowed("gateway", "publish", r"rpc\.reply-client-.+"),
    Allowed("gateway", "bind", r"nameko-rpc > rpc\.reply-client-.+", "{reply key}"),
    Allowed("gateway", "read", r"rpc-gateway|gateway\.stream"),
    # An outside system follows whatever is open to all, in queues of its own.
    Allowed("subscriber", "make|remove|empty|read", r"{me}\..+"),
    Allowed("subscriber", "make exchange|remove exchange|publish", r"{me}\..+"),
    Allowed("subscriber", "bind", r"registration\.events > {me}\..+", "{open types}"),
    Allowed("subscriber", "bind", r"(screening|lockers|notifications)\.events > {me}\..+"),
    # Each has a database; of its audit the gateway can take nothing back.
    Allowed("service", "find|insert|update|delete|drop", r"kunjungan_{me}\.[a-z_]+"),
    Allowed("gateway", "find|insert|update|delete", rf"kunjungan_gateway\.({KEPT})"),
    Allowed("gateway", "find|insert", r"kunjungan_gateway\.audit"),
    # RabbitMQ asks for no right to be told how many messages a queue holds.
    Allowed(".*", "count", ".*"),
)

KEYS = {
    "{reply key}": "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "{method}": r"(registration|screening|lockers|notifications)\.[a-z_]+",
    "{open types}": "|".join(
        one.name
        for one in contracts.ALL.values()
        if one.publisher == "registration" and not one.restricted_to
    ),
}


def is_allowed(attempt: Attempt) -> bool:
    return any(_matches(line, attempt) for line in POLICY)


def idle_lines(attempts: Iterable[Attempt]) -> list[Allowed]:
    """Lines that none of the attempts was about: they would say what nobody has seen."""
    attempts = list(attempts)
    return [line for line in POLICY if not any(_matches(line, one) for one in attempts)]


def differences(tried: Iterable[Tried]) -> list[str]:
    """What is not as the policy says, both ways."""
    return [
        f"{attempt}: {'allowed' if allowed else 'refused'}, against the policy"
        for attempt, allowed in tried
        if allowed is not None and allowed != is_allowed(attempt)
    ]


def _matches(line: Allowed, attempt: Attempt) -> bool:
    user, action, what, key = attempt
    return (
        re.fullmatch(line.who, user.role) is not None
        and re.fullmatch(line.action, action) is not None
        and re.fullmatch(line.what.replace("{me}", user.name), what) is not None
        and re.fullmatch(_key(line.key, user), key) is not None
    )


def _key(pattern: str, user: User) -> str:
    own = "|".join(one.name for one in contracts.ALL.values() if one.publisher == user.name)
    pattern = pattern.replace("{own types}", own or "$^")
    for name, keys in KEYS.items():
        pattern = pattern.replace(name, keys)
    return pattern
