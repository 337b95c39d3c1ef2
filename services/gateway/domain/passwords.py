"""What a password may be: OWASP ASVS 5.0 chapter 6.2, level 2.

Length counts, not composition; every character is allowed and nothing is cut off or changed; no
password runs out. Refused is only what is too short, or what would be tried first.
"""

from collections.abc import Collection, Iterable

from services.gateway.domain.refusals import PasswordTooCommon, PasswordTooLong, PasswordTooShort

SHORTEST = 12
"""ASVS asks for 8 and recommends 15. With 12 and the rules below, the guesses that the growing
delay leaves to an attacker (some 300 a day) lead nowhere."""
LONGEST = 128
REMAINING = 8
"""Characters that must be left once the words of the house are taken out."""
DIFFERENT = 5
"""Different characters that there must be at least: not twelve times the same."""
HOUSE_WORDS = ("kunjungan", "rutan", "lapas", "password", "sandi", "indonesia")
LEET = str.maketrans("@4310$57!", "aaeiossti")


def check_new_password(password: str, words: Iterable[str], common: Collection[str]) -> None:
    """``words`` are the account's own: user name, name, houses. ``common`` are the passwords that
    most people choose, in small letters.

    Raises PasswordTooShort, PasswordTooLong, PasswordTooCommon.
    """
    if len(password) < SHORTEST:
        raise PasswordTooShort(
            f"A password has at least {SHORTEST} characters.", "password", shortest=SHORTEST
        )
    if len(password) > LONGEST:
        raise PasswordTooLong(
            f"A password has at most {LONGEST} characters.", "password", longest=LONGEST
        )
    if too_common(password, words, common):
        raise PasswordTooCommon(
            "This password would be guessed early. A sentence of several words is easy to keep "
            "and hard to guess.", "password",
        )  # fmt: skip


def too_common(password: str, words: Iterable[str], common: Collection[str]) -> bool:
    plain = password.lower()
    if len(set(plain)) < DIFFERENT:
        return True
    for spelling in {plain, plain.translate(LEET)}:
        if len(_without(spelling, [*HOUSE_WORDS, *words])) < REMAINING:
            return True
        if any(_joined(variant, common) for variant in _variants(spelling)):
            return True
    return False


def _variants(text: str) -> set[str]:
    """The text, and its core without the year, number or mark that was put around it."""
    return {text, text.strip("0123456789!?.,-_*#+@$ ")}


def _joined(text: str, common: Collection[str]) -> bool:
    """Whether it is one common password, or two put together."""
    if text in common:
        return True
    return any(text[:at] in common and text[at:] in common for at in range(1, len(text)))


def _without(text: str, words: Iterable[str]) -> str:
    parts = {part for word in words for part in word.lower().split() if len(part) >= 3}
    for part in sorted(parts, key=len, reverse=True):
        text = text.replace(part, "")
    return text
