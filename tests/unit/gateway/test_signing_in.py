"""How long one waits after failures, and how long a session lasts."""

from datetime import UTC, datetime, timedelta

import pytest

from services.gateway.domain.signing_in import (
    Failures,
    Lifetime,
    Patience,
    Times,
    account_key,
    address_key,
    delay_after,
    expiry,
    is_over,
    is_to_be_renewed,
    one_less,
    one_more,
    seconds_to_wait,
    username_claimed,
)

NOON = datetime(2026, 1, 17, 12, tzinfo=UTC)
PATIENCE = Patience(3, timedelta(seconds=300), timedelta(hours=1))
LIFETIME = Lifetime(timedelta(hours=12), timedelta(hours=1), timedelta(minutes=1))


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (2, 0), (3, 1), (4, 2), (5, 4), (11, 256), (12, 300), (1_000_000, 300)],
)
def test_the_delay_doubles_up_to_its_bound(failures: int, seconds: int):
    assert delay_after(failures, PATIENCE) == timedelta(seconds=seconds)


def test_the_wait_is_told_in_whole_seconds_and_never_too_short():
    failures = Failures(5, NOON)
    assert seconds_to_wait(failures, NOON + timedelta(milliseconds=1), PATIENCE) == 4
    assert seconds_to_wait(failures, NOON + timedelta(milliseconds=3999), PATIENCE) == 1
    assert seconds_to_wait(failures, NOON + timedelta(seconds=4), PATIENCE) == 0
    assert seconds_to_wait(None, NOON, PATIENCE) == 0


def test_failures_add_up_until_a_quiet_time():
    first = one_more(None, NOON, PATIENCE)
    second = one_more(first, NOON + timedelta(hours=1), PATIENCE)
    assert (first.count, second.count) == (1, 2)
    assert one_more(second, NOON + timedelta(hours=2, seconds=1), PATIENCE).count == 1


def test_a_success_takes_one_off():
    assert one_less(Failures(2, NOON)) == Failures(1, NOON)
    assert one_less(Failures(1, NOON)) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8::1", "2001:db8::ffff:1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::2"),
        ("", "no address"),
    ],
)
def test_addresses_of_one_customer_count_as_one(one: str, other: str):
    assert address_key(one) == address_key(other)


def test_other_addresses_count_apart():
    assert address_key("192.0.2.1") != address_key("192.0.2.2")
    assert address_key("2001:db8:0:1::1") != address_key("2001:db8:0:2::1")


@pytest.mark.parametrize("username", ["rina", "my secret passphrase", "\ud800", "\0", ""])
def test_a_user_name_is_not_kept_as_typed(username: str):
    assert not username or username not in account_key(username)


def test_a_session_ends_after_a_shift_or_when_nobody_uses_it():
    begun, used = NOON, NOON + timedelta(hours=11, minutes=30)
    assert expiry(Times(begun, begun), LIFETIME) == NOON + timedelta(hours=1)
    assert expiry(Times(begun, used), LIFETIME) == NOON + timedelta(hours=12)
    assert not is_over(Times(begun, used), NOON + timedelta(hours=11, minutes=59), LIFETIME)
    assert is_over(Times(begun, used), NOON + timedelta(hours=12), LIFETIME)


def test_use_is_written_down_once_a_minute():
    assert not is_to_be_renewed(Times(NOON, NOON), NOON + timedelta(seconds=59), LIFETIME)
    assert is_to_be_renewed(Times(NOON, NOON), NOON + timedelta(seconds=60), LIFETIME)


@pytest.mark.parametrize(
    ("claims", "claim", "username"),
    [
        ({"preferred_username": "rina"}, "preferred_username", "rina"),
        ({"email": "r@example.id", "email_verified": True}, "email", "r@example.id"),
        ({"email": "r@example.id", "email_verified": "true"}, "email", None),
        ({"email": "r@example.id"}, "email", None),
        ({"preferred_username": " "}, "preferred_username", None),
        ({"preferred_username": 7}, "preferred_username", None),
        ({}, "preferred_username", None),
    ],
)
def test_whom_a_provider_names(claims: dict, claim: str, username: str | None):
    assert username_claimed(claims, claim) == username
