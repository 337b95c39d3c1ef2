"""Visits of past days, made from what the services stored of one that was really played."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Any
from uuid import UUID

VISITS_A_DAY = 188
"""Of one house: 100,000 of the nation's 532 houses on a Lebaran day."""
ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

Document = dict[str, Any]


class Past:
    """``played`` maps collections to what they hold of the one visit that is copied, ``visits``
    among them; ``houses`` are those that the copies belong to, in turn.

    A copy is the same visit at another house or on a day before: ids, claims, the day's dates and
    times, queue number, inmate and persons are others, as the unique indexes want them. The same
    family sees the same inmate each day, as families do.
    """

    def __init__(self, played: Mapping[str, Document], houses: list[str]):
        self._played = {name: _of_long_ago(document) for name, document in played.items()}
        self._houses = houses
        self._visit = played["visits"]
        self._identities = [member["identity"] for member in self._visit["members"]]
        kept = (self._visit[name] for name in ("facility", "date", "inmate_number"))
        words = "|".join(map(re.escape, (*kept, *self._identities)))
        # whole words only: a house's code may be part of another word
        self._varies = re.compile(rf"(?<!\w)(?:{ID}|{words})(?!\w)")

    def of(self, collection: str, first: int, many: int) -> Iterator[Document]:
        """The documents of the visits numbered ``first`` and after it."""
        for number in range(first, first + many):
            house = self._houses[number % len(self._houses)]
            days, place = divmod(number // len(self._houses), VISITS_A_DAY)
            yield self._copy(self._played[collection], number, house, days + 1, place + 1)

    def _copy(self, document: Document, number: int, house: str, days: int, place: int) -> Document:
        known = {
            self._visit["facility"]: house,
            self._visit["date"]: _earlier(self._visit["date"], days),
            self._visit["inmate_number"]: f"N-{place}",
            **{one: _index(one, house, place) for one in self._identities},
        }
        numbered = str(number)

        def renamed(found: re.Match[str]) -> str:
            old = found[0]
            if old not in known:
                known[old] = str(UUID(bytes=_digest(old, numbered)))
            return known[old]

        copy = _varied(document, lambda text: self._varies.sub(renamed, text), timedelta(days))
        return _placed(copy, place)


def _of_long_ago(document: Document) -> Document:
    """Its events are published, whatever a relay had not cleared yet when it was stopped: of each
    copy they would all be sent again when the services start, and hold these up for minutes."""
    kept = {name: value for name, value in document.items() if name != "outbox_since"}
    return {**kept, "outbox": []}


def _varied(value: Any, text: Callable[[str], str], back: timedelta) -> Any:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, dict):
        return {name: _varied(one, text, back) for name, one in value.items()}
    if isinstance(value, list):
        return [_varied(one, text, back) for one in value]
    return value - back if isinstance(value, datetime) else value


def _placed(document: Document, place: int) -> Document:
    """A queue number that is none stays none."""
    if document.get("queue_number") is not None:
        document["queue_number"] = place
    return document


def _earlier(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days)).isoformat()


def _index(identity: str, house: str, place: int) -> str:
    return _digest(identity, house, str(place)).hex()


def _digest(*parts: str) -> bytes:
    """Spread like real ids, so that an index grows everywhere at once."""
    return blake2b("/".join(parts).encode(), digest_size=16).digest()
