"""Sessions, failed attempts and sign-ins under way, as documents that go away by themselves.

``kept_until`` is for the database's own broom and in real time; whether something is over is
decided by the system's clock when it is read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import IndexModel
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from services.gateway.domain.signing_in import Failures, Times
from services.gateway.domain.staff import Account

BROOM = IndexModel("kept_until", name="kept_until", expireAfterSeconds=0)
SHOWN = 24
"""Characters of the digest that name a session where people see it."""


@dataclass(frozen=True)
class Session:
    """``digest`` is the SHA-256 of the token, which itself is kept nowhere. The account is kept
    along, so that a request costs one read; whoever changes an account ends its sessions."""

    digest: str
    account: Account
    times: Times
    address: str
    by_cookie: bool

    @property
    def id(self) -> str:
        return self.digest[:SHOWN]


class Sessions:
    collection = "sessions"
    indexes = (BROOM, IndexModel("account.id", name="by_account"))

    def __init__(self, database: Database):
        self._documents = database[self.collection]

    def add(self, session: Session, lifetime: timedelta) -> None:
        account = session.account
        self._documents.insert_one({
            "_id": session.digest,
            "account": {
                "id": account.id, "name": account.name, "roles": list(account.roles),
                "facilities": list(account.facilities), "sex": account.sex,
                "revision": account.revision,
            },
            "created": session.times.created,
            "seen": session.times.seen,
            "address": session.address,
            "by_cookie": session.by_cookie,
            "kept_until": datetime.now(UTC) + lifetime,
        })  # fmt: skip

    def get_all(self, digests: Iterable[str]) -> dict[str, Session]:
        """Those that there are."""
        wanted = list(digests)
        found = self._documents.find({"_id": {"$in": wanted}} if wanted[1:] else {"_id": wanted[0]})
        return {one["_id"]: _session(one) for one in found}

    def of(self, account: str) -> list[Session]:
        found = self._documents.find({"account.id": account}, sort=[("created", 1)])
        return [_session(one) for one in found]

    def renew(self, digest: str, now: datetime) -> None:
        self._documents.update_one({"_id": digest}, {"$max": {"seen": now}})

    def end(self, digest: str) -> None:
        self._documents.delete_one({"_id": digest})

    def end_all_of(self, account: str, but: str = "") -> int:
        """How many were ended."""
        ended = self._documents.delete_many({"account.id": account, "_id": {"$ne": but}})
        return ended.deleted_count


def _session(found: dict[str, Any]) -> Session:
    about = found["account"]
    account = Account(
        about["id"], about["name"], tuple(about["roles"]), tuple(about["facilities"]),
        about["sex"], revision=about["revision"],
    )  # fmt: skip
    times = Times(found["created"], found["seen"])
    return Session(found["_id"], account, times, found["address"], found["by_cookie"])


class Attempts:
    """Failed sign-ins, by account and by address."""

    collection = "attempts"
    indexes = (BROOM,)

    def __init__(self, database: Database):
        self._documents: Collection = database[self.collection]

    def change(
        self, key: str, decide: Callable[[Failures | None], Failures | None], keep: timedelta
    ) -> None:
        """Saves what ``decide`` makes of the failures so far, unless another process came in
        between; then it decides anew. Raises whatever ``decide`` raises."""
        while True:
            found = self._documents.find_one({"_id": key})
            before = Failures(found["count"], found["last"]) if found else None
            after = decide(before)
            if self._saved(key, before, after, keep):
                return

    def _saved(
        self, key: str, before: Failures | None, after: Failures | None, keep: timedelta
    ) -> bool:
        if before == after:
            return True
        guard = {"_id": key} | ({"count": before.count, "last": before.last} if before else {})
        if after is None:
            return self._documents.delete_one(guard).deleted_count == 1
        new = {"count": after.count, "last": after.last, "kept_until": datetime.now(UTC) + keep}
        if before is None:
            try:
                self._documents.insert_one({"_id": key, **new})
            except DuplicateKeyError:
                return False
            return True
        return self._documents.update_one(guard, {"$set": new}).matched_count == 1


class Flows:
    """Sign-ins that were sent to the identity provider; any gateway process can finish them."""

    collection = "sign_in_flows"
    indexes = (BROOM,)

    def __init__(self, database: Database):
        self._documents: Collection = database[self.collection]

    def begin(self, state: str, about: dict[str, Any], keep: timedelta) -> None:
        until = datetime.now(UTC) + keep
        self._documents.insert_one({"_id": state, **about, "kept_until": until})

    def take(self, state: str) -> dict[str, Any] | None:
        """What was kept, once: whoever deletes it has it."""
        found = self._documents.find_one({"_id": state})
        if found is None or self._documents.delete_one({"_id": state}).deleted_count == 0:
            return None
        return dict(found)


def create_indexes(database: Database) -> None:
    for store in (Sessions, Attempts, Flows):
        database[store.collection].create_indexes(list(store.indexes))
