"""Passwords as they are kept: argon2id, computed beside the event loop."""

from collections.abc import Callable, Collection
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from eventlet import tpool
from eventlet.patcher import is_monkey_patched
from eventlet.semaphore import Semaphore

T = TypeVar("T")
MEMORY_KIB, ROUNDS, LANES = 19 * 1024, 2, 1
"""OWASP's choice for argon2id; about 25 ms on one core. Stronger ones take effect at each
account's next sign-in."""
NOBODY = "the password of nobody"


class Hasher:
    """``at_once`` bounds the processor time that a crowd signing in can take from all others."""

    def __init__(
        self, at_once: int = 2, memory_kib: int = MEMORY_KIB, rounds: int = ROUNDS,
        lanes: int = LANES,
    ):  # fmt: skip
        self._argon2 = PasswordHasher(rounds, memory_kib, lanes)
        self._at_once = Semaphore(at_once)
        # by default there are 20, and each keeps the 19 MB that its last hash took
        tpool.set_num_threads(at_once)
        self._nobody = self._argon2.hash(NOBODY)

    def hash(self, password: str) -> str:
        return self._beside(lambda: self._argon2.hash(_bytes(password)))

    def matches(self, kept: str | None, password: str) -> bool:
        """Costs the same when there is nothing to compare with, so that the time of the answer
        does not tell which accounts exist."""
        right = self._beside(lambda: self._verify(kept or self._nobody, password))
        return right and kept is not None

    def is_outdated(self, kept: str) -> bool:
        return self._argon2.check_needs_rehash(kept)

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._argon2.verify(kept, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False

    def _beside(self, work: Callable[[], T]) -> T:
        """In a real thread where eventlet runs: heartbeats and other requests go on."""
        if not is_monkey_patched("thread"):
            return work()
        with self._at_once:
            done: T = tpool.execute(work)
            return done


def _bytes(password: str) -> bytes:
    # half a surrogate pair comes through JSON; no password holds one, so it matches nothing
    return password.encode("utf-8", "surrogatepass")


@cache
def common_passwords() -> Collection[str]:
    """The 30,000 that leaked most often, in small letters; from a package that keeps them."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])
