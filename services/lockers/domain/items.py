"""The things in a locker, counted in and counted back."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from services.lockers.domain.refusals import ItemsMissing, ItemsUnknown, NoItems


@dataclass(frozen=True)
class Item:
    """Things of one kind that were put in."""

    kind: str
    count: int
    description: str | None = None


@dataclass(frozen=True)
class GivenBack:
    """Things of one kind that were handed back; ``damaged`` of them are not as they were."""

    kind: str
    count: int
    damaged: int = 0


def total(items: Iterable[Item | GivenBack]) -> int:
    return sum(item.count for item in items)


def need_items(items: Iterable[Item]) -> None:
    """Raises NoItems when nothing would be put in."""
    if total(items) < 1:
        raise NoItems("A deposit holds at least one thing.", field="items")


def missing(deposited: Iterable[Item], back: Iterable[GivenBack]) -> int:
    """How many things did not come back. Compared by kind, in whatever case it is written: an
    officer counts phones and bags, and need not type the descriptions a second time."""
    return (_by_kind(deposited) - _by_kind(back)).total()


def check_back(deposited: Iterable[Item], back: Iterable[GivenBack], disputed: bool) -> int:
    """Counts things back against what was put in; answers how many are missing.

    Raises ItemsUnknown when there are more of a kind than were put in (they are another
    visitor's), and ItemsMissing when some are missing or damaged and no dispute is recorded."""
    unknown = _by_kind(back) - _by_kind(deposited)
    if unknown:
        raise ItemsUnknown(
            "More was counted back than was put in.", field="items", unknown=dict(unknown)
        )
    lacking = missing(deposited, back)
    damaged = sum(item.damaged for item in back)
    if (lacking or damaged) and not disputed:
        raise ItemsMissing(
            "Things are missing or damaged: record the dispute, or count again.",
            field="items", missing=lacking, damaged=damaged,
        )
    return lacking


def _by_kind(items: Iterable[Item | GivenBack]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for item in items:
        counted[item.kind.casefold()] += item.count
    return counted
