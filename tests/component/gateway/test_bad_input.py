"""Anything that a fuzzer can send: refused with a problem, and nothing stored."""

import pytest
from pymongo import MongoClient

from tests.component.gateway.shared import System, code_of, request, status, token_of

JSON = {"Content_Type": "application/json"}
BODIES: dict[str, tuple[bytes, int]] = {
    "a key twice": (b'{"inmate_number": "B-1", "inmate_number": "B-2"}', 400),
    "not a number": (b'{"x": NaN}', 400),
    "infinity": (b'{"x": -Infinity}', 400),
    "a number beyond measure": (b'{"x": 1e999}', 400),
    "an integer beyond measure": (b'{"x": ' + b"9" * 5000 + b"}", 400),
    "half a character": (b'{"x": "\\ud800"}', 400),
    "no utf-8": (b'{"x": "\xff"}', 400),
    "utf-16": ('{"x": 1}'.encode("utf-16"), 400),
    "a byte order mark": (b"\xef\xbb\xbf{}", 400),
    "deep": (b'{"x":' + b"[" * 9000 + b"]" * 9000 + b"}", 400),
    "cut short": (b'{"x": ', 400),
    "a list": (b"[]", 422),
    "null": (b"null", 422),
    "a text": (b'"x"', 422),
    "a number": (b"1", 422),
}
NAMELESS = "/api/v1/screenings/" + "0" * 32 + "/recall"


@pytest.mark.parametrize(("body", "expected"), BODIES.values(), ids=BODIES)
@pytest.mark.parametrize(
    ("role", "path"), [("registrar", "/api/v1/visits"), ("screener", NAMELESS)]
)
def test_a_body_that_cannot_be_read_in_one_way_is_refused(
    alive: System, role: str, path: str, body: bytes, expected: int
):
    answer = alive.raw(request(alive.desk(role), "POST", path, body, **JSON))
    assert (status(answer), bool(code_of(answer))) == (expected, True)


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded", "json",
                                  "multipart/form-data; boundary=x"])  # fmt: skip
def test_a_body_of_another_type_is_refused_also_where_no_field_is_needed(
    alive: System, kind: str | None
):
    headers = {"Content_Type": kind} if kind else {}
    answer = alive.raw(request(alive.desk("screener"), "POST", NAMELESS, b"{}", **headers))
    assert (status(answer), code_of(answer)) == (415, "unreadable_request")


@pytest.mark.parametrize("path", [
    "/api/v1/../v1/me/../../etc/passwd", "/api/v1/visits/%2e%2e%2fme", "/api/v1/visits/%00",
    "/api/v1/visits/a%0d%0aX:%20y", "//api//v1//visits//x", "/api/v1/visits/\xff\xfe",
    "/api/v1/visits/%ff%fe", "/api/v1/visits/%ed%a0%80", "/api/v1/visits/%", "/api/v1/visits/",
    "/api/v1/visits?page=1&page=2", "/api/v1/visits?surprise=1", "/api/v1/visits?page=1000000000",
    "/api/v1/visits?page=0", "/api/v1/visits?page=-1", "/api/v1/visits?page_size=0",
    "/api/v1/visits?page_size=201", "/api/v1/visits?page=%ff", "/api/v1/visits?page=" + "9" * 5000,
    "/api/v1/visits?date=tomorrow", "/api/v1/visits?facility=%00", "/api/v1/lockers/99999999999/x",
])  # fmt: skip
def test_a_path_or_query_that_is_none_is_refused(alive: System, path: str):
    answer = alive.raw(request(alive.desk("registrar"), path=path))
    assert (400 <= status(answer) < 500, bool(code_of(answer))) == (True, True)
    assert b"\r\nX: y" not in answer


@pytest.mark.parametrize("method", ["BREW", "TRACE", "CONNECT", "PATCH"])
def test_a_method_that_is_none_is_refused_with_those_that_are(alive: System, method: str):
    answer = alive.raw(request(alive.desk("registrar"), method, "/api/v1/visits"))
    assert status(answer) == 405
    assert b"Allow:" in answer


def test_a_header_does_not_make_another_method_of_a_request(alive: System):
    override = {"X-HTTP-Method-Override": "DELETE", "X-Method-Override": "DELETE"}
    assert alive.desk("registrar").get("/session", override).status_code == 405
    assert alive.desk("registrar").get("/me", override).status_code == 200


@pytest.mark.parametrize("id", ["x", "\xff", "", "0,1", "-1", "9" * 400, "0-" + "a" * 300])
def test_a_stream_begins_whatever_place_is_named(alive: System, id: str):
    with alive.open() as client:
        client.sendall(request(alive.desk("registrar"), path="/api/v1/events", Last_Event_ID=id))
        assert client.recv(65536).startswith(b"HTTP/1.1 200")


def test_a_token_that_is_not_quite_one_opens_nothing(alive: System):
    token = token_of(alive.desk("registrar"))
    for wrong in (token[:-1], token + "x", token.swapcase(), token[::-1], "x" * 5000, "\xff" * 43):
        sent = request(alive.desk("registrar")).replace(token.encode(), wrong.encode("latin-1"))
        assert status(alive.raw(sent)) == 401


def test_a_session_that_has_ended_opens_nothing(alive: System):
    leaving = alive.desk("room_officer", another="leaving")
    assert leaving.send("DELETE", "/session").status_code == 204
    assert leaving.get("/me").status_code == 401


def test_nothing_of_it_was_stored(alive: System):
    with MongoClient(alive.settings["MONGO_URI"]) as client:
        owned = client[alive.settings["DATABASE_PREFIX"] + "registration"]
        assert {name: owned[name].count_documents({}) for name in ("visits", "inmates")} == {
            "visits": 0,
            "inmates": 0,
        }
