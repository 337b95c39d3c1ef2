"""What a request shows for itself: the token of a session, as a header or as a cookie."""

from hmac import compare_digest
from typing import Any

from flask import Request, Response

from services.gateway.domain.refusals import CsrfTokenMissing
from services.gateway.tokens import csrf_token

COOKIE = "kunjungan_session"
CSRF_HEADER = "X-CSRF-Token"
READING = ("GET", "HEAD", "OPTIONS")


def session_token(request: Request) -> tuple[str | None, bool]:
    """The token, and whether it came by cookie: then the browser sent it, which tells nothing of
    whether our page wanted that. A token in the header comes first."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip(), False
    return request.cookies.get(COOKIE), True


def require_csrf(request: Request, token: str) -> None:
    """Raises CsrfTokenMissing for a command without the header."""
    if request.method in READING:
        return
    shown = request.headers.get(CSRF_HEADER, "")
    if not compare_digest(shown.encode("utf-8", "replace"), csrf_token(token).encode()):
        raise CsrfTokenMissing


def give_cookie(response: Response, token: str, config: Any) -> None:
    """Without an age: it goes with the browser, for desks are shared."""
    response.set_cookie(
        COOKIE, token, path="/", httponly=True, samesite="Strict", secure=config["COOKIE_SECURE"]
    )


def take_cookie(response: Response, config: Any) -> None:
    response.delete_cookie(
        COOKIE, path="/", httponly=True, samesite="Strict", secure=config["COOKIE_SECURE"]
    )
