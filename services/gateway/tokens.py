"""The secret of a session, and what is made of it."""

import hashlib
import hmac
import re
import secrets

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """256 random bits, 43 characters."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of a token. A plain hash is enough: there is nothing to guess in 256 bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_token(token: str) -> str:
    """What our own pages send along with the cookie. Another site's page can make a browser send
    the cookie, but cannot read this."""
    return hmac.new(token.encode(), b"kunjungan csrf", hashlib.sha256).hexdigest()
