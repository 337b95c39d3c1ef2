"""Settings become routes and channels, or a sentence that names the setting at fault."""

from datetime import timedelta
from pathlib import Path

import pytest

import services.notifications
from chassis.settings import load_settings
from services.notifications.connections import connect
from services.notifications.domain.correspondence import Correspondence, Message, Status
from services.notifications.domain.terms import Contact
from tests.unit.notifications.given import HOUSE, NOW, VISIT
from tests.unit.notifications.test_webhook import SECRET

CONFIG = Path(services.notifications.__file__).with_name("config.yml")
MAIL = {"SMTP_HOST": "mail.example", "SMTP_SENDER": "kunjungan@rutan.example"}
HOOK = {"WEBHOOK_SECRET": SECRET}


def connected(**settings):
    return connect({**load_settings(CONFIG), **settings})


def message(desk=None):
    return Message("e1", "card_lost", "desk" if desk else "visitor", desk, {}, NOW, None,
                   Status.PENDING)  # fmt: skip


def test_out_of_the_box_everything_goes_to_the_log():
    found = connected()
    assert found.channels == {}
    assert not found.terms.routes.visitor_email
    assert found.terms.routes.to_desk(HOUSE, "room") == "log"


def test_the_patience_of_the_config_file_is_taken_over():
    terms = connected().terms
    assert terms.patience.attempts == 6
    assert terms.patience.wait_after(5) == timedelta(hours=2)
    assert terms.good_for("visit_ended") == timedelta(hours=12)
    assert terms.good_for("visitor_called") == timedelta(hours=2)


def test_a_mail_server_opens_e_mail_to_visitors():
    found = connected(**MAIL)
    assert list(found.channels) == ["email"]
    assert found.terms.routes.visitor_email


def test_each_message_gets_its_own_address():
    desks = {HOUSE: {"room": {"channel": "email", "to": ["room@rutan.example"]}},
             "*": {"*": {"channel": "webhook", "url": "http://desk.example/"}}}  # fmt: skip
    found = connected(**MAIL, **HOOK, DESKS=desks, VISITOR_WEBHOOK_URL="http://wa.example/")
    contact = Contact("id", 1, "Siti", "siti@example.org", "+6281200000000")
    state = Correspondence(VISIT, HOUSE, contact=contact)
    assert found.address(state, message("room")).emails == ("room@rutan.example",)
    assert found.address(state, message("lockers")).url == "http://desk.example/"
    assert found.address(state, message("lockers")).phone is None
    to_visitor = found.address(state, message())
    assert (to_visitor.emails, to_visitor.phone, to_visitor.url) == (
        ("siti@example.org",), "+6281200000000", "http://wa.example/",
    )  # fmt: skip


def test_settings_are_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("DESKS", '{"*": {"room": {"channel": "email", "to": ["a@example.org"]}}}')
    monkeypatch.setenv("NOTIFY_MAX_AGES", "{visit_ended: 1}")
    found = connected(**MAIL)
    assert found.terms.routes.to_desk(HOUSE, "room") == "email"
    assert found.terms.good_for("visit_ended") == timedelta(hours=1)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"DESKS": {"*": {"kitchen": {"channel": "log"}}}}, "kitchen"),
        ({"DESKS": {"*": {"room": {"channel": "pigeon"}}}}, "not a route"),
        ({"DESKS": {"*": {"room": {"channel": "email"}}}}, "not a route"),
        ({"DESKS": {"*": {"room": {"channel": "log", "to": []}}}}, "not a route"),
        ({"DESKS": {"*": {"room": {"channel": "email", "to": ["a@b.c"]}}}}, "email is not set up"),
        ({"DESKS": {"*": {"room": {"channel": "webhook", "url": "u"}}}}, "webhook is not set up"),
        ({"VISITOR_WEBHOOK_URL": "http://wa.example/"}, "WEBHOOK_SECRET"),
        ({"WEBHOOK_SECRET": "weak"}, "WEBHOOK_SECRET"),
        ({**MAIL, "SMTP_TLS": "perhaps"}, "SMTP_TLS"),
        ({**MAIL, "SMTP_SENDER": ""}, "SMTP_SENDER"),
        ({"LEASE_SECONDS": 10}, "LEASE_SECONDS"),
        ({"DESK_LANGUAGE": "nl"}, "DESK_LANGUAGE"),
    ],
)
def test_a_setting_that_cannot_work_is_named(settings, named):
    with pytest.raises(ValueError, match=named):
        connected(**settings)
