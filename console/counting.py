"""Things counted into a locker, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from console.words.things import KINDS


@dataclass(eq=False)
class In:
    """Things of one kind that are put in."""

    kind: str
    count: int = 1
    description: str = ""


class CountIn:
    """What is put into a locker, by kind."""

    def __init__(self) -> None:
        self.lines: list[In] = []

    def add(self, kind: str) -> In:
        """One more of its kind, in whatever case it is written, as it is compared at the return."""
        for line in self.lines:
            if line.kind.casefold() == kind.casefold():
                line.count += 1
                return line
        line = In(kind)
        self.lines.append(line)
        return line

    @property
    def total(self) -> int:
        return sum(line.count for line in self.lines)

    def body(self) -> list[dict[str, Any]]:
        return [
            {
                "kind": line.kind,
                "count": line.count,
                "description": line.description.strip() or None,
            }
            for line in self.lines
        ]


@dataclass(eq=False)
class Back:
    """Things of one kind, ``put_in`` of which lie in the locker. ``seen``: they were counted."""

    kind: str
    put_in: int
    description: str = ""
    count: int = 0
    damaged: int = 0
    seen: bool = False

    @property
    def missing(self) -> int:
        return self.put_in - self.count

    @property
    def whole(self) -> bool:
        return self.seen and not self.missing and not self.damaged

    def complete(self) -> None:
        self.seen, self.count, self.damaged = True, self.put_in, 0


class CountBack:
    """The check-list at a return."""

    def __init__(self, items: Iterable[Mapping[str, Any]]):
        self.lines = [Back(one["kind"], one["count"], one["description"] or "") for one in items]

    def complete(self) -> None:
        for line in self.lines:
            line.complete()

    @property
    def counted(self) -> bool:
        return all(line.seen for line in self.lines)

    @property
    def disputed(self) -> bool:
        """Whether something that was counted is missing or damaged."""
        return any(line.seen and not line.whole for line in self.lines)

    def body(self) -> list[dict[str, Any]]:
        return [
            {"kind": line.kind, "count": line.count, "damaged": line.damaged} for line in self.lines
        ]


USUAL = tuple(kind for kind in KINDS if kind != "food_parcel")
"""What has a button at the locker desk; food goes another way."""
