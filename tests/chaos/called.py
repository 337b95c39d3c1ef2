"""Whose number was called, whoever called it."""


class Called:
    """The visits that a desk has called and nobody has searched yet."""

    def __init__(self) -> None:
        self._visits: set[str] = set()

    def add(self, visit: str) -> None:
        self._visits.add(visit)

    def take(self, visit: str) -> bool:
        """Whether it is this group's turn. Once."""
        try:
            self._visits.remove(visit)
        except KeyError:
            return False
        return True
