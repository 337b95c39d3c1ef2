"""Guessing passwords: it gets slow, tells nothing, and keeps nobody out for ever."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from services.gateway.domain.signing_in import address_key
from tests.component.gateway.session_door import PREFIX, Caller
from tests.support.staff import PASSWORD, hire
from tests.support.standing_clock import StandingClock

pytest_plugins = ("tests.component.gateway.session_fixtures",)
NewCaller = Callable[[], Caller]
WRONG = "a wrong password"
HOME = address_key("127.0.0.1")


def codes(answers: list[requests.Response]) -> list[str]:
    return [one.json()["code"] for one in answers]


def fail(caller: Caller, username: str, times: int) -> list[requests.Response]:
    return [caller.sign_in(username, WRONG) for _ in range(times)]


def test_three_failures_are_free_and_each_further_one_doubles_the_delay(
    caller: NewCaller, clock: StandingClock
):
    guesser = caller()
    assert codes(fail(guesser, "rina", 3)) == ["sign_in_refused"] * 3
    early = guesser.sign_in("rina")
    assert (early.status_code, early.json()["code"]) == (429, "too_many_attempts")
    assert early.headers["Retry-After"] == "1"
    for second, delay in ((1, 2), (3, 4), (7, 8), (15, 16)):
        clock.set(f"2026-01-17T09:30:{second:02}+08:00")
        assert codes(fail(guesser, "rina", 1)) == ["sign_in_refused"]
        assert fail(guesser, "rina", 1)[0].headers["Retry-After"] == str(delay)


def test_hammering_does_not_keep_the_owner_out_longer(caller: NewCaller, clock: StandingClock):
    guesser = caller()
    fail(guesser, "rina", 3)
    assert set(codes(fail(guesser, "rina", 20))) == {"too_many_attempts"}
    clock.set("2026-01-17T09:30:01+08:00")
    assert caller().sign_in("rina").status_code == 201


def test_the_longest_delay_is_five_minutes(caller: NewCaller, clock: StandingClock, database: Any):
    guesser = caller()
    fail(guesser, "rina", 1)
    attempts = database("gateway")["attempts"]
    attempts.update_one({"_id": {"$regex": "^account:"}}, {"$set": {"count": 500}})
    assert guesser.sign_in("rina").headers["Retry-After"] == "300"
    clock.set_today("09:35")
    assert guesser.sign_in("rina").status_code == 201


def test_a_success_wipes_the_account_and_takes_one_off_the_address(
    caller: NewCaller, database: Any
):
    honest = caller()
    fail(honest, "rina", 2)
    assert honest.sign_in("rina").status_code == 201
    [left] = database("gateway")["attempts"].find()
    assert (left["_id"], left["count"]) == (HOME, 2)
    assert codes(fail(honest, "rina", 3)) == ["sign_in_refused"] * 3


def test_an_address_that_tries_many_accounts_waits_for_all_of_them(caller: NewCaller):
    guesser = caller()
    for number in range(30):
        assert codes(fail(guesser, f"somebody{number}", 1)) == ["sign_in_refused"]
    assert codes([guesser.sign_in("rina")]) == ["too_many_attempts"]


def test_who_has_one_account_cannot_wipe_the_address_with_it(
    caller: NewCaller, settings: dict[str, Any]
):
    hire(settings, "mole")
    guesser = caller()
    for number in range(15):
        fail(guesser, f"somebody{number}", 2)
        early = guesser.sign_in("mole").json().get("code")
    assert early == "too_many_attempts"


def test_an_attempt_on_an_account_that_has_to_wait_costs_the_house_nothing(
    caller: NewCaller, database: Any, clock: StandingClock
):
    guesser = caller()
    fail(guesser, "rina", 3)
    before = database("gateway")["attempts"].find_one({"_id": HOME})
    assert before["count"] == 3
    clock.set("2026-01-17T09:30:00.500+08:00")
    fail(guesser, "rina", 3)
    assert database("gateway")["attempts"].find_one({"_id": HOME}) == before


def test_failures_are_forgotten_after_an_hour(caller: NewCaller, clock: StandingClock):
    guesser = caller()
    fail(guesser, "rina", 3)
    clock.set_today("10:31")
    assert codes(fail(guesser, "rina", 3)) == ["sign_in_refused"] * 3


def test_a_hundred_attempts_at_once_are_not_a_hundred_free_ones(port: int, database: Any):
    from eventlet import GreenPool

    body = {"username": "rina", "password": WRONG}
    url = f"http://127.0.0.1:{port}{PREFIX}/session"
    answers = list(GreenPool(100).imap(lambda _: requests.post(url, json=body, timeout=60),
                                       range(100)))  # fmt: skip
    assert sorted(set(codes(answers))) == ["sign_in_refused", "too_many_attempts"]
    assert codes(answers).count("sign_in_refused") == 3
    kept = {
        one["_id"].split(":")[0]: one["count"] for one in database("gateway")["attempts"].find()
    }
    assert kept == {"account": 3, "address": 3}


def test_nobody_learns_which_accounts_exist(caller: NewCaller, settings: dict[str, Any]):
    from tests.support.staff import roster

    hire(settings, "former")
    roster(settings).disable("former")
    hire(settings, "elsewhere", password=None)
    asker = caller()
    tried = [
        asker.sign_in("rina", WRONG), asker.sign_in("nobody", WRONG), asker.sign_in("former"),
        asker.sign_in("elsewhere"), asker.sign_in("../etc/passwd"), asker.sign_in("ünïcode"),
    ]  # fmt: skip
    assert {one.status_code for one in tried} == {401}
    assert len({one.text for one in tried}) == 1
    names = [{name for name in one.headers if name != "Date"} for one in tried]
    assert all(one == names[0] for one in names)
    for username in ("rina", "nobody", "former"):
        fail(asker, username, 2)
    assert codes(fail(asker, "nobody", 1)) == codes(fail(asker, "rina", 1))


def test_an_unknown_account_costs_a_hash_like_any_other(
    caller: NewCaller, services: Any, monkeypatch: pytest.MonkeyPatch
):
    [container] = services.containers
    [accounts] = [one for one in container.dependencies if type(one).__name__ == "Accounts"]
    hashed: list[str] = []
    verify = accounts._hasher._verify
    monkeypatch.setattr(
        accounts._hasher, "_verify", lambda kept, given: hashed.append(kept) or verify(kept, given)
    )
    for username in ("rina", "nobody", "not a name!"):
        caller().sign_in(username, WRONG)
    assert len(hashed) == 3
    assert {one.split("$p=")[0].rsplit("$", 2)[0] for one in hashed} == {
        "$argon2id$v=19$m=19456,t=2,p=1"
    }


def test_a_session_thief_cannot_guess_the_password_at_the_form_that_changes_it(
    rina: Caller, caller: NewCaller
):
    change = {"current_password": WRONG, "new_password": "lima perahu di sungai 12"}
    tried = [rina.post("/me/password", change) for _ in range(4)]
    assert codes(tried) == ["wrong_password"] * 3 + ["too_many_attempts"]
    assert codes([caller().sign_in("rina")]) == ["too_many_attempts"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'"rina"', b"\xff\xfe", b"{}", b'{"username": "rina"}',
        b'{"username": null, "password": null}', b'{"username": 1, "password": 2}',
        b'{"username": ["rina"], "password": {"$ne": ""}}',
        b'{"username": {"$gt": ""}, "password": "x"}',
        b'{"username": "\\ud800", "password": "x"}', b'{"username": "rina", "password": "\\udfff"}',
        b'{"username": "ri\\u0000na", "password": "x"}', b'{"username": " ", "password": "x"}',
        b'{"username": "rina", "password": ""}',
        b'{"username": "rina", "password": "x", "cookie": "yes"}',
        b'{"username": "rina", "password": "x", "roles": ["supervisor"]}',
        b'{"username": "' + b"a" * 65 + b'", "password": "x"}',
        b'{"username": "rina", "password": "' + b"a" * 1025 + b'"}',
        b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_cannot_be_a_sign_in_is_refused_and_not_counted(
    caller: NewCaller, database: Any, body: bytes
):
    answer = caller().ask(
        "POST", "/session", data=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in (400, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert database("gateway")["attempts"].count_documents({}) == 0


def test_a_body_of_megabytes_is_not_read(caller: NewCaller):
    answer = caller().ask(
        "POST", "/session", json={"username": "rina", "password": "a" * 2_000_000}
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "token", ["", "x", "\xff" * 43, "a" * 43, "a" * 100_000, "../../etc", "{'$ne': 1}", "%00"]
)
def test_a_forged_token_is_nobody(caller: NewCaller, token: str):
    for shown in (
        {"Authorization": f"Bearer {token}".encode("latin-1")},
        {"Cookie": f"kunjungan_session={token}".encode("latin-1")},
    ):
        answer = caller().get(headers=shown)
        assert answer.status_code in (400, 401, 431)
        assert PASSWORD not in answer.text
