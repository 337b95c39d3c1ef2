"""The webhook, against an HTTP server."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace

import pytest

from services.notifications.channels import Address, Letter, NotSent
from services.notifications.channels.webhook import Webhook, key_of, signature
from tests.support.servers import free_port

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
FORMER = "whsec_" + base64.b64encode(b"former" * 5).decode()


@pytest.fixture
def letter(receiver):
    return Letter(
        id="e1-visitor", about="visitor_called", facility="RTBPN", subject_id="v1",
        recipient="visitor", language="id", subject="Nomor 12 dipanggil", body="Silakan…",
        address=Address(phone="+6281200000000", url=receiver.url + "kunjungan"),
    )  # fmt: skip


@pytest.fixture
def webhook():
    return Webhook([SECRET], timeout=5, real_time=lambda: 1700000000.9)


def failure(channel, letter):
    with pytest.raises(NotSent) as raised:
        channel.send(letter)
    return raised.value.reason, raised.value.for_good


def verified(request, secret):
    """As a receiver checks it, by the standard's own words."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    head = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}."
    expected = base64.b64encode(
        hmac.new(key, head.encode() + request.body, hashlib.sha256).digest()
    ).decode()
    return f"v1,{expected}" in request.headers["webhook-signature"].split()


def test_the_signature_is_that_of_the_standards_reference_library():
    assert signature(
        key_of(SECRET), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    ) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="  # fmt: skip


def test_a_letter_is_posted_as_json_with_the_phone_number(webhook, receiver, letter):
    webhook.send(letter)
    (request,) = receiver.requests
    assert request.path == "/kunjungan"
    assert request.headers["content-type"] == "application/json"
    assert json.loads(request.body) == {
        "id": "e1-visitor", "about": "visitor_called", "facility": "RTBPN", "subject_id": "v1",
        "recipient": "visitor", "language": "id", "subject": "Nomor 12 dipanggil",
        "body": "Silakan…", "phone": "+6281200000000",
    }  # fmt: skip


def test_a_receiver_can_verify_who_sent_it_and_when(webhook, receiver, letter):
    webhook.send(letter)
    (request,) = receiver.requests
    assert verified(request, SECRET)
    assert not verified(request, FORMER)
    assert request.headers["webhook-timestamp"] == "1700000000"


def test_two_attempts_carry_the_same_idempotency_key(webhook, receiver, letter):
    webhook.send(letter)
    webhook.send(letter)
    assert {
        (request.headers["idempotency-key"], request.headers["webhook-id"])
        for request in receiver.requests
    } == {("e1-visitor", "e1-visitor")}


def test_while_secrets_change_over_both_verify(receiver, letter):
    Webhook([SECRET, FORMER], timeout=5).send(letter)
    assert verified(receiver.requests[0], SECRET)
    assert verified(receiver.requests[0], FORMER)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_success_counts_as_sent(webhook, receiver, letter, status):
    receiver.answers = [status]
    webhook.send(letter)


@pytest.mark.parametrize(
    ("status", "for_good"),
    [(400, True), (401, True), (404, True), (410, True), (422, True), (408, False), (425, False),
     (429, False), (500, False), (502, False), (503, False)],
)  # fmt: skip
def test_a_refusal_says_whether_another_try_is_worth_it(
    webhook, receiver, letter, status, for_good
):
    receiver.answers = [status]
    assert failure(webhook, letter) == (f"http_{status}", for_good)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirection_is_not_followed(webhook, receiver, letter, status):
    receiver.answers = [status, 204]
    assert failure(webhook, letter) == ("redirected", True)
    assert [request.path for request in receiver.requests] == ["/kunjungan"]


def test_an_answer_without_end_does_not_hold_us_up(webhook, receiver, letter):
    receiver.answers = [200]
    receiver.endless_body = True
    webhook.send(letter)


def test_a_silent_receiver_is_tried_again(receiver, letter):
    receiver.hold.set()
    assert failure(Webhook([SECRET], timeout=0.2), letter) == ("timeout", False)


def test_a_receiver_that_is_away_is_tried_again(webhook, letter):
    gone = replace(letter, address=Address(url=f"http://127.0.0.1:{free_port()}/"))
    assert failure(webhook, gone) == ("connection_failed", False)


@pytest.mark.parametrize("url", ["no url", "http://", "gopher://example.org/"])
def test_a_url_that_is_none_is_a_failed_attempt(webhook, letter, url):
    assert failure(webhook, replace(letter, address=Address(url=url))) == (
        "connection_failed", False,
    )  # fmt: skip


def test_without_a_url_it_is_not_configured(webhook, letter):
    assert failure(webhook, replace(letter, address=Address())) == ("not_configured", False)


def test_proxies_of_the_environment_are_not_used(webhook, receiver, letter, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    webhook.send(letter)
    assert len(receiver.requests) == 1


@pytest.mark.parametrize("secret", ["secret", "whsec_", "whsec_!!!", "whsec_c2hvcnQ="])
def test_a_weak_or_malformed_secret_is_refused(secret):
    with pytest.raises(ValueError):
        Webhook([secret])
