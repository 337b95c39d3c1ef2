"""Sign-in at an identity provider, where a house has one."""

from datetime import timedelta
from hmac import compare_digest
from typing import Any

from nameko.extensions import DependencyProvider

from chassis.clock import open_clock
from chassis.mongo import Mongo
from services.gateway.domain.refusals import NotFound, SignInExpired, SignInRefused
from services.gateway.domain.signing_in import username_claimed
from services.gateway.oidc import Provider
from services.gateway.store_sessions import Flows
from services.gateway.tokens import TOKEN, digest_of, new_token

PATIENCE = timedelta(minutes=10)
"""Time to find the password, the telephone and the code on it."""


class IdentityProvider(DependencyProvider):
    """One for all workers of the process; another process may finish what this one began."""

    mongo = Mongo()

    def setup(self) -> None:
        config = self.container.config
        self._flows = Flows(self.mongo.database)
        self._now = open_clock(config["CLOCK_FILE"]).now
        self._claim = config["OIDC_USERNAME_CLAIM"]
        self._provider = _provider(config)

    def get_dependency(self, worker_ctx: Any) -> "IdentityProvider":
        return self

    def begin(self) -> tuple[str, str]:
        """Where to send the browser, and a secret that it keeps: the sign-in is finished by the
        browser that began it, or somebody could be sent into another's session.

        Raises NotFound when there is no provider; ProviderAway.
        """
        state, nonce, verifier, browser = (new_token() for _ in range(4))
        url = self._there().authorization_url(state, nonce, verifier)
        about = {
            "nonce": nonce, "verifier": verifier, "browser": digest_of(browser),
            "begun": self._now(),
        }  # fmt: skip
        self._flows.begin(state, about, PATIENCE)
        return url, browser

    def take(self, state: str, browser: str) -> dict[str, Any]:
        """The sign-in under way, once. Raises NotFound, SignInExpired."""
        self._there()
        if not TOKEN.fullmatch(state) or not TOKEN.fullmatch(browser):
            raise SignInExpired
        flow = self._flows.take(state)
        if flow is None or self._now() - flow["begun"] > PATIENCE:
            raise SignInExpired
        if not compare_digest(flow["browser"], digest_of(browser)):
            raise SignInExpired
        return flow

    def username(self, flow: dict[str, Any], code: str) -> str:
        """Whom the provider names. Raises SignInRefused, ProviderAway."""
        claims = self._there().claims(code, flow["nonce"], flow["verifier"])
        username = username_claimed(claims, self._claim)
        if username is None:
            raise SignInRefused
        return username

    def _there(self) -> Provider:
        if self._provider is None:
            raise NotFound("Here one signs in with user name and password only.")
        return self._provider


def _provider(config: dict[str, Any]) -> Provider | None:
    issuer, client, back = (
        config[name] for name in ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_REDIRECT_URI")
    )
    if not issuer:
        return None
    if not client or not back:
        raise ValueError("OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_REDIRECT_URI too")
    return Provider(issuer, client, config["OIDC_CLIENT_SECRET"], back)
