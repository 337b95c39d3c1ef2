"""Who signs in, and who a token stands for."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from nameko.extensions import DependencyProvider

from chassis.clock import open_clock
from chassis.mongo import Mongo
from services.gateway.domain.refusals import NotSignedIn, SignInRefused, WrongPassword
from services.gateway.domain.signing_in import Lifetime, Patience
from services.gateway.domain.staff import USERNAME, Account, Staff, normal_username
from services.gateway.hashing import Hasher, common_passwords
from services.gateway.roster import check_password
from services.gateway.sessions import SessionKeeper
from services.gateway.store_sessions import Attempts, Session, Sessions, create_indexes
from services.gateway.store_staff import StaffAccounts
from services.gateway.turnstile import Turnstile


class Accounts(DependencyProvider):
    """One for all workers of the process."""

    mongo = Mongo()

    def setup(self) -> None:
        config, database = self.container.config, self.mongo.database
        create_indexes(database)
        now = open_clock(config["CLOCK_FILE"]).now
        self._staff, self._all_sessions = StaffAccounts(database), Sessions(database)
        of_account, of_address = _patience(config)
        self._turnstile = Turnstile(Attempts(database), now, of_account, of_address)
        self._sessions = SessionKeeper(self._all_sessions, self._staff, now, _lifetime(config))
        self._hasher = Hasher(config["HASHES_AT_ONCE"])
        common_passwords()  # read now, not while the first one who asks holds up all others

    def get_dependency(self, worker_ctx: Any) -> "Accounts":
        return self

    def sign_in(
        self, username: str, password: str, address: str, by_cookie: bool
    ) -> tuple[str, Session]:
        """The token, which is told this once, and its session.

        Raises SignInRefused, the same whatever the reason; TooManyAttempts.
        """
        account = self._proven(username, password, address)
        return self._sessions.open(
            account, address, by_cookie, lambda latest: self._is_theirs(latest, password)
        )

    def sign_in_elsewhere(self, username: str, address: str) -> tuple[str, Session]:
        """For whom the identity provider vouches; a session by cookie. Roles and houses stay
        ours. Raises SignInRefused."""
        account = self.known(username)
        if account is None or account.disabled:
            raise SignInRefused
        return self._sessions.open(account, address, True, lambda latest: True)

    def staff_of(self, token: str, renews: bool = True) -> Staff | None:
        """``renews``: see SessionKeeper.find."""
        session = self._sessions.find(token, renews)
        return session.account.as_staff(session.id) if session else None

    def session_of(self, token: str) -> Session | None:
        return self._sessions.find(token)

    def sign_out(self, token: str) -> None:
        self._sessions.end_token(token)

    def confirm(self, username: str, password: str, address: str) -> Staff:
        """Another officer signs at this desk: the delays of a sign-in, and no session.

        Raises SignInRefused, TooManyAttempts.
        """
        return self._proven(username, password, address).as_staff()

    def known(self, username: str) -> Account | None:
        """Disabled ones too."""
        id = normal_username(username)
        return self._staff.get(id) if USERNAME.fullmatch(id) else None

    def searcher(self, id: str) -> Staff | None:
        account = self.known(id)
        return account.as_staff() if account and not account.disabled else None

    def change_password(self, token: str, current: str, new: str, address: str) -> None:
        """Ends all other sessions of the account.

        Raises NotSignedIn, PasswordTooShort, PasswordTooLong, PasswordTooCommon, WrongPassword,
        TooManyAttempts: who found a desk unlocked may not guess either.
        """
        session = self._sessions.find(token)
        account = self.known(session.account.id) if session else None
        if session is None or account is None:
            raise NotSignedIn
        check_password(account, new)
        self._turnstile.enter(account.id, address)
        if not self._is_theirs(account, current):
            raise WrongPassword
        self._turnstile.passed(account.id, address)
        hash = self._hasher.hash(new)
        if self._set_hash(account, hash).password_hash != hash:
            raise WrongPassword  # another one was set meanwhile
        self._all_sessions.end_all_of(account.id, but=session.digest)

    def sessions_of(self, account: str) -> list[Session]:
        return self._sessions.of(account)

    def end_session(self, account: str, id: str) -> None:
        """Raises NotFound."""
        self._sessions.end(account, id)

    @property
    def lifetime(self) -> Lifetime:
        return self._sessions.lifetime

    def _proven(self, username: str, password: str, address: str) -> Account:
        id = normal_username(username)
        self._turnstile.enter(id, address)
        account = self.known(id)
        right = self._is_theirs(account, password)
        if account is None or not right or account.disabled:
            raise SignInRefused
        self._turnstile.passed(id, address)
        return self._with_present_hash(account, password)

    def _is_theirs(self, account: Account | None, password: str) -> bool:
        return self._hasher.matches(account.password_hash if account else None, password)

    def _with_present_hash(self, account: Account, password: str) -> Account:
        """Hashes made with other parameters are replaced while the password is at hand."""
        if account.password_hash is None or not self._hasher.is_outdated(account.password_hash):
            return account
        hash = self._hasher.hash(password)
        changed = self._set_hash(account, hash)
        # else the account was changed meanwhile, which opening the session will notice
        return changed if changed.password_hash == hash else account

    def _set_hash(self, account: Account, hash: str) -> Account:
        """Unless the account was changed meanwhile; then it stays as it is."""
        return self._staff.change(
            account.id,
            lambda latest: (
                replace(latest, password_hash=hash)
                if latest.revision == account.revision
                else latest
            ),
        )


def _patience(config: dict[str, Any]) -> tuple[Patience, Patience]:
    longest = timedelta(seconds=config["LONGEST_DELAY_SECONDS"])
    forget = timedelta(minutes=config["FORGET_FAILURES_MINUTES"])
    return (
        Patience(config["FREE_TRIES_PER_ACCOUNT"], longest, forget),
        Patience(config["FREE_TRIES_PER_ADDRESS"], longest, forget),
    )


def _lifetime(config: dict[str, Any]) -> Lifetime:
    return Lifetime(
        timedelta(hours=config["SESSION_HOURS"]),
        timedelta(minutes=config["SESSION_IDLE_MINUTES"]),
        timedelta(seconds=config["SESSION_RENEW_SECONDS"]),
    )
