"""The heads of all chains, signed: to be kept where whoever can write to the database cannot."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from services.gateway.domain.audit_chain import Head


def checkpoint(key: str, at: datetime, heads: Mapping[str, Head]) -> dict[str, Any]:
    """``{at, heads: {facility: [number, mac]}, signature}``, plain JSON."""
    told = {
        "at": at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "heads": {name: [one.number, one.mac] for name, one in sorted(heads.items())},
    }
    return {**told, "signature": _signature(key, told)}


def heads_of(key: str, found: Any) -> dict[str, Head]:
    """What a checkpoint says. Raises ValueError when we did not sign it."""
    try:
        told = {"at": found["at"], "heads": found["heads"]}
        if not hmac.compare_digest(_signature(key, told), found["signature"]):
            raise ValueError("the signature is wrong: it was changed, or signed with another key")
        return {name: Head(int(number), mac) for name, (number, mac) in found["heads"].items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("it is no checkpoint") from error


def _signature(key: str, told: Mapping[str, Any]) -> str:
    message = b"checkpoint\n" + json.dumps(told, sort_keys=True).encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()
