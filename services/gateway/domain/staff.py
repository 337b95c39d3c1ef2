"""Who works at the desks: accounts, their roles, the houses they belong to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from services.gateway.domain.refusals import (
    BadUsername,
    NoFacility,
    RoleRequired,
    SexRequired,
    UnknownRole,
)

REGISTRAR, SCREENER, LOCKER_OFFICER = "registrar", "screener", "locker_officer"
ROOM_OFFICER, SUPERVISOR, OPERATOR, AUDITOR = "room_officer", "supervisor", "operator", "auditor"
ROLES = (REGISTRAR, SCREENER, LOCKER_OFFICER, ROOM_OFFICER, SUPERVISOR, OPERATOR, AUDITOR)
SEXES = ("male", "female")
USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
FACILITY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@-]{0,63}")
LONGEST_NAME = 100


@dataclass(frozen=True)
class Staff:
    """Who is asking. ``session`` names the session without giving it away."""

    id: str
    username: str
    name: str
    roles: frozenset[str]
    facilities: tuple[str, ...]
    sex: str | None
    session: str | None


@dataclass(frozen=True)
class Account:
    """What is kept of a staff member. ``id`` is the user name. Without a ``password_hash`` one
    signs in at the identity provider only. ``revision`` counts the changes."""

    id: str
    name: str
    roles: tuple[str, ...]
    facilities: tuple[str, ...]
    sex: str | None
    password_hash: str | None = None
    disabled: bool = False
    revision: int = 1

    def as_staff(self, session: str | None = None) -> Staff:
        return Staff(
            self.id, self.id, self.name, frozenset(self.roles), self.facilities, self.sex, session
        )


def normal_username(typed: str) -> str:
    """User names differ in more than capitals and blanks around them."""
    return typed.strip().lower()


def new_account(
    username: str, name: str, roles: Iterable[str], facilities: Iterable[str], sex: str | None
) -> Account:
    """Raises the refusal of whatever is wrong with it."""
    id = normal_username(username)
    if not USERNAME.fullmatch(id):
        raise BadUsername("Use letters, digits and . _ @ -, at most 64.", "username")
    name = " ".join(name.split())[:LONGEST_NAME] or id
    return with_rights(Account(id, name, (), (), None), roles, facilities, sex)


def with_rights(
    account: Account, roles: Iterable[str], facilities: Iterable[str], sex: str | None
) -> Account:
    """The account with these roles at these houses."""
    roles, facilities = sorted(set(roles)), tuple(dict.fromkeys(facilities))
    if unknown := [role for role in roles if role not in ROLES]:
        raise UnknownRole(f"There is no role {', '.join(unknown)}.", "roles", known=list(ROLES))
    if not roles:
        raise RoleRequired("An account has at least one role.", "roles")
    if not facilities or not all(FACILITY.fullmatch(one) for one in facilities):
        raise NoFacility("An account belongs to at least one facility.", "facilities")
    if sex not in (None, *SEXES) or (sex is None and SCREENER in roles):
        raise SexRequired("Say whether the screener is male or female.", "sex")
    return replace(account, roles=tuple(roles), facilities=facilities, sex=sex)
