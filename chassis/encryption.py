"""Encrypting single fields, so that a stolen database or backup holds no personal data to read.

AES-256-GCM. What is encrypted is bound to its place (collection, document, field): copied to any
other place it does not decrypt, so nobody with the database alone can give one person's number
to another.
"""

import base64
import json
import os
from binascii import Error as NotBase64

from cryptography.exceptions import InvalidTag

from chassis.keyring import KeyRing

PREFIX = "enc:v1:"
NONCE = 12
"""Bytes. Random: under one key 2**32 values are far from the first repetition."""

Place = tuple[str, str, str]
"""Collection, id of the document, path of the field in it."""


class FieldUnreadable(Exception):
    """A field does not decrypt: it was tampered with, moved, or its key is missing.

    Says where and under which key, never what.
    """

    def __init__(self, place: Place, key: str, why: str):
        super().__init__(f"{'/'.join(place)} under the key {key}: {why}")


class FieldCipher:
    def __init__(self, ring: KeyRing):
        self.ring = ring

    def encrypt(self, text: str, place: Place) -> str:
        """``enc:v1:<key id>:<nonce and ciphertext in base64>``."""
        nonce = os.urandom(NONCE)
        sealed = self.ring.encrypting().encrypt(nonce, text.encode(), _bound_to(place))
        return f"{PREFIX}{self.ring.current}:{base64.b64encode(nonce + sealed).decode()}"

    def decrypt(self, sealed: str, place: Place) -> str:
        """Raises FieldUnreadable."""
        key, _, encoded = sealed.removeprefix(PREFIX).partition(":")
        cipher = self.ring.decrypting(key)
        if cipher is None:
            raise FieldUnreadable(place, key, "there is no such key")
        try:
            raw = base64.b64decode(encoded, validate=True)
            return cipher.decrypt(raw[:NONCE], raw[NONCE:], _bound_to(place)).decode()
        except (InvalidTag, NotBase64, ValueError):
            raise FieldUnreadable(place, key, "it was changed or does not belong here") from None


def is_sealed(value: object) -> bool:
    return isinstance(value, str) and value.startswith(PREFIX)


def key_of(sealed: str) -> str:
    """The id of the key that it was encrypted under."""
    return sealed.removeprefix(PREFIX).partition(":")[0]


def _bound_to(place: Place) -> bytes:
    return json.dumps(place).encode()  # a list: no two places give the same bytes
