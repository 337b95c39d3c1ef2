"""A signed HTTP POST, after https://www.standardwebhooks.com.

The receiver computes HMAC-SHA256 over ``<webhook-id>.<webhook-timestamp>.<body>`` with the
shared secret and compares it with any of the signatures given.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Sequence

import requests

from services.notifications.channels import Letter, NotSent

PREFIX = "whsec_"
WORTH_ANOTHER_TRY = frozenset({408, 425, 429})
"""Client errors that pass: time-out, too early, too many requests. Every other 4xx (and 410,
gone) says that the same request will never be welcome."""


def key_of(secret: str) -> bytes:
    """Raises ValueError for what is not ``whsec_`` and at least 24 bytes in base64, the least
    that the standard asks for."""
    if not secret.startswith(PREFIX):
        raise ValueError(f"a webhook secret starts with {PREFIX}")
    key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    if len(key) < 24:
        raise ValueError("a webhook secret holds at least 24 bytes")
    return key


def signature(key: bytes, message_id: str, timestamp: int, body: bytes) -> str:
    signed = b".".join((message_id.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


class Webhook:
    """``secrets``: the current one first; a former one as well while receivers change over.
    ``timeout`` in seconds to connect and again to hear the answer. ``proxy``: URL of an HTTP
    proxy, the only way out of some networks."""

    def __init__(
        self,
        secrets: Sequence[str],
        timeout: float = 10.0,
        proxy: str | None = None,
        real_time: Callable[[], float] = time.time,
    ):
        self._keys = [key_of(secret) for secret in secrets]
        self._timeout = timeout
        self._proxies = {"http": proxy, "https": proxy} if proxy else None
        self._real_time = real_time

    def send(self, letter: Letter) -> None:
        if not letter.address.url:
            raise NotSent("not_configured")
        body = _body(letter)
        try:
            # A session of its own: passwords of .netrc and proxies of the environment stay out.
            with requests.Session() as session:
                session.trust_env = False
                # The answer's body is never read, so it cannot be too large or too slow.
                with session.post(
                    letter.address.url, data=body, headers=self._headers(letter, body),
                    timeout=self._timeout, proxies=self._proxies, allow_redirects=False,
                    stream=True,
                ) as answer:
                    status = answer.status_code
        except requests.Timeout:
            raise NotSent("timeout") from None
        except requests.RequestException:
            raise NotSent("connection_failed") from None
        _judge(status)

    def _headers(self, letter: Letter, body: bytes) -> dict[str, str]:
        timestamp = int(self._real_time())
        signatures = [signature(key, letter.id, timestamp, body) for key in self._keys]
        return {
            "content-type": "application/json",
            "user-agent": "kunjungan",
            "idempotency-key": letter.id,
            "webhook-id": letter.id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": " ".join(signatures),
        }


def _body(letter: Letter) -> bytes:
    """A phone number only when it is a visitor's: a desk's webhook knows where it goes."""
    body = {
        "id": letter.id,
        "about": letter.about,
        "facility": letter.facility,
        "subject_id": letter.subject_id,
        "recipient": letter.recipient,
        "language": letter.language,
        "subject": letter.subject,
        "body": letter.body,
    }
    if letter.address.phone:
        body["phone"] = letter.address.phone
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _judge(status: int) -> None:
    if 200 <= status < 300:
        return
    for_good = 300 <= status < 500 and status not in WORTH_ANOTHER_TRY
    raise NotSent("redirected" if 300 <= status < 400 else f"http_{status}", for_good)
