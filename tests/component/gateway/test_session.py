"""Signing in and out over HTTP: tokens, cookies, and when a session is over."""

from collections.abc import Callable
from typing import Any

import pytest

from services.gateway.hashing import Hasher
from services.gateway.store_audit import AuditUnavailable
from tests.component.gateway.session_door import Caller
from tests.support.log_book import logs_kept
from tests.support.staff import HOUSE, PASSWORD, hire, roster
from tests.support.standing_clock import StandingClock

pytest_plugins = ("tests.component.gateway.session_fixtures",)
NewCaller = Callable[[], Caller]


def code(answer: Any) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def test_a_program_gets_a_token_that_stands_for_its_account(caller: NewCaller):
    program = caller()
    opened = program.sign_in(" Rina ")
    assert opened.status_code == 201
    assert "Set-Cookie" not in opened.headers
    assert opened.headers.get("Cache-Control") != "public"
    assert "csrf_token" not in opened.json()
    me = program.get()
    assert me.status_code == 200
    assert me.json() == {
        "username": "rina", "name": "Rina", "roles": ["registrar"], "facilities": [HOUSE],
        "sex": "female", "expires_at": opened.json()["expires_at"],
    }  # fmt: skip


def test_a_browser_gets_the_token_as_a_cookie_that_no_script_reads(
    open_door: Callable[..., int], settings: dict[str, Any]
):
    browser = Caller(open_door(COOKIE_SECURE=True))
    hire(settings, "rina")
    opened = browser.sign_in("rina", cookie=True)
    flags = opened.headers["Set-Cookie"].split("; ")
    assert flags[0].startswith("kunjungan_session=")
    assert set(flags[1:]) == {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"}
    assert "token" not in opened.json()
    assert flags[0].partition("=")[2] not in opened.text


def test_a_command_with_the_cookie_alone_is_refused(caller: NewCaller):
    browser = caller()
    browser.sign_in("rina", cookie=True)
    assert browser.post("/visits").status_code == 200
    for other in ("", "0" * 64, "ü"):
        forged = browser.post("/visits", headers={"X-CSRF-Token": other.encode()})
        assert code(forged) == (403, "csrf_token_missing")
    forged = browser.delete("/session", headers={"X-CSRF-Token": None})
    assert code(forged) == (403, "csrf_token_missing")
    assert browser.get(headers={"X-CSRF-Token": None}).status_code == 200


def test_another_sessions_csrf_token_does_not_do(caller: NewCaller):
    one, other = caller(), caller()
    one.sign_in("rina", cookie=True)
    other.sign_in("rina", cookie=True)
    assert one.csrf != other.csrf
    assert code(one.post("/visits", headers={"X-CSRF-Token": other.csrf}))[0] == 403


def test_a_page_that_was_loaded_anew_gets_its_csrf_token_again(caller: NewCaller):
    browser = caller()
    browser.sign_in("rina", cookie=True)
    assert browser.get().json()["csrf_token"] == browser.csrf
    assert browser.get().headers["Cache-Control"] == "no-store"


def test_another_sites_form_cannot_sign_a_browser_in(caller: NewCaller):
    body = f'{{"username": "rina", "password": "{PASSWORD}", "cookie": true}}'
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = caller().ask("POST", "/session", data=body, headers={"Content-Type": kind})
        assert code(answer) == (415, "unreadable_request")
        assert "Set-Cookie" not in answer.headers


def test_after_signing_out_the_token_is_worth_nothing(rina: Caller):
    assert rina.delete("/session").status_code == 204
    assert code(rina.get()) == (401, "not_signed_in")
    assert code(rina.post("/visits")) == (401, "not_signed_in")


def test_signing_out_takes_the_cookie_away(caller: NewCaller):
    browser = caller()
    browser.sign_in("rina", cookie=True)
    assert browser.delete("/session").status_code == 204
    assert not browser.http.cookies
    assert code(browser.get()) == (401, "not_signed_in")


def test_a_session_that_is_used_lasts_a_shift_and_no_longer(rina: Caller, clock: StandingClock):
    for time in ("10:20", "11:10", "12:00", "12:50", "13:40", "14:30", "15:20", "16:10", "17:00",
                 "17:50", "18:40", "19:30", "20:20", "21:10"):  # fmt: skip
        clock.set_today(time)
        assert rina.get().status_code == 200, time
    clock.set_today("21:30")
    assert code(rina.get()) == (401, "not_signed_in")


def test_a_session_that_nobody_uses_is_over_after_an_hour(rina: Caller, clock: StandingClock):
    clock.set_today("10:29")
    assert rina.get().status_code == 200
    clock.set_today("11:29")
    assert code(rina.get()) == (401, "not_signed_in")
    clock.set_today("11:28")  # it was forgotten, not only refused
    assert code(rina.get()) == (401, "not_signed_in")


def test_whoever_reads_the_database_finds_no_token(rina: Caller, database: Any):
    kept = list(database("gateway")["sessions"].find())
    assert len(kept) == 1
    assert rina.token not in str(kept)
    assert PASSWORD not in str(list(database("gateway")["staff"].find()))


@pytest.mark.parametrize("how", ["rights", "disable", "password", "sign_out"])
def test_a_change_of_the_account_ends_its_sessions(
    rina: Caller, settings: dict[str, Any], how: str
):
    people = roster(settings)
    if how == "rights":
        people.set_rights("rina", ["auditor"], [HOUSE], "female")
    elif how == "disable":
        people.disable("rina")
    elif how == "password":
        people.set_password("rina", "lima perahu di sungai 12")
    else:
        assert people.end_sessions("rina") == 1
    assert code(rina.get()) == (401, "not_signed_in")


def test_a_disabled_account_cannot_sign_in_until_it_is_enabled(
    caller: NewCaller, settings: dict[str, Any]
):
    roster(settings).disable("rina")
    assert code(caller().sign_in("rina")) == (401, "sign_in_refused")
    roster(settings).enable("rina")
    assert caller().sign_in("rina").status_code == 201


def test_an_outdated_hash_is_replaced_at_the_next_sign_in(
    caller: NewCaller, settings: dict[str, Any], database: Any
):
    roster(settings, Hasher(memory_kib=64, rounds=1)).set_password("rina", PASSWORD)
    old = database("gateway")["staff"].find_one({"_id": "rina"})["password_hash"]
    assert caller().sign_in("rina").status_code == 201
    new = database("gateway")["staff"].find_one({"_id": "rina"})["password_hash"]
    assert "m=64," in old
    assert "m=19456," in new
    assert caller().sign_in("rina").status_code == 201


def test_sign_ins_failures_and_sign_outs_are_in_the_audit(rina: Caller, database: Any):
    rina.sign_in("rina", "a wrong password")
    rina.sign_in("my secret passphrase", "x")
    rina.delete("/session")
    found = database("gateway")["audit"].find(sort=[("at", 1), ("number", 1)])
    told = sorted((one["facility"], one["staff"], one["action"], one["outcome"]) for one in found)
    assert told == [
        ("-", "unknown", "session.sign_in", "refused:sign_in_refused"),
        (HOUSE, "rina", "session.sign_in", "done"),
        (HOUSE, "rina", "session.sign_in", "refused:sign_in_refused"),
        (HOUSE, "rina", "session.sign_out", "done"),
    ]


def test_without_its_audit_nobody_is_signed_in(
    caller: NewCaller, inside: Callable[[str], Any], settings: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    def away(entry: Any) -> None:
        raise AuditUnavailable

    monkeypatch.setattr(inside("Audit"), "record", away)
    answer = caller().sign_in("rina")
    assert code(answer) == (503, "unavailable")
    assert roster(settings).sessions("rina") == []


def test_no_password_and_no_token_comes_into_the_logs(caller: NewCaller):
    with logs_kept() as book:
        one = caller()
        one.sign_in("rina")
        one.sign_in("rina", "a wrong password")
        one.sign_in("what I typed", "a wrong password")
        one.get()
        change = {"current_password": PASSWORD, "new_password": "lima perahu di sungai 12"}
        one.post("/me/password", change)
    everything = "\n".join(book.lines)
    for secret in (PASSWORD, "a wrong password", "what I typed", "lima perahu", one.token):
        assert secret not in everything
