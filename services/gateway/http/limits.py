"""How much one caller may ask, so that a runaway program does not take the desks' turn."""

import hashlib
from typing import Any

from flask import Flask, request
from flask_limiter import Limit, Limiter

from services.gateway.http.shown import session_token


def limit(app: Flask, config: dict[str, Any]) -> None:
    """Counted in each gateway process by itself: a bound, not a tariff."""
    Limiter(
        key_func=_address,
        app=app,
        default_limits=[
            Limit(config["RATE_PER_SESSION"], key_function=_session),
            Limit(config["RATE_PER_ADDRESS"], key_function=_address),
        ],
        storage_uri="memory://",
        strategy="fixed-window",
    )


def _address() -> str:
    return request.remote_addr or "unknown"


def _session() -> str:
    token, _ = session_token(request)
    return hashlib.sha256(token.encode()).hexdigest() if token else f"none {_address()}"
