"""One's own account over HTTP: the password, and where one is signed in."""

from collections.abc import Callable
from typing import Any

import pytest

from services.gateway.domain.refusals import SignInRefused, TooManyAttempts
from tests.component.gateway.session_door import Caller
from tests.support.staff import PASSWORD, hire, roster
from tests.support.standing_clock import StandingClock

pytest_plugins = ("tests.component.gateway.session_fixtures",)
NewCaller = Callable[[], Caller]
NEW = "lima perahu di sungai 12"


def change(caller: Caller, new: str, current: str = PASSWORD) -> Any:
    body = {"current_password": current, "new_password": new}
    return caller.post("/me/password", body)


def test_another_password_ends_the_other_sessions_and_not_this_one(rina: Caller, caller: NewCaller):
    other = caller()
    other.sign_in("rina")
    assert change(rina, NEW).status_code == 204
    assert rina.get().status_code == 200
    assert other.get().status_code == 401
    assert other.sign_in("rina").status_code == 401
    assert other.sign_in("rina", NEW).status_code == 201


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("elevenchars", "password_too_short"),
        ("x" * 129, "password_too_long"),
        ("password1234", "password_too_common"),
        ("rinarinarina", "password_too_common"),
        ("RTBPN-rina-2026", "password_too_common"),
        ("aaaaaaaaaaaaaaa", "password_too_common"),
    ],
)
def test_a_password_that_would_be_guessed_is_refused(
    rina: Caller, new: str, code: str, caller: NewCaller
):
    refused = change(rina, new)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert refused.json()["field"] == "new_password"
    assert new not in refused.text
    assert caller().sign_in("rina").status_code == 201


@pytest.mark.parametrize(
    "new", ["a b c d e f g", "ÄÖÜ äöü ßßß 汉字", "'; DROP TABLE staff; --", "\0 nul within it"]
)
def test_every_character_may_be_in_a_password(rina: Caller, caller: NewCaller, new: str):
    assert change(rina, new).status_code == 204
    assert caller().sign_in("rina", new).status_code == 201
    assert caller().sign_in("rina", new[:-1]).status_code == 401


def test_the_present_password_is_needed_to_set_another(rina: Caller, caller: NewCaller):
    refused = change(rina, NEW, "a wrong password")
    assert (refused.status_code, refused.json()["code"]) == (403, "wrong_password")
    assert caller().sign_in("rina").status_code == 201


def test_one_sees_where_one_is_signed_in_and_ends_it(
    rina: Caller, caller: NewCaller, clock: StandingClock
):
    clock.set_today("09:40")
    browser = caller()
    browser.sign_in("rina", cookie=True)
    found = rina.get("/me/sessions").json()["sessions"]
    assert [(one["by_cookie"], one["current"], one["address"]) for one in found] == [
        (False, True, "127.0.0.1"),
        (True, False, "127.0.0.1"),
    ]
    assert rina.delete(f"/me/sessions/{found[1]['id']}").status_code == 204
    assert browser.get().status_code == 401
    assert len(rina.get("/me/sessions").json()["sessions"]) == 1


def test_anothers_session_is_not_there(rina: Caller, caller: NewCaller, settings: dict[str, Any]):
    hire(settings, "budi")
    budi = caller()
    budi.sign_in("budi")
    [session] = budi.get("/me/sessions").json()["sessions"]
    for id in (session["id"], "unknown", "%00", "a" * 3000):
        refused = rina.delete(f"/me/sessions/{id}")
        assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert budi.get().status_code == 200


@pytest.fixture
def accounts(inside: Callable[[str], Any]) -> Any:
    return inside("Accounts")


def test_another_officer_signs_with_the_delays_of_a_sign_in_and_without_a_session(
    accounts: Any, database: Any
):
    assert accounts.confirm("Rina", PASSWORD, "127.0.0.1").id == "rina"
    for _ in range(3):
        with pytest.raises(SignInRefused):
            accounts.confirm("rina", "a wrong password", "127.0.0.1")
    with pytest.raises(TooManyAttempts):
        accounts.confirm("rina", PASSWORD, "127.0.0.1")
    assert database("gateway")["sessions"].count_documents({}) == 0


def test_who_searches_is_on_file(accounts: Any, settings: dict[str, Any]):
    hire(settings, "dewi", "screener")
    assert accounts.searcher("dewi").sex == "female"
    roster(settings).disable("dewi")
    for id in ("dewi", "nobody", "", "\0", "\ud800", "a" * 1000):
        assert accounts.searcher(id) is None


def test_a_page_that_is_merely_left_open_does_not_keep_a_session_alive(
    rina: Caller, accounts: Any, clock: StandingClock
):
    for time in ("09:50", "10:10", "10:29"):
        clock.set_today(time)
        assert accounts.staff_of(rina.token, renews=False).id == "rina"
    clock.set_today("10:30")
    assert accounts.staff_of(rina.token, renews=False) is None


def test_every_view_is_in_the_openapi_document(caller: NewCaller):
    paths = caller().get("/openapi.json").json()["paths"]
    listed = {(path, method) for path, methods in paths.items() for method in methods}
    at = "/api/v1"
    assert {
        (f"{at}/session", "post"), (f"{at}/session", "delete"), (f"{at}/me", "get"),
        (f"{at}/me/password", "post"), (f"{at}/me/sessions", "get"),
        (f"{at}/me/sessions/{{session_id}}", "delete"),
    } <= listed  # fmt: skip
    assert "401" in paths[f"{at}/session"]["post"]["responses"]
