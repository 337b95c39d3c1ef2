"""The mark of a restore that is not finished. No service works on half a database."""

from typing import Any

from pymongo.database import Database

MARK = "restore_under_way"
"""A collection with one document while a restore fills the database."""


class HalfRestored(Exception):
    """The text is a sentence for the operator."""

    def __init__(self, database: str):
        super().__init__(
            f"{database} is being restored, or a restore of it was broken off: "
            "run `kunjungan restore` with the same file again"
        )


def refuse_half_restored(database: Database[Any]) -> None:
    """Raises HalfRestored."""
    if database[MARK].find_one({}) is not None:
        raise HalfRestored(database.name)
