"""How long one waits after failed sign-ins, and how long a session lasts.

Nobody is locked out for ever: a delay grows to a bound and passes by itself. An attempt that is
refused for coming too early does not count, so that hammering does not keep the owner out longer.
"""

import hashlib
import ipaddress
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Patience:
    """``free`` failures cost nothing, each further one doubles the delay from a second up to
    ``longest``; after a quiet time of ``forget`` all is forgotten."""

    free: int
    longest: timedelta
    forget: timedelta


@dataclass(frozen=True)
class Failures:
    """Failed attempts of one account or address; one under way counts until it succeeds, so that
    a hundred at once are not a hundred free ones."""

    count: int
    last: datetime


def delay_after(count: int, patience: Patience) -> timedelta:
    if count < patience.free:
        return timedelta(0)
    # beyond 2**20 s every sensible bound is reached, and the power stays small
    return min(timedelta(seconds=2 ** min(count - patience.free, 20)), patience.longest)


def seconds_to_wait(failures: Failures | None, now: datetime, patience: Patience) -> int:
    """0 when an attempt may be made now."""
    if failures is None:
        return 0
    left = failures.last + delay_after(failures.count, patience) - now
    return max(0, math.ceil(left.total_seconds()))


def one_more(failures: Failures | None, now: datetime, patience: Patience) -> Failures:
    if failures is None or now - failures.last > patience.forget:
        return Failures(1, now)
    return Failures(failures.count + 1, now)


def one_less(failures: Failures) -> Failures | None:
    """After a success: only this attempt is forgiven to an address, or who has one account could
    try the others' from there for ever."""
    return Failures(failures.count - 1, failures.last) if failures.count > 1 else None


def account_key(username: str) -> str:
    """A digest, since people type their password into the wrong field."""
    return "account:" + hashlib.sha256(username.encode("utf-8", "replace")).hexdigest()[:32]


def address_key(address: str) -> str:
    """One house or customer has a whole /64 of IPv6 addresses, so those count as one."""
    try:
        found = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return "address:unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return f"address:{found.ipv4_mapped}"
        return f"address:{ipaddress.ip_network((int(found), 64), strict=False).network_address}/64"
    return f"address:{found}"


@dataclass(frozen=True)
class Lifetime:
    """``whole`` from the sign-in on, ``idle`` since the last request. That is written down at
    most every ``renew``, so that a request costs a read and no write."""

    whole: timedelta
    idle: timedelta
    renew: timedelta


@dataclass(frozen=True)
class Times:
    created: datetime
    seen: datetime


def expiry(times: Times, lifetime: Lifetime) -> datetime:
    return min(times.created + lifetime.whole, times.seen + lifetime.idle)


def is_over(times: Times, now: datetime, lifetime: Lifetime) -> bool:
    return now >= expiry(times, lifetime)


def is_to_be_renewed(times: Times, now: datetime, lifetime: Lifetime) -> bool:
    return now - times.seen >= lifetime.renew


def username_claimed(claims: Mapping[str, Any], claim: str) -> str | None:
    """Whom the identity provider names. An address of mail counts only when it was verified:
    elsewhere anybody may write any into his profile."""
    value = claims.get(claim)
    if not isinstance(value, str) or not value.strip():
        return None
    if claim == "email" and claims.get("email_verified") is not True:
        return None
    return value
