"""The data directory is lost in the middle of a day, and the day comes back from a backup."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import requests

from chassis.calling import RpcClient
from chassis.settings import COMMON, load_settings
from operations.local import System
from tests.component.backup.command import KEYS, Done, kunjungan
from tests.component.backup.outside import Outside, following
from tests.component.gateway.desk import Desk
from tests.support.eventually import eventually
from tests.support.house import House, code_of
from tests.support.messages import EventLog, EventPublisher
from tests.support.staff import HOUSE, hire, roster
from tests.support.standing_clock import StandingClock
from tests.unit.notifications.outside import MailServer, Receiver, http_server, mail_server

pytestmark = pytest.mark.timeout(400)
"""A whole system is started three times, and another time by the command."""

BY_MAIL = {"email": "ibu@example.org", "consent": True}
BY_PHONE = {"phone": "+6281255501234", "consent": True}
PATIENT = "[" + ", ".join(["1"] * 200) + "]"
DATE = "2026-01-17"


class Story(NamedTuple):
    """What the tests of this module look at, all of it told once."""

    house: House
    visits: dict[str, str]
    outside: Outside
    mail: MailServer
    receiver: Receiver
    system: System
    settings: dict[str, str]
    token: str
    before: dict[str, Any]
    backup: Done
    restored: Done
    after: dict[str, Any]
    told_before: list[str]
    sent_before: list[str]
    checkpoint: Path


def books(house: House, visits: dict[str, str]) -> dict[str, Any]:
    """What every desk sees."""
    look = house.look
    return {
        "visits": look("registration", "visits")["items"],
        "inside": look("registration", "inside"),
        "day book": look("registration", "day_book", date=DATE),
        "lockers": look("lockers", "lockers"),
        "deposit": look("lockers", "deposit_of", visit_id=visits["inside"]),
        "screenings": look("screening", "screenings"),
    }


def told(house: House, visit: str) -> dict[str, str]:
    """The status of each message about the visit."""
    found = house.look("notifications", "notifications", visit_id=visit)["notifications"]
    return {one["id"]: one["status"] for one in found}


def sent(mail: MailServer, receiver: Receiver) -> list[str]:
    """The id of each message that reached the outside, as often as it did."""
    mails = [str(one["message-id"]) for one in mail.mails()]
    return mails + [one.headers["webhook-id"] for one in receiver.requests]


def accounts(settings: dict[str, Any]) -> list[Any]:
    return [(one.id, one.roles, one.disabled) for one in roster(settings).all()]


@pytest.fixture(scope="module")
def story(amqp_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    home = tmp_path_factory.mktemp("house")
    clock = StandingClock(home / "clock.json")
    with (
        pytest.MonkeyPatch.context() as environment,
        following(amqp_uri) as outside,
        mail_server(tmp_path_factory.mktemp("mail")) as mail,
        http_server() as receiver,
        RpcClient(amqp_uri, timeout=20) as client,
    ):
        environment.setenv("AMQP_URI", amqp_uri)
        for name in ("MONGO_URI", *KEYS):
            environment.delenv(name, raising=False)
        receiver.answers = [503]
        how: dict[str, Any] = {
            "clock_file": clock.path,
            "settings": {
                "TIMER_SECONDS": "0.2", "RETRY_WAITS": PATIENT, "SMTP_HOST": "127.0.0.1",
                "SMTP_PORT": str(mail.port), "SMTP_TLS": "none", "SMTP_SENDER": "rutan@example.org",
                "VISITOR_WEBHOOK_URL": receiver.url,
            },
        }  # fmt: skip
        log = EventLog(amqp_uri)
        house = House(client, log, HOUSE)
        visits: dict[str, str] = {}
        data = home / "data"
        with System(data, **how) as system:
            settings = {**load_settings(COMMON), "MONGO_URI": system.mongo_uri, "STARTUP_WAIT": 5}
            hire(settings, "sari", "operator")
            hire(settings, "left", "operator")
            token = _a_morning(house, visits, system)
            eventually("the webhook is tried", lambda: receiver.requests)
            eventually("the mails are there", lambda: len(mail.mails()) >= 4)
            before = books(house, visits) | {"staff": accounts(settings)}
            given = {"AMQP_URI": amqp_uri, "MONGO_URI": system.mongo_uri,
                     "SECRETS_DIR": str(data / "secrets")}  # fmt: skip
            backup = kunjungan(given, "backup", home / "day", "--quiet", "3", "--wait", "60")
            # what comes now is in no backup
            receiver.answers = [204]
            eventually("it is sent", lambda: "sent" in told(house, visits["called"]).values())
            house.register(contact=BY_MAIL)
            house.call(visits["waiting"])
            roster(settings).disable("left")
            for _ in range(3):
                Desk(system.url, "sari").close()  # each sign-in is an entry of the audit
            checkpoint = home / "checkpoint"
            given["AUDIT_KEY_FILE"] = str(data / "secrets" / "audit_key")
            assert kunjungan(given, "audit", "checkpoint", checkpoint).code == 0
            eventually("all is told", lambda: not outside.catch_up())
        # an event that lockers had not heard when all was lost
        late = EventPublisher(amqp_uri)
        late("visit_ended", subject=visits["inside"], facility=HOUSE)
        late.close()
        outside.catch_up()
        told_before = outside.ids[:]
        sent_before = sent(mail, receiver)
        kept = home / "kept"
        shutil.copytree(data / "secrets", kept)
        shutil.rmtree(data)
        shutil.copytree(kept, data / "secrets")
        given = {"AMQP_URI": amqp_uri}
        restored = kunjungan(given, "restore", home / "day", "--data-dir", data)
        assert restored.code == 0, restored.told
        with System(data, **how) as system:
            given |= {
                "MONGO_URI": system.mongo_uri,
                "AUDIT_KEY_FILE": str(data / "secrets/audit_key"),
            }
            settings["MONGO_URI"] = system.mongo_uri
            after = books(house, visits) | {"staff": accounts(settings)}
            yield Story(house, visits, outside, mail, receiver, system, given, token, before,
                        backup, restored, after, told_before, sent_before, checkpoint)  # fmt: skip
        log.close()


def _a_morning(house: House, visits: dict[str, str], system: System) -> str:
    """One is over, one inside with a telephone in a locker, one called and one waiting. The token
    of an operator."""
    house.open()
    visits["over"] = house.register(contact=BY_MAIL)
    house.admit(visits["over"])
    house.end(visits["over"])
    house.see_out(visits["over"])
    house.until(visits["over"], status="departed")
    visits["inside"] = house.register(house.person(), house.child())
    house.admit(visits["inside"])
    visits["called"] = house.register(contact=BY_PHONE)
    house.call(visits["called"])
    visits["waiting"] = house.register()
    house.until_searched(visits["waiting"], status="waiting")
    return str(Desk(system.url, "sari")._http.headers["Authorization"])


def test_a_backup_is_made_while_everything_runs_and_a_message_is_tried_every_second(story: Story):
    assert story.backup.code == 0, story.backup.told
    assert len(story.receiver.requests) > 3


def test_every_desk_sees_what_it_saw_when_the_backup_was_made(story: Story):
    assert story.after == story.before
    assert story.before["inside"]["persons"] == 2


def test_what_was_done_after_the_backup_is_gone(story: Story):
    assert story.house.visit(story.visits["waiting"])["status"] == "registered"
    assert code_of(lambda: story.house.visit(list(story.house.groups)[-1])) == "not_found"


def test_nothing_that_lay_in_the_queues_is_applied_to_the_older_state(story: Story):
    assert story.house.deposit_of(story.visits["inside"])["status"] == "deposited"


def test_a_message_whose_fate_is_unknown_is_given_up_for_all_to_see(story: Story):
    messages = told(story.house, story.visits["called"])
    assert set(messages.values()) == {"failed"}
    assert "notifications given up: 1" in story.restored.told
    eventually("each is told of", lambda: _given_up(story) == set(messages))
    assert set(messages) <= set(story.sent_before)


def _given_up(story: Story) -> set[str]:
    story.outside.catch_up()
    return {
        one["data"]["notification"]
        for one in story.outside.heard
        if one["type"] == "notification_failed" and one["data"]["reason"] == "restored"
    }


def test_who_was_signed_in_is_not_and_may_sign_in_again(story: Story):
    headers = {"Authorization": story.token}
    me = requests.get(f"{story.system.url}/api/v1/me", headers=headers, timeout=10)
    assert me.status_code == 401
    assert Desk(story.system.url, "sari").get("/me").status_code == 200


def test_the_audit_is_whole_and_tells_of_backup_and_restore(story: Story):
    assert kunjungan(story.settings, "audit", "verify").code == 0
    shown = kunjungan(story.settings, "audit", "show", "--facility", HOUSE).out.decode()
    assert '"action": "restore"' in shown
    assert '"action": "backup"' in shown


def test_a_checkpoint_of_after_the_backup_shows_what_is_lost(story: Story):
    cut = kunjungan(story.settings, "audit", "verify", "--checkpoint", story.checkpoint)
    assert cut.code == 1
    assert "BROKEN" in cut.told


def test_the_day_goes_on_and_nothing_is_told_twice(story: Story):
    house, inside = story.house, story.visits["inside"]
    house.end(inside)
    house.see_out(inside)
    house.until(inside, status="departed")
    assert house.look("registration", "inside")["persons"] == 0
    assert house.deposit_of(inside)["status"] == "returned"
    eventually("it is told", lambda: _departed(story, inside))
    since = story.outside.ids[len(story.told_before) :]
    # within one life of the system an event may come twice, but not again after its restore
    assert set(since).isdisjoint(story.told_before)
    assert len(story.told_before) > 20
    again = sent(story.mail, story.receiver)[:]
    for one in story.sent_before:
        again.remove(one)
    assert set(again).isdisjoint(story.sent_before)


def _departed(story: Story, visit: str) -> bool:
    story.outside.catch_up()
    return any(
        one["type"] == "visitor_departed" and one["subject"] == visit for one in story.outside.heard
    )
