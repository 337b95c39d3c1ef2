"""GET /audit: auditors read the audit of their own houses, and that they did is in it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests

import services.gateway
from chassis.settings import load_settings
from operations.database import free_port
from services.gateway.domain.staff import Staff
from tests.component.audit.conftest import HOUSE, Books, an_entry
from tests.support.containers import Services
from tests.support.eventually import eventually
from tests.support.proxy import Proxy

pytest.importorskip("services.gateway.routes.session", reason="sign-in is another's work")
from tests.component.audit.desk import AuditDoor, Known  # noqa: E402

Ask = Callable[..., requests.Response]
CONFIG = Path(services.gateway.__file__).with_name("config.yml")


@pytest.fixture
def open_door(services: Services, settings: dict[str, Any]) -> Iterator[Callable[..., Ask]]:
    def opened(**overrides: Any) -> Ask:
        port = free_port()
        address = {"WEB_SERVER_ADDRESS": f"127.0.0.1:{port}"}
        own = {**load_settings(CONFIG), **settings, **address, **overrides}
        services.start(AuditDoor, **own)

        def ask(path: str = "/audit", who: str = "ani", method: str = "GET", **query: Any) -> Any:
            return requests.request(
                method, f"http://127.0.0.1:{port}{path}", params=query, timeout=30,
                headers={"Authorization": f"Bearer {who}"},
            )  # fmt: skip

        return ask

    for name, role, houses in (
        ("ani", "auditor", (HOUSE,)),
        ("two", "auditor", (HOUSE, "RTSMD")),
        ("rina", "registrar", (HOUSE,)),
    ):
        Known.staff[name] = Staff(name, name, name, frozenset({role}), houses, None, f"s-{name}")
    yield opened
    Known.staff.clear()


@pytest.fixture
def ask(open_door: Callable[..., Ask]) -> Ask:
    return open_door()


def subjects(answer: requests.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["subject"] for one in answer.json()["entries"]]


def test_an_auditor_reads_what_was_done_newest_first(ask: Ask, books: Books):
    writer = books.writer()
    writer.record(an_entry("v1"))
    writer.record(an_entry("v2", reason="a funeral", trace="t", facts={"supervisor": "wati"}))
    answer = ask()
    assert subjects(answer) == ["v2", "v1"]
    newest = answer.json()["entries"][0]
    assert datetime.fromisoformat(newest.pop("at")).tzinfo is not None
    assert newest == {
        "number": 2, "staff": "budi", "session": "s1", "address": "10.0.0.7",
        "action": "visits.end", "subject": "v2", "outcome": "done", "reason": "a funeral",
        "trace": "t", "facts": {"supervisor": "wati"},
    }  # fmt: skip
    rest = answer.json()
    assert (rest["page"], rest["page_size"], rest["more"]) == (1, 50, False)


def test_reading_is_an_entry_too(ask: Ask, books: Books):
    ask(staff="budi", page_size=10)
    [looked] = ask().json()["entries"]
    assert (looked["staff"], looked["session"], looked["action"]) == ("ani", "s-ani", "audit")
    assert (looked["outcome"], looked["address"]) == ("done", "127.0.0.1")
    assert looked["facts"] == {"staff": "budi", "page": "1", "page_size": "10"}
    assert looked["trace"]
    assert books.breaks() == []


def test_it_is_read_by_staff_action_subject_outcome_and_time(ask: Ask, books: Books):
    writer = books.writer()
    for n in range(4):
        writer.record(an_entry(f"v{n}"))
    moments = [one["at"] for one in reversed(ask().json()["entries"])]
    assert subjects(ask(subject="v2")) == ["v2"]
    assert subjects(ask(staff="nobody")) == []
    assert subjects(ask(action="visits.end", outcome="done")) == ["v3", "v2", "v1", "v0"]
    assert subjects(ask(action="visits.end", outcome="denied")) == []
    within = [n for n in (3, 2, 1, 0) if moments[1] <= moments[n] < moments[3]]
    found = ask(**{"action": "visits.end", "from": moments[1], "to": moments[3]})
    assert subjects(found) == [f"v{n}" for n in within]


def test_pages_follow_each_other(ask: Ask, books: Books):
    writer = books.writer()
    for n in range(5):
        writer.record(an_entry(f"v{n}"))
    pages = [ask(action="visits.end", page=n, page_size=2) for n in (1, 2, 3, 4)]
    assert [subjects(one) for one in pages] == [["v4", "v3"], ["v2", "v1"], ["v0"], []]
    assert [one.json()["more"] for one in pages] == [True, True, False, False]


def test_nobody_but_an_auditor_reads_it_and_who_tries_is_in_it(ask: Ask, books: Books):
    refused = ask(who="rina")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    [denied] = ask().json()["entries"]
    assert (denied["staff"], denied["action"], denied["outcome"]) == ("rina", "audit", "denied")


def test_another_house_s_audit_is_not_there(ask: Ask, books: Books):
    books.writer().record(an_entry("v1", "RTSMD"))
    assert ask(facility="RTSMD").status_code == 404
    assert subjects(ask(who="two", facility="RTSMD")) == ["v1"]
    assert ask(who="two").json()["code"] == "facility_required"


@pytest.mark.parametrize(
    "query",
    [{"from": "2026-01-17T09:30:00"}, {"from": "yesterday"}, {"page": "0"}, {"page_size": "201"},
     {"page": "x"}, {"unknown": "1"}, {"staff": "a\0b"}, {"staff": ""}],
    ids=str,
)  # fmt: skip
def test_what_makes_no_sense_is_said_field_by_field(ask: Ask, query: dict[str, str]):
    refused = ask(**query)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_input")
    assert list(refused.json()["errors"]) == list(query)


def test_a_stranger_learns_nothing(ask: Ask):
    assert ask(who="nobody", page="x").status_code == 401


def test_an_entry_that_somebody_changed_does_not_hide_the_others(ask: Ask, books: Books):
    writer = books.writer()
    for n in range(3):
        writer.record(an_entry(f"v{n}"))
    change = {"$set": {"facts": {"a": b"bytes"}, "staff": 5}, "$unset": {"subject": "", "mac": ""}}
    books.documents.update_one({"number": 2}, change)
    assert subjects(ask()) == ["v2", "", "v0"]


def test_without_the_audit_nothing_is_shown_and_no_denial_goes_unrecorded(
    open_door: Callable[..., Ask], settings: dict[str, Any]
):
    with Proxy(settings["MONGO_URI"]) as proxy:
        through = proxy.through(settings["MONGO_URI"])
        ask = open_door(MONGO_URI=through, MONGO_TIMEOUT_MS=300)
        assert ask().status_code == 200
        proxy.cut()
        for away in (ask(), ask("/close", who="rina", method="POST")):
            assert (away.status_code, away.json()["code"]) == (503, "unavailable")
            assert away.headers["Retry-After"]
        proxy.restore()
        eventually("the audit is shown again", lambda: ask().status_code == 200)


def test_it_is_documented(ask: Ask):
    told = ask("/openapi.json").json()["paths"]["/audit"]["get"]
    assert [one["name"] for one in told["parameters"]] == [
        "facility", "from", "to", "staff", "action", "subject", "outcome", "page", "page_size",
    ]  # fmt: skip
    assert {"200", "401", "403", "422", "503"} <= set(told["responses"])
