"""What one connection may cost, and what is no HTTP."""

import eventlet
import pytest

from tests.component.gateway.shared import System, code_of, request, rest_of, status

LARGE = b'{"x": "' + b"x" * 20_000 + b'"}'
JSON = {"Content_Type": "application/json"}
NOT_HTTP = {
    "garbage": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "no version": b"GET /api/v1/me\r\n\r\n",
    "another version": b"GET / HTTP/3.7\r\nHost: x\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
    "no colon": b"POST / HTTP/1.1\r\nHost: x\r\nnonsense\r\nContent-Length: 5\r\n\r\nabcde",
    "blank before colon": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 5\r\n\r\nabcde",
    "folded": b"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",
    "length in words": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n",
    "length with a sign": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nabcde",
    "length with a line": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1_0\r\n\r\nabcdefghij",
    "two lengths": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
    "length and chunks": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "another coding": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
    b"0\r\n\r\n",
    "long header": b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 10_000 + b"\r\n\r\n",
    "large headers": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: " + b"a" * 8000 + b"\r\n"
    + (b"B: " + b"b" * 8000 + b"\r\n") * 10 + b"\r\n",
}  # fmt: skip


@pytest.mark.parametrize("sent", NOT_HTTP.values(), ids=NOT_HTTP)
def test_what_is_no_http_is_refused_and_nothing_after_it_is_read(alive: System, sent: bytes):
    hidden = b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
    answer = alive.raw(sent + hidden)
    assert status(answer) in (400, 505)
    assert answer.count(b"HTTP/1.") == 1
    assert b"Server:" not in answer


def test_too_many_headers_and_too_long_a_path_are_refused(alive: System):
    many = b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 200 + b"\r\n"
    assert status(alive.raw(many)) == 431
    assert status(alive.raw(b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")) == 414


def test_an_absolute_uri_and_http_1_0_are_answered(alive: System):
    path = "http://elsewhere/api/v1/me"
    assert status(alive.raw(request(alive.desk("registrar"), path=path))) == 200
    old = request(alive.desk("registrar")).replace(b"HTTP/1.1", b"HTTP/1.0")
    assert status(alive.raw(old)) == 200


def test_a_body_that_is_too_large_is_refused(alive: System):
    answer = alive.raw(request(alive.desk("registrar"), "POST", "/api/v1/visits", LARGE, **JSON))
    assert (status(answer), code_of(answer)) == (413, "too_large")


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_sent(alive: System):
    head = request(
        alive.desk("registrar"), "POST", "/api/v1/visits", Content_Length="999999999", **JSON
    )
    assert status(alive.raw(head)) == 413
    asked_first = head.replace(b"Host: x", b"Host: x\r\nExpect: 100-continue")
    assert status(alive.raw(asked_first)) == 413


def test_a_chunked_body_is_bounded_too(alive: System):
    chunked = {"Transfer_Encoding": "chunked", **JSON}
    endless = request(alive.desk("registrar"), "POST", "/api/v1/visits", **chunked)
    answer = alive.raw(endless + b"1000\r\n" + (b"x" * 4096 + b"\r\n1000\r\n") * 6)
    assert (status(answer), code_of(answer)) == (413, "too_large")


def test_a_chunked_body_is_read(alive: System):
    chunked = {"Transfer_Encoding": "chunked", **JSON}
    sent = request(alive.desk("registrar"), "POST", "/api/v1/visits", **chunked)
    answer = alive.raw(sent + b'e;note=1\r\n{"surprise":1}\r\n0\r\nTrailer: x\r\n\r\n')
    assert status(answer) == 422
    assert b"surprise" in answer


@pytest.mark.parametrize(
    "body", [b"-5\r\nabc", b"zz\r\n", b"0x2\r\n{}\r\n0\r\n\r\n", b"2\r\n{}x0\r\n\r\n", b"a" * 5000]
)
def test_a_body_that_is_not_chunked_as_it_says_is_refused(alive: System, body: bytes):
    chunked = {"Transfer_Encoding": "chunked", **JSON}
    answer = alive.raw(request(alive.desk("registrar"), "POST", "/api/v1/visits", body, **chunked))
    assert (status(answer), code_of(answer)) == (400, "unreadable_request")


def test_a_client_that_trickles_is_cut_off(alive: System):
    registrar = alive.desk("registrar")
    head = request(registrar, "POST", "/api/v1/visits", Content_Length="900", **JSON)
    for beginning, expected in ((b"GET / HTTP/1.1\r\nA: b", b""), (head, b"HTTP/1.1 408")):
        with alive.open() as client:
            client.sendall(beginning)

            def trickle(to=client) -> None:
                try:
                    while True:
                        to.sendall(b"x")
                        eventlet.sleep(0.1)
                except OSError:
                    return

            trickling = eventlet.spawn(trickle)
            with eventlet.Timeout(8):
                assert rest_of(client).startswith(expected)
            trickling.kill()


def test_clients_that_are_slow_take_no_worker_from_the_others(alive: System):
    registrar = alive.desk("registrar")
    head = request(registrar, "POST", "/api/v1/visits", Content_Length="900", **JSON)
    slow = [alive.open() for _ in range(100)]
    for one in slow:
        one.sendall(head)
    with eventlet.Timeout(0.9):  # they are cut off after a second
        assert registrar.get("/me").status_code == 200
    for one in slow:
        one.close()


def test_the_address_of_a_caller_is_not_what_the_caller_writes(alive: System):
    """An auditor reads where a request came from."""
    registrar, auditor = alive.desk("registrar"), alive.desk("auditor")
    registrar.get("/visits/x", {"X-Forwarded-For": "203.0.113.9"})
    told = auditor.get("/audit", action="visits.show").text
    assert "127.0.0.1" in told
    assert "203.0.113.9" not in told
