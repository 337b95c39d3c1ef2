"""E-mail, against a mail server."""

from dataclasses import replace

import pytest

from services.notifications.channels import Address, Letter, NotSent
from services.notifications.channels.email import Email, Mailbox
from tests.support.servers import free_port
from tests.unit.notifications.certificates import self_signed
from tests.unit.notifications.outside import mail_server

SENDER = "Rutan Balikpapan <kunjungan@rutan.example>"
LETTER = Letter(
    id="e1-visitor", about="visitor_registered", facility="RTBPN", subject_id="v1",
    recipient="visitor", language="id", subject="Nomor antrean 12",
    body="Yth. Siti Aminah,\n\nNomor Anda: 12 – terima kasih.\n",
    address=Address(emails=("siti@example.org",)),
)  # fmt: skip


def to(*emails):
    return replace(LETTER, address=Address(emails=emails))


def plain(mail, **changes):
    return Email(Mailbox("127.0.0.1", mail.port, SENDER, tls="none", timeout=5, **changes))


def failure(channel, letter=LETTER):
    with pytest.raises(NotSent) as raised:
        channel.send(letter)
    return raised.value.reason, raised.value.for_good


def test_a_letter_arrives_whole(mail):
    plain(mail).send(LETTER)
    (received,) = mail.mails()
    assert received["subject"] == "Nomor antrean 12"
    assert received["from"] == SENDER
    assert received["to"] == "siti@example.org"
    assert received["content-language"] == "id"
    assert received.get_content().splitlines() == LETTER.body.splitlines()


def test_two_attempts_carry_the_same_message_id(mail):
    for _ in range(2):
        plain(mail).send(LETTER)
    assert [received["message-id"] for received in mail.mails()] == [
        "<e1-visitor@rutan.example>"
    ] * 2  # fmt: skip


def test_a_machine_is_told_not_to_answer(mail):
    plain(mail).send(LETTER)
    assert mail.mails()[0]["auto-submitted"] == "auto-generated"


def test_a_desk_of_several_is_sent_to_all(mail):
    plain(mail).send(to("a@example.org", "b@example.org"))
    assert len(mail.mails()) == 2


def test_it_arrived_when_one_of_several_takes_it(mail):
    plain(mail).send(to("a@example.org", "unknown@example.org"))
    assert len(mail.mails()) == 1


@pytest.mark.parametrize(
    ("address", "reason", "for_good"),
    [
        ("unknown@example.org", "recipient_refused", True),
        ("full@example.org", "recipient_refused", False),
        ("spam@example.org", "smtp_554", True),
        ("busy@example.org", "smtp_451", False),
    ],
)
def test_a_refusal_says_whether_another_try_is_worth_it(mail, address, reason, for_good):
    assert failure(plain(mail), to(address)) == (reason, for_good)


def test_a_refusal_does_not_repeat_the_address(mail):
    with pytest.raises(NotSent) as raised:
        plain(mail).send(to("unknown@example.org"))
    assert "unknown" not in str(raised.value)
    assert raised.value.__suppress_context__


def test_a_server_that_is_away_is_tried_again():
    away = Email(Mailbox("127.0.0.1", free_port(), SENDER, tls="none", timeout=1))
    assert failure(away) == ("smtp_unavailable", False)


def test_a_subject_over_two_lines_cannot_add_a_header(mail):
    forged = replace(LETTER, subject="Nomor\r\nBcc: x@example.org")
    assert failure(plain(mail), forged) == ("malformed_mail", True)
    assert mail.mails() == []


def test_nobody_to_send_to_is_a_failure_for_good(mail):
    assert failure(plain(mail), to()) == ("no_address", True)


def test_a_server_without_tls_gets_no_letter(mail):
    channel = Email(Mailbox("127.0.0.1", mail.port, SENDER, tls="starttls", timeout=5))
    assert failure(channel) == ("smtp_not_supported", False)
    assert mail.mails() == []


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory):
    directory = tmp_path_factory.mktemp("secured")
    certificate, key = self_signed(directory)
    with mail_server(directory, certificate, key) as server:
        yield server, Mailbox(
            "127.0.0.1", server.port, SENDER, user="kunjungan", password="open sesame",
            timeout=5, ca_file=certificate,
        )  # fmt: skip


def test_a_secured_server_takes_it_by_starttls_and_log_in(secured):
    server, mailbox = secured
    server.clear()
    Email(mailbox).send(LETTER)
    assert len(server.mails()) == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"password": "wrong"}, "smtp_login_refused"),
        ({"ca_file": None}, "smtp_tls_failed"),
        ({"tls": "none", "user": None}, "smtp_530"),
    ],
)
def test_what_an_operator_can_repair_is_tried_again(secured, changes, reason):
    server, mailbox = secured
    server.clear()
    found, for_good = failure(Email(replace(mailbox, **changes)))
    assert (found, for_good) == (reason, reason == "smtp_530")
    assert server.mails() == []
