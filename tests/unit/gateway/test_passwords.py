"""What a password may be."""

import pytest

from services.gateway.domain import refusals
from services.gateway.domain.passwords import check_new_password
from services.gateway.hashing import Hasher, common_passwords

WORDS = ("rina", "Rina Wulandari", "RTBPN")


@pytest.mark.parametrize(
    "password",
    ["seekor rusa di tepi danau", "correct horse battery staple", "kabuti-rosela-nimopa",
     "x9#Lq!27vPz&", "            and blanks",
     "汉字汉语拼音字母表方案学习", "a" * 100 + "bcdefghijk"],
)  # fmt: skip
def test_what_is_long_and_unlike_others_is_allowed(password: str):
    check_new_password(password, WORDS, common_passwords())


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("", refusals.PasswordTooShort),
        ("x9#Lq!27vPz", refusals.PasswordTooShort),
        ("abcdefghij" * 13, refusals.PasswordTooLong),
        ("111111111111", refusals.PasswordTooCommon),
        ("passwordpassword", refusals.PasswordTooCommon),
        ("P@ssw0rd2026!", refusals.PasswordTooCommon),
        ("iloveyouforever", refusals.PasswordTooCommon),
        ("Kunjungan2026!", refusals.PasswordTooCommon),
        ("wulandari-2026", refusals.PasswordTooCommon),
        ("rtbpnrinartbpn", refusals.PasswordTooCommon),
        ("sunshine!!!2026", refusals.PasswordTooCommon),
    ],
)
def test_what_would_be_tried_first_is_refused(password: str, refusal: type[Exception]):
    with pytest.raises(refusal) as refused:
        check_new_password(password, WORDS, common_passwords())
    assert not password or password not in str(vars(refused.value))


def test_a_hash_matches_its_password_and_no_other():
    hasher = Hasher(memory_kib=64, rounds=1)
    kept = hasher.hash("seekor rusa")
    assert "seekor" not in kept
    assert hasher.matches(kept, "seekor rusa")
    for other in ("seekor rus", "Seekor rusa", "seekor rusa ", "", "\ud800", "\0"):
        assert not hasher.matches(kept, other)
    assert not hasher.matches(None, "the password of nobody")
    assert not hasher.matches("no hash", "seekor rusa")


def test_weaker_hashes_are_outdated():
    assert Hasher().is_outdated(Hasher(memory_kib=64, rounds=1).hash("x"))
    assert not Hasher().is_outdated(Hasher().hash("x"))
