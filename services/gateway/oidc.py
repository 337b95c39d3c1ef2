"""An OpenID Connect provider as we use it: what it says of itself, and the tokens it signs."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import eventlet
import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from services.gateway.domain.refusals import ProviderAway, SignInRefused

SOCKET_SECONDS, WHOLE_SECONDS = 5, 10
"""A provider that drips its answer would pass the first for ever."""
LEEWAY_SECONDS = 60
"""Clocks differ."""
KNOWN_SECONDS, KEYS_SECONDS = 3600, 30
"""How long its description is believed, and how soon its keys are asked for anew."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Signatures by a key that only the provider has: no ``none``, and no shared secret."""
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Provider:
    def __init__(self, issuer: str, client_id: str, client_secret: str, redirect_uri: str):
        self._issuer = issuer
        self._client_id, self._client_secret = client_id, client_secret
        self._redirect_uri = redirect_uri
        self._described: dict[str, Any] = {}
        self._described_at = self._keys_at = float("-inf")
        self._keys = KeySet([])

    def authorization_url(self, state: str, nonce: str, verifier: str) -> str:
        """Where the browser is sent to. Raises ProviderAway."""
        at = self._description()["authorization_endpoint"]
        with self._client() as client:
            url, _ = client.create_authorization_url(
                at, state=state, nonce=nonce, code_verifier=verifier
            )
        return str(url)

    def claims(self, code: str, nonce: str, verifier: str) -> Mapping[str, Any]:
        """What the provider says of who signed in there. Raises ProviderAway; SignInRefused when
        it does not know the code, or the token is not for us, of now, of it or of this sign-in."""
        endpoint = self._description()["token_endpoint"]
        with _bounded(), self._client() as client:
            try:
                answer = client.fetch_token(
                    endpoint, code=code, code_verifier=verifier, timeout=SOCKET_SECONDS,
                    allow_redirects=False,
                )  # fmt: skip
            except AuthlibBaseError:
                raise SignInRefused from None
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise SignInRefused
        return self._checked(token, nonce, answer.get("access_token"))

    def _checked(self, token: str, nonce: str, access_token: Any) -> Mapping[str, Any]:
        options = {
            "iss": {"essential": True, "value": self._issuer},
            "aud": {"essential": True, "value": self._client_id},
        }
        params = {"nonce": nonce, "client_id": self._client_id, "access_token": access_token}
        try:
            found = self._decoded(token)
            claims = CodeIDToken(found.claims, found.header, options, params)
            claims.validate(now=time.time(), leeway=LEEWAY_SECONDS)
        except (JoseError, AuthlibBaseError, ValueError, TypeError, AttributeError, KeyError):
            raise SignInRefused from None
        return dict(found.claims)

    def _decoded(self, token: str) -> jwt.Token:
        """With the keys that are known; when the token names another one, they were changed."""
        if not self._keys.keys:
            self._fetch_keys()
        try:
            return jwt.decode(token, self._keys, algorithms=ALGORITHMS)
        except InvalidKeyIdError:
            self._fetch_keys()
            return jwt.decode(token, self._keys, algorithms=ALGORITHMS)

    def _fetch_keys(self) -> None:
        if time.monotonic() - self._keys_at < KEYS_SECONDS:
            return
        found = self._get(self._description()["jwks_uri"])
        try:
            self._keys = KeySet.import_key_set(found)  # type: ignore[arg-type]
        except (JoseError, ValueError, TypeError, KeyError):
            raise ProviderAway("The identity provider's keys cannot be read.") from None
        self._keys_at = time.monotonic()

    def _description(self) -> dict[str, Any]:
        if time.monotonic() - self._described_at > KNOWN_SECONDS:
            found = self._get(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != self._issuer:
                raise ProviderAway("The identity provider is not the one of OIDC_ISSUER.")
            scheme = self._issuer.partition("://")[0]
            if not all(str(found.get(name)).startswith(f"{scheme}://") for name in ENDPOINTS):
                raise ProviderAway("The identity provider's addresses cannot be used.")
            self._described, self._described_at = found, time.monotonic()
        return self._described

    def _get(self, url: str) -> dict[str, Any]:
        with _bounded():
            answer = requests.get(url, timeout=SOCKET_SECONDS, allow_redirects=False)
            answer.raise_for_status()
            found = answer.json()
            if answer.status_code != 200 or not isinstance(found, dict):
                raise ValueError(url)
            return found

    def _client(self) -> OAuth2Session:
        return OAuth2Session(
            self._client_id,
            self._client_secret or None,
            token_endpoint_auth_method="client_secret_basic" if self._client_secret else "none",
            scope="openid profile email",
            redirect_uri=self._redirect_uri,
            code_challenge_method="S256",
        )


@contextmanager
def _bounded() -> Iterator[None]:
    """Raises ProviderAway for all that a provider can do wrong, be it slow."""
    away = ProviderAway("The identity provider does not answer.")
    try:
        with eventlet.Timeout(WHOLE_SECONDS, away):
            yield
    except (requests.RequestException, ValueError) as error:
        raise away from error
