"""The keys of personal fields: the first one encrypts, all of them decrypt.

Written as ``id:64 hex digits``, one a line (or with spaces between). A ring of several keys is
how a key is changed without a moment in which something cannot be read.
"""

import re
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ENTRY = re.compile(r"([a-z0-9]{1,16}):([0-9a-f]{64})")


class KeyRingInvalid(ValueError):
    """The ring cannot be read. Its text is never quoted: it is a secret."""


def entries(text: str) -> list[tuple[str, str]]:
    """Id and key (256 bits in hex) of each key, the one that encrypts first.

    Raises KeyRingInvalid.
    """
    found = [ENTRY.fullmatch(entry) for entry in text.split()]
    if not found:
        raise KeyRingInvalid("FIELD_KEYS holds no key")
    keys = [(one[1], one[2]) for one in found if one]
    if len(keys) < len(found):
        place = next(place for place, one in enumerate(found, start=1) if not one)
        raise KeyRingInvalid(f"FIELD_KEYS: entry {place} is not <id>:<64 hex digits>")
    if len({id for id, _ in keys}) < len(keys):
        raise KeyRingInvalid("FIELD_KEYS: two keys have the same id")
    return keys


class KeyRing:
    """``again`` reads the ring anew. It is asked for a key that is not known, so that a process
    that still runs reads what one that was restarted writes under a new key."""

    def __init__(self, text: str, again: Callable[[], str] | None = None):
        self._again = again
        self._take(text)

    def _take(self, text: str) -> None:
        # made once: it costs as much as encrypting a field does
        self._keys = {id: AESGCM(bytes.fromhex(key)) for id, key in entries(text)}
        self.current = next(iter(self._keys))

    def encrypting(self) -> AESGCM:
        return self._keys[self.current]

    def decrypting(self, id: str) -> AESGCM | None:
        """None: there is no such key."""
        if id not in self._keys and self._again:
            self._take(self._again())
        return self._keys.get(id)
