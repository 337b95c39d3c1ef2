"""Counts attempts to sign in, and makes the next one wait."""

from collections.abc import Callable
from datetime import datetime

from services.gateway.domain.refusals import TooManyAttempts
from services.gateway.domain.signing_in import (
    Failures,
    Patience,
    account_key,
    address_key,
    one_less,
    one_more,
    seconds_to_wait,
)
from services.gateway.store_sessions import Attempts


class Turnstile:
    """Two counts for each attempt: of the account, known or not, and of the address."""

    def __init__(
        self,
        attempts: Attempts,
        now: Callable[[], datetime],
        of_account: Patience,
        of_address: Patience,
    ):
        self._attempts, self._now = attempts, now
        self._of_account, self._of_address = of_account, of_address

    def enter(self, username: str, address: str) -> None:
        """Counts an attempt before anything is computed, so that a hundred at once are not a
        hundred free ones. One that comes too early is not counted. Raises TooManyAttempts."""
        # looked at before the address is counted: hammering one account from a shared address
        # would keep the whole house waiting
        self._change(account_key(username), self._of_account, self._waited)
        self._change(address_key(address), self._of_address, self._counted)
        try:
            self._change(account_key(username), self._of_account, self._counted)
        except TooManyAttempts:
            self._forgive(address)
            raise

    def passed(self, username: str, address: str) -> None:
        """The attempt succeeded: the account starts afresh, the address has one less."""
        self._change(account_key(username), self._of_account, lambda found, patience: None)
        self._forgive(address)

    def _forgive(self, address: str) -> None:
        self._change(
            address_key(address),
            self._of_address,
            lambda found, patience: one_less(found) if found else None,
        )

    def _waited(self, found: Failures | None, patience: Patience) -> Failures | None:
        if wait := seconds_to_wait(found, self._now(), patience):
            raise TooManyAttempts(wait)
        return found

    def _counted(self, found: Failures | None, patience: Patience) -> Failures:
        return one_more(self._waited(found, patience), self._now(), patience)

    def _change(
        self,
        key: str,
        patience: Patience,
        decide: Callable[[Failures | None, Patience], Failures | None],
    ) -> None:
        self._attempts.change(key, lambda found: decide(found, patience), patience.forget)
