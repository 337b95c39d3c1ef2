"""Staff accounts as documents."""

from collections.abc import Callable
from dataclasses import replace

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from chassis.documents import from_document, to_document
from services.gateway.domain.refusals import NotFound, UsernameTaken
from services.gateway.domain.staff import Account


class StaffAccounts:
    """One document for each account, by its user name."""

    collection = "staff"

    def __init__(self, database: Database):
        self._documents = database[self.collection]

    def add(self, account: Account) -> None:
        """Raises UsernameTaken."""
        try:
            self._documents.insert_one({"_id": account.id, **to_document(account)})
        except DuplicateKeyError:
            raise UsernameTaken("This user name is taken.", "username") from None

    def get(self, id: str) -> Account | None:
        found = self._documents.find_one({"_id": id})
        return from_document(found, Account) if found else None

    def all(self) -> list[Account]:
        return [from_document(found, Account) for found in self._documents.find({}, sort=["_id"])]

    def change(self, id: str, decide: Callable[[Account], Account]) -> Account:
        """Decides anew as long as others change the account meanwhile; each round one of them
        is done, so it ends. Raises NotFound, and whatever ``decide`` raises."""
        while True:
            account = self.get(id)
            if account is None:
                raise NotFound("There is no such account.", "username")
            changed = decide(account)
            if changed == account:
                return account
            changed = replace(changed, revision=account.revision + 1)
            guard = {"_id": id, "revision": account.revision}
            if self._documents.replace_one(guard, to_document(changed)).matched_count:
                return changed
