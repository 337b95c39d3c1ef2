"""Opens sessions, recognises them, ends them."""

from collections.abc import Callable
from datetime import datetime

from services.gateway.domain.refusals import NotFound, SignInRefused
from services.gateway.domain.signing_in import Lifetime, Times, is_over, is_to_be_renewed
from services.gateway.domain.staff import Account
from services.gateway.group_read import GroupRead
from services.gateway.store_sessions import Session, Sessions
from services.gateway.store_staff import StaffAccounts
from services.gateway.tokens import TOKEN, digest_of, new_token

TRIES = 5
"""Changes of an account that one sign-in may be overtaken by."""


class SessionKeeper:
    def __init__(
        self,
        sessions: Sessions,
        staff: StaffAccounts,
        now: Callable[[], datetime],
        lifetime: Lifetime,
    ):
        self._sessions, self._staff, self._now = sessions, staff, now
        self._look_up = GroupRead(sessions.get_all)
        self.lifetime = lifetime

    def open(
        self, account: Account, address: str, by_cookie: bool, holds: Callable[[Account], bool]
    ) -> tuple[str, Session]:
        """The token, which is told once and kept nowhere, and its session.

        Whoever changes an account ends its sessions, and may do so right before this one is
        stored. So the account is looked at again, and ``holds`` says whether what the caller
        proved is true of the changed one. Raises SignInRefused.
        """
        for _ in range(TRIES):
            token, now = new_token(), self._now()
            session = Session(digest_of(token), account, Times(now, now), address, by_cookie)
            self._sessions.add(session, self.lifetime.whole)
            latest = self._staff.get(account.id)
            if latest is not None and latest.revision == account.revision:
                return token, session
            self._sessions.end(session.digest)
            if latest is None or latest.disabled or not holds(latest):
                break
            account = latest
        raise SignInRefused

    def find(self, token: str, renews: bool = True) -> Session | None:
        """None when there is no such session, or it is over. ``renews``: this is the user's own
        doing, and not a page that is merely left open."""
        if not TOKEN.fullmatch(token):
            return None
        session = self._look_up(digest_of(token))
        if session is None:
            return None
        now = self._now()
        if is_over(session.times, now, self.lifetime):
            self._sessions.end(session.digest)
            return None
        if renews and is_to_be_renewed(session.times, now, self.lifetime):
            self._sessions.renew(session.digest, now)
        return session

    def of(self, account: str) -> list[Session]:
        """Those that are not over, oldest first."""
        now = self._now()
        found = self._sessions.of(account)
        return [one for one in found if not is_over(one.times, now, self.lifetime)]

    def end(self, account: str, id: str) -> None:
        """Raises NotFound when it is not a session of this account."""
        for one in self._sessions.of(account):
            if one.id == id:
                return self._sessions.end(one.digest)
        raise NotFound("There is no such session.")

    def end_token(self, token: str) -> None:
        self._sessions.end(digest_of(token))
