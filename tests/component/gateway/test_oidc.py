"""Signing in at an identity provider, which is a real server that these tests start."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from services.gateway import oidc
from tests.component.gateway.provider import CLIENT, SECRET, TestProvider, new_key
from tests.component.gateway.session_door import PREFIX, Caller, callers
from tests.support.log_book import logs_kept
from tests.support.staff import hire, roster
from tests.support.standing_clock import StandingClock

pytest_plugins = ("tests.component.gateway.session_fixtures",)


@pytest.fixture
def provider() -> Iterator[TestProvider]:
    made = TestProvider()
    yield made
    made.close()


@pytest.fixture
def browser(
    provider: TestProvider, open_door: Callable[..., int], settings: dict[str, Any]
) -> Iterator[Callable[[], Caller]]:
    from operations.database import free_port

    port = free_port()
    open_door(
        WEB_SERVER_ADDRESS=f"127.0.0.1:{port}",
        OIDC_ISSUER=provider.issuer,
        OIDC_CLIENT_ID=CLIENT,
        OIDC_CLIENT_SECRET=SECRET,
        OIDC_REDIRECT_URI=f"http://127.0.0.1:{port}{PREFIX}/session/oidc/callback",
    )
    hire(settings, "rina", password=None)
    with callers(port) as new:
        yield new


def begin(browser: Caller) -> str:
    """Where the provider sends the browser back to, with its code."""
    sent = browser.get("/session/oidc", allow_redirects=False)
    assert sent.status_code == 303
    there = browser.http.get(sent.headers["Location"], allow_redirects=False, timeout=10)
    return there.headers["Location"]


def finish(browser: Caller, back: str) -> requests.Response:
    return browser.http.get(back, timeout=20)


def code(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_who_is_signed_in_at_the_provider_gets_a_session_with_our_roles(
    browser: Callable[[], Caller], provider: TestProvider
):
    provider.lies = {"roles": ["supervisor"], "facilities": ["LPSMD"]}
    rina = browser()
    page = finish(rina, begin(rina))
    assert page.status_code == 200
    assert 'url=/"' in page.text
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == (
        "no-store", "no-referrer",
    )  # fmt: skip
    me = rina.get().json()
    assert (me["username"], me["roles"], me["facilities"]) == ("rina", ["registrar"], ["RTBPN"])
    assert rina.post("/visits").status_code == 403
    assert rina.post("/visits", headers={"X-CSRF-Token": me["csrf_token"]}).status_code == 200


def test_the_browser_keeps_what_began_in_cookies_that_no_script_reads(
    browser: Callable[[], Caller],
):
    rina = browser()
    began = rina.get("/session/oidc", allow_redirects=False)
    assert {"HttpOnly", "SameSite=Lax", "Max-Age=600"} <= set(
        began.headers["Set-Cookie"].split("; ")
    )
    done = finish(rina, begin(rina))
    assert "HttpOnly; Path=/; SameSite=Strict" in done.headers["Set-Cookie"]


def wrong(name: str, value: Any) -> Any:
    return pytest.param({name: value}, id=f"{name} {value}")


@pytest.mark.parametrize(
    "lies",
    [
        wrong("nonce", "of another sign-in"), wrong("nonce", None),
        wrong("aud", "another client"),
        pytest.param({"aud": "another client", "azp": CLIENT}, id="aud of another, azp ours"),
        wrong("aud", None), wrong("aud", [CLIENT, "other"]),
        wrong("iss", "http://evil.example"), wrong("iss", None),
        wrong("exp", int(time.time()) - 600), wrong("exp", None), wrong("exp", "soon"),
        wrong("iat", int(time.time()) + 6000), wrong("azp", "another client"),
        wrong("preferred_username", None), wrong("preferred_username", ["rina"]),
        wrong("preferred_username", {"$ne": ""}), wrong("preferred_username", "nobody"),
        wrong("preferred_username", "rina\0"), wrong("preferred_username", "a" * 100_000),
    ],
)  # fmt: skip
def test_a_token_that_is_not_for_this_sign_in_is_refused(
    browser: Callable[[], Caller], provider: TestProvider, lies: dict[str, Any]
):
    provider.lies = lies
    rina = browser()
    answer = finish(rina, begin(rina))
    assert code(answer) == (401, "sign_in_refused")
    assert rina.get().status_code == 401


def test_a_forged_signature_is_refused(browser: Callable[[], Caller], provider: TestProvider):
    provider.signs_with = new_key("first")
    rina = browser()
    assert code(finish(rina, begin(rina))) == (401, "sign_in_refused")


@pytest.mark.parametrize("alg", ["none", "HS256"])
def test_a_token_that_anybody_could_have_signed_is_refused(
    browser: Callable[[], Caller], provider: TestProvider, alg: str
):
    provider.header = {"alg": alg}
    rina = browser()
    assert code(finish(rina, begin(rina))) == (401, "sign_in_refused")


def test_a_provider_may_change_its_keys(
    browser: Callable[[], Caller], provider: TestProvider, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(oidc, "KEYS_SECONDS", 0)
    rina = browser()
    assert finish(rina, begin(rina)).status_code == 200
    provider.signs_with = new_key("second")
    provider.shows = [provider.signs_with]
    assert finish(rina, begin(rina)).status_code == 200


def test_keys_are_asked_for_anew_once_in_a_while_whatever_tokens_name(
    browser: Callable[[], Caller], provider: TestProvider
):
    rina = browser()
    finish(rina, begin(rina))
    provider.header = {"alg": "RS256", "kid": "made up"}
    for _ in range(3):
        assert code(finish(rina, begin(rina))) == (401, "sign_in_refused")
    assert provider.asked.count("/jwks") == 1


def test_a_sign_in_is_finished_once(browser: Callable[[], Caller]):
    rina = browser()
    back = begin(rina)
    cookie = rina.http.cookies["kunjungan_sign_in"]
    assert finish(rina, back).status_code == 200
    rina.http.cookies.set("kunjungan_sign_in", cookie)
    assert code(finish(rina, back)) == (401, "sign_in_expired")


def test_a_sign_in_is_finished_by_the_browser_that_began_it(browser: Callable[[], Caller]):
    attacker, victim, curious = browser(), browser(), browser()
    back = begin(attacker)
    begin(victim)
    assert code(finish(victim, back)) == (401, "sign_in_expired")
    assert victim.get().status_code == 401
    assert code(finish(curious, begin(attacker))) == (401, "sign_in_expired")


def test_a_sign_in_is_not_finished_after_ten_minutes(
    browser: Callable[[], Caller], clock: StandingClock
):
    rina = browser()
    back = begin(rina)
    clock.set_today("09:41")
    assert code(finish(rina, back)) == (401, "sign_in_expired")


@pytest.mark.parametrize(
    "query",
    ["", "?state=&code=", "?state=%00&code=x", f"?state={'a' * 43}&code=x", "?state=%FF%FE",
     "?state[$ne]=1", "?code=x"],
)  # fmt: skip
def test_what_no_provider_sends_is_refused(browser: Callable[[], Caller], query: str):
    rina = browser()
    begin(rina)
    assert code(rina.get(f"/session/oidc/callback{query}")) == (401, "sign_in_expired")


def test_a_user_who_turns_back_is_not_signed_in(browser: Callable[[], Caller], database: Any):
    rina = browser()
    state = begin(rina).split("state=")[1].split("&")[0]
    answer = rina.get(f"/session/oidc/callback?error=access_denied&state={state}")
    assert code(answer) == (401, "sign_in_refused")


def test_a_code_that_the_provider_does_not_know_is_refused(browser: Callable[[], Caller]):
    rina = browser()
    assert code(finish(rina, begin(rina).replace("code=code-", "code=x"))) == (
        401, "sign_in_refused",
    )  # fmt: skip


def test_a_disabled_account_stays_out(browser: Callable[[], Caller], settings: dict[str, Any]):
    rina = browser()
    roster(settings).disable("rina")
    assert code(finish(rina, begin(rina))) == (401, "sign_in_refused")


@pytest.mark.parametrize("answer", [(500, b"{}"), (200, b"no json"), (200, b"[]"), (302, b"/x")])
def test_a_provider_that_is_away_makes_its_sign_in_wait_and_no_other(
    browser: Callable[[], Caller], provider: TestProvider, settings: dict[str, Any], answer: Any
):
    hire(settings, "sari")
    rina = browser()
    provider.answer = answer
    away = rina.get("/session/oidc", allow_redirects=False)
    assert code(away) == (503, "unavailable")
    assert int(away.headers["Retry-After"]) > 0
    provider.answer = None
    back = begin(rina)
    provider.answer = answer
    assert code(finish(rina, back)) == (503, "unavailable")
    assert rina.sign_in("sari").status_code == 201


def test_a_provider_that_drips_its_answer_is_not_waited_for(
    browser: Callable[[], Caller], provider: TestProvider, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(oidc, "WHOLE_SECONDS", 0.3)
    provider.drips = True
    began = time.monotonic()
    assert code(browser().get("/session/oidc")) == (503, "unavailable")
    assert time.monotonic() - began < 3


def test_a_house_without_a_provider_says_so(open_door: Callable[..., int]):
    caller = Caller(open_door())
    assert code(caller.get("/session/oidc")) == (404, "not_found")
    assert code(caller.get("/session/oidc/callback?state=x&code=y")) == (404, "not_found")


def test_no_code_and_no_secret_comes_into_the_logs(browser: Callable[[], Caller]):
    with logs_kept() as book:
        rina = browser()
        back = begin(rina)
        finish(rina, back)
        finish(rina, back)
    everything = "\n".join(book.lines)
    assert SECRET not in everything
    assert rina.http.cookies["kunjungan_session"] not in everything


def test_sign_ins_there_are_in_the_audit(
    browser: Callable[[], Caller], provider: TestProvider, database: Any
):
    rina = browser()
    finish(rina, begin(rina))
    provider.user = "nobody"
    finish(rina, begin(rina))
    told = {(one["staff"], one["outcome"]) for one in database("gateway")["audit"].find()}
    assert told == {("rina", "done"), ("unknown", "refused:sign_in_refused")}
