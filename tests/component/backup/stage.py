"""Databases with something in them, and the keys that it is under, without any service."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from chassis.blind_index import blind_index
from chassis.encryption import FieldCipher
from chassis.keyring import KeyRing
from operations.secrets import OWNERS, write_keys
from tests.component.backup.command import Done, within


class Stage:
    """``given`` is the environment that `kunjungan` is run with; ``there`` the same for other,
    empty databases."""

    def __init__(self, settings: Mapping[str, Any], home: Path):
        self.settings = settings
        self.home = home
        self.file = home / "archive"
        self.secrets = home / "secrets"
        write_keys(self.secrets)
        self.client: MongoClient[Any] = MongoClient(settings["MONGO_URI"], tz_aware=True)
        self.prefix = settings["DATABASE_PREFIX"]
        self.given = {
            "AMQP_URI": settings["AMQP_URI"],
            "MONGO_URI": settings["MONGO_URI"],
            "DATABASE_PREFIX": self.prefix,
            "SECRETS_DIR": str(self.secrets),
        }
        self.there = self.given | {"DATABASE_PREFIX": f"{self.prefix}there_"}

    def put(self, owner: str, collection: str, *documents: Mapping[str, Any]) -> None:
        self.client[self.prefix + owner][collection].insert_many([dict(one) for one in documents])

    def put_visit(self, id: str = "v1", number: str = "6471010101010001") -> None:
        """With a document's number under the keys of the stage."""
        ring = FieldCipher(KeyRing(self.key("field_keys")))
        member = {
            "id_type": "nik",
            "id_number": ring.encrypt(number, ("visits", id, "members.0.id_number")),
            "identity": blind_index(self.key("blind_index_key"), "nik", number),
        }
        self.put("registration", "visits", {"_id": id, "claims": [id], "members": [member]})

    def key(self, name: str) -> str:
        return (self.secrets / name).read_text().strip()

    def backup(self, *words: str | Path, quiet: str = "0.3", wait: str = "0", **more: str) -> Done:
        patience = ("--quiet", quiet, "--wait", wait)
        return within(self.given | more, "backup", self.file, *patience, *words)

    def restore(self, file: Path | None = None, **more: str) -> Done:
        return within(self.there | more, "restore", file or self.file)

    def all(self, prefix: str) -> dict[str, list[Any]]:
        """Every document but those that the audit gained, by collection."""
        found = {}
        for owner in OWNERS:
            database = self.client[prefix + owner]
            for name in database.list_collection_names():
                documents = list(database[name].find(sort=[("_id", 1)]))
                if documents and name != "audit":
                    found[f"{owner}/{name}"] = documents
        return found

    @property
    def restored(self) -> dict[str, list[Any]]:
        return self.all(self.there["DATABASE_PREFIX"])

    def close(self) -> None:
        self.client.close()
