"""What happens when an account is changed while somebody signs in with it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import requests
from eventlet import GreenPool

from chassis.mongo import open_database
from services.gateway.domain.refusals import SignInRefused
from services.gateway.domain.signing_in import Lifetime
from services.gateway.hashing import Hasher
from services.gateway.sessions import SessionKeeper
from services.gateway.store_sessions import Session, Sessions
from services.gateway.store_staff import StaffAccounts
from tests.component.gateway.session_door import PREFIX
from tests.support.staff import HOUSE, PASSWORD, hire, roster
from tests.support.standing_clock import StandingClock

pytest_plugins = ("tests.component.gateway.session_fixtures",)
LIFETIME = Lifetime(timedelta(hours=12), timedelta(hours=1), timedelta(minutes=1))


class Overtaken(Sessions):
    """Somebody changes the account, and ends its sessions, right before a session is stored."""

    def __init__(self, database: Any, meanwhile: Callable[[], Any]):
        super().__init__(database)
        self._meanwhile: list[Callable[[], Any]] = [meanwhile]

    def add(self, session: Session, lifetime: timedelta) -> None:
        if self._meanwhile:
            self._meanwhile.pop()()
        super().add(session, lifetime)


@pytest.fixture
def sign_in(settings: dict[str, Any], clock: StandingClock) -> Callable[..., Any]:
    """Opens a session for who has proved something that still ``holds``, while ``meanwhile``."""
    account = hire(settings, "rina")
    database = open_database(settings, "gateway")

    def opened(meanwhile: Callable[[], Any], holds: bool) -> Session:
        sessions = Overtaken(database, meanwhile)
        keeper = SessionKeeper(sessions, StaffAccounts(database), clock.now, LIFETIME)
        return keeper.open(account, "127.0.0.1", False, lambda latest: holds)[1]

    return opened


def sessions(settings: dict[str, Any]) -> list[Session]:
    return roster(settings).sessions("rina")


def test_who_is_disabled_meanwhile_gets_no_session(sign_in, settings):
    with pytest.raises(SignInRefused):
        sign_in(lambda: roster(settings).disable("rina"), holds=True)
    assert sessions(settings) == []


def test_whose_password_is_changed_meanwhile_gets_no_session(sign_in, settings):
    other = "lima perahu di sungai 12"
    with pytest.raises(SignInRefused):
        sign_in(lambda: roster(settings).set_password("rina", other), holds=False)
    assert sessions(settings) == []


def test_whose_rights_are_changed_meanwhile_gets_the_new_ones(sign_in, settings):
    people = roster(settings)
    session = sign_in(lambda: people.set_rights("rina", ["auditor"], [HOUSE], None), holds=True)
    assert session.account.roles == ("auditor",)
    [kept] = sessions(settings)
    assert kept.account.roles == ("auditor",)


def test_several_at_once_find_an_outdated_hash(port: int, settings: dict[str, Any]):
    roster(settings, Hasher(memory_kib=64, rounds=1)).set_password("rina", PASSWORD)
    body = {"username": "rina", "password": PASSWORD}
    url = f"http://127.0.0.1:{port}{PREFIX}/session"
    answers = GreenPool(3).imap(lambda _: requests.post(url, json=body, timeout=20), range(3))
    assert [one.status_code for one in answers] == [201, 201, 201]
    assert len(sessions(settings)) == 3


@pytest.mark.parametrize("how", ["disabled", "another password"])
def test_a_change_while_the_hash_is_replaced_counts(
    inside: Callable[[str], Any],
    settings: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    how: str,
):
    people = roster(settings, Hasher(memory_kib=64, rounds=1))
    people.set_password("rina", PASSWORD)
    accounts = inside("Accounts")
    hash = accounts._hasher.hash

    def overtaken(password: str) -> str:
        if how == "disabled":
            people.disable("rina")
        else:
            people.set_password("rina", "lima perahu di sungai 12")
        return hash(password)

    monkeypatch.setattr(accounts._hasher, "hash", overtaken)
    with pytest.raises(SignInRefused):
        accounts.sign_in("rina", PASSWORD, "127.0.0.1", False)
    assert sessions(settings) == []
