"""An identity provider of the tests: a real HTTP server with an RSA key of its own."""

import base64
import hashlib
import hmac
import json
import threading
import time
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "kunjungan", "a secret for tests alone"


class TestProvider:
    """``user`` is who is signed in there; ``lies`` replaces claims of the token (None leaves one
    out); ``signs_with`` is the key it signs with, ``shows`` the keys it publishes; with ``alg``
    HS256 in ``header`` it signs with what everybody knows. ``answer`` is what it says to all."""

    __test__ = False

    def __init__(self) -> None:
        self.user = "rina"
        self.lies: dict[str, Any] = {}
        self.header: dict[str, Any] = {"alg": "RS256"}
        self.signs_with = first_key()
        self.shows = [self.signs_with]
        self.answer: tuple[int, bytes] | None = None
        self.drips = False
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def get(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        if path == "/.well-known/openid-configuration":
            places = {"authorization_endpoint": "authorize", "token_endpoint": "token",
                      "jwks_uri": "jwks"}  # fmt: skip
            described = {name: f"{self.issuer}/{place}" for name, place in places.items()}
            return 200, {"issuer": self.issuer, **described}
        if path == "/jwks":
            return 200, {"keys": [key.as_dict(private=False) for key in self.shows]}
        code = f"code-{len(self._codes)}"
        self._codes[code] = query
        back = urlencode({"code": code, "state": query["state"], "session_state": "more"})
        return 302, f"{query['redirect_uri']}?{back}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        asked = self._codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = _text(digest)
        expected = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or asked["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        if asked["code_challenge_method"] != "S256" or authorization != f"Basic {expected}":
            return 401, {"error": "invalid_client"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self._signed(asked)}

    def _signed(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": "1", "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], "preferred_username": self.user, **self.lies,
        }  # fmt: skip
        told = {name: value for name, value in claims.items() if value is not None}
        header = {"kid": self.signs_with.kid, **self.header}
        if self.header["alg"] in ("none", "HS256"):
            unsigned = f"{_part(header)}.{_part(told)}"
            public = self.signs_with.as_pem(private=False)
            mac = hmac.digest(public, unsigned.encode(), "sha256")
            return f"{unsigned}.{_text(mac) if self.header['alg'] == 'HS256' else ''}"
        return jwt.encode(header, told, self.signs_with)


@cache
def first_key() -> RSAKey:
    """Made once: it takes a while."""
    return new_key("first")


def new_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid}, private=True)


def _part(part: dict[str, Any]) -> str:
    return _text(json.dumps(part).encode())


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _handler(provider: TestProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            self._reply(address.path, *provider.get(address.path, _flat(address.query)))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told = provider.token(_flat(body), self.headers.get("Authorization", ""))
            self._reply("/token", *told)

        def _reply(self, path: str, status: int, told: Any) -> None:
            provider.asked.append(path)
            if provider.answer and path != "/authorize":
                status, told = provider.answer
            self.send_response(status)
            if status == 302:
                self.send_header("Location", told)
                told = b""
            elif not isinstance(told, bytes):
                told = json.dumps(told).encode()
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            for at in range(len(told) if provider.drips else 0):
                self.wfile.write(told[at : at + 1])
                threading.Event().wait(0.1)
            if not provider.drips:
                self.wfile.write(told)

        def log_message(self, *args: Any) -> None:
            pass

    return Handler


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
