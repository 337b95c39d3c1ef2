"""Changes to accounts. Each ends the account's sessions: they carry the rights they began with."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from services.gateway.domain.passwords import check_new_password
from services.gateway.domain.refusals import NotFound
from services.gateway.domain.staff import Account, new_account, normal_username, with_rights
from services.gateway.hashing import Hasher, common_passwords
from services.gateway.store_sessions import Session, Sessions
from services.gateway.store_staff import StaffAccounts

Told = Callable[[str, Account], None]
"""Hears what is about to be done to whom, before it is done: the place for an audit."""


class Roster:
    def __init__(
        self,
        staff: StaffAccounts,
        sessions: Sessions,
        hasher: Hasher,
        told: Told = lambda action, account: None,
    ):
        self._staff, self._sessions, self._hasher = staff, sessions, hasher
        self._told = told

    def add(
        self,
        username: str,
        name: str,
        roles: Iterable[str],
        facilities: Iterable[str],
        sex: str | None,
        password: str | None,
    ) -> Account:
        """Without a password one signs in at the identity provider only.

        Raises UsernameTaken, and whatever is wrong with the account or its password.
        """
        account = new_account(username, name, roles, facilities, sex)
        if password is not None:
            check_password(account, password)
            account = replace(account, password_hash=self._hasher.hash(password))
        self._told("staff.add", account)
        self._staff.add(account)
        return account

    def set_rights(
        self, username: str, roles: Iterable[str], facilities: Iterable[str], sex: str | None
    ) -> Account:
        """Raises NotFound, UnknownRole, RoleRequired, NoFacility, SexRequired."""
        roles, facilities = list(roles), list(facilities)
        return self._change(
            "staff.rights", username, lambda one: with_rights(one, roles, facilities, sex)
        )

    def disable(self, username: str) -> Account:
        return self._change("staff.disable", username, lambda one: replace(one, disabled=True))

    def enable(self, username: str) -> Account:
        return self._change("staff.enable", username, lambda one: replace(one, disabled=False))

    def set_password(self, username: str, password: str) -> Account:
        """Raises NotFound, PasswordTooShort, PasswordTooLong, PasswordTooCommon."""
        check_password(self.get(username), password)
        hash = self._hasher.hash(password)
        return self._change(
            "staff.password", username, lambda one: replace(one, password_hash=hash)
        )

    def end_sessions(self, username: str) -> int:
        """How many there were. Raises NotFound."""
        account = self.get(username)
        self._told("staff.sign_out", account)
        return self._sessions.end_all_of(account.id)

    def sessions(self, username: str) -> list[Session]:
        """Those that are over may be among them. Raises NotFound."""
        return self._sessions.of(self.get(username).id)

    def all(self) -> list[Account]:
        return self._staff.all()

    def get(self, username: str) -> Account:
        """Raises NotFound."""
        account = self._staff.get(normal_username(username))
        if account is None:
            raise NotFound("There is no such account.", "username")
        return account

    def _change(self, action: str, username: str, decide: Callable[[Account], Account]) -> Account:
        before = self.get(username)
        decide(before)  # what is refused is not told
        self._told(action, before)
        account = self._staff.change(before.id, decide)
        self._sessions.end_all_of(account.id)
        return account


def check_password(account: Account, password: str) -> None:
    """Raises PasswordTooShort, PasswordTooLong, PasswordTooCommon."""
    words = (account.id, account.name, *account.facilities)
    check_new_password(password, words, common_passwords())
