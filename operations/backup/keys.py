"""Whether the keys at hand are those of the data. The archive holds none of them, only what each
answers to a question of the archive's own."""

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import bson
from bson.raw_bson import RawBSONDocument

from chassis.aggregates import AggregateStore
from chassis.blind_index import blind_index
from chassis.encryption import PREFIX, FieldCipher, FieldUnreadable
from chassis.keyring import KeyRing, KeyRingInvalid, entries
from chassis.sealing import Sealing
from operations.secrets import KEYS
from services.gateway.domain.audit_chain import Break, verified
from services.notifications.store import Correspondences
from services.registration.store import Visits

SEALED = re.compile(re.escape(PREFIX.encode()) + rb"([a-z0-9]{1,16}):")
TRIES = 50
"""Documents tried before a key counts as another one."""
NEEDED = ("field_keys", "blind_index_key", "audit_key")
"""Without the others nothing of the data is lost."""
RINGS: dict[str, tuple[str, type[AggregateStore[Any]]]] = {
    "registration/visits": ("registration/field_keys", Visits),
    "notifications/notifications": ("notifications/field_keys", Correspondences),
}
"""Parts with personal fields that are tried out."""

Keys = Mapping[str, str]
"""By ``<service>/<name>``."""


class KeysDoNotFit(Exception):
    """The text is a sentence for the operator, and quotes no key."""


def read_keys(directory: Path) -> Keys:
    """Of Compose (a folder for each service) or of a bare machine. Raises KeysDoNotFit."""
    found = {}
    for service, names in KEYS.items():
        for name in names:
            if name in NEEDED:
                found[f"{service}/{name}"] = _text(directory, service, name)
    return found


def _text(directory: Path, service: str, name: str) -> str:
    for path in (directory / service / name, directory / name):
        if path.is_file():
            return path.read_text(encoding="utf-8").strip()
    raise KeysDoNotFit(
        f"There is no {name} of {service} in {directory}. The keys are kept apart from the "
        "backups: lay them there, or say where they are with --secrets-dir."
    )


def key_ids(document: RawBSONDocument) -> set[str]:
    """Of the keys that values of the document are encrypted under."""
    return {one.decode() for one in SEALED.findall(document.raw)}


def answers(keys: Keys, archive: str, used: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    """What the keys answer. ``used``: ids of the keys of each ring that values are under."""
    told: dict[str, Any] = {
        name: _answer(key, archive) for name, key in keys.items() if not name.endswith("field_keys")
    }
    for name, ids in used.items():
        ring = _ring(keys, name)
        told[name] = {id: _answer(ring[id], archive) for id in sorted(ids)}
    return told


def check(keys: Keys, archive: str, told: Mapping[str, Any]) -> None:
    """Raises KeysDoNotFit when the keys at hand do not answer what is told in the archive."""
    for name, expected in told.items():
        if isinstance(expected, str):
            if not _same(keys.get(name), archive, expected):
                raise KeysDoNotFit(f"{name} is not the key that the data were made under.")
            continue
        ring = _ring(keys, name)
        for id, answer in expected.items():
            if not _same(ring.get(id), archive, answer):
                raise KeysDoNotFit(
                    f"{name} has no {id}, or another one than the data were encrypted under. "
                    "Lay the ring of that time there."
                )


class Trial:
    """Tries the keys on the data themselves: with other keys at hand, the archive would ask for
    keys that never fitted. One value that opens proves a key; a value that somebody has damaged
    does not keep the rest from being saved."""

    def __init__(self, keys: Keys):
        self._keys = keys
        self._failed: Counter[tuple[str, str]] = Counter()
        self._proven: set[tuple[str, str]] = set()
        self.used: dict[str, set[str]] = {name: set() for name, _ in RINGS.values()}
        """Ids of the keys of each ring that values are under."""

    def see(self, part: str, document: RawBSONDocument) -> None:
        ring = f"{part.split('/')[0]}/field_keys"
        if ring not in self.used:
            return
        for id in key_ids(document):
            self.used[ring].add(id)
            place = (part, id)
            if part in RINGS and place not in self._proven and self._failed[place] < TRIES:
                if self._opens(part, document):
                    self._proven.add(place)
                else:
                    self._failed[place] += 1

    def check(self, first_entries: Iterable[Mapping[str, Any]]) -> None:
        """``first_entries``: of each chain of the audit. Raises KeysDoNotFit."""
        for part, id in self._failed.keys() - self._proven:
            raise KeysDoNotFit(
                f"The keys at hand are not those of the data: with {RINGS[part][0]} and "
                f"registration/blind_index_key, {part} cannot be read under {id}."
            )
        firsts = list(first_entries)
        if firsts and not any(_verifies(self._keys["gateway/audit_key"], one) for one in firsts):
            raise KeysDoNotFit("gateway/audit_key is not the key that the audit is chained under.")

    def _opens(self, part: str, document: RawBSONDocument) -> bool:
        name, store = RINGS[part]
        try:
            cipher = FieldCipher(KeyRing(self._keys[name]))
            plain = bson.decode(document.raw)
            opened = Sealing(store.collection, store.encrypted, cipher=cipher).opened(plain)
        except FieldUnreadable:
            return False
        except KeyRingInvalid as reason:
            raise KeysDoNotFit(f"{name}: {reason}") from None
        return store is not Visits or any(self._finds(one) for one in opened["members"])

    def _finds(self, member: Mapping[str, Any]) -> bool:
        key = self._keys["registration/blind_index_key"]
        index: str = blind_index(key, member["id_type"], member["id_number"])
        return index == member["identity"]


def _verifies(key: str, first: Mapping[str, Any]) -> bool:
    return not isinstance(next(iter(verified(key, first["facility"], [first]))), Break)


def _ring(keys: Keys, name: str) -> dict[str, str]:
    try:
        return dict(entries(keys.get(name, "")))
    except KeyRingInvalid as reason:
        raise KeysDoNotFit(f"{name}: {reason}") from None


def _same(key: str | None, archive: str, expected: str) -> bool:
    return key is not None and hmac.compare_digest(_answer(key, archive), expected)


def _answer(key: str, archive: str) -> str:
    return hmac.new(
        key.encode(), b"kunjungan backup " + archive.encode(), hashlib.sha256
    ).hexdigest()
