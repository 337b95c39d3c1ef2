"""Documents' numbers as those see them who need not know them whole."""

from typing import Any

SHOWN_FIRST, SHOWN_LAST = 4, 4


def masked(found: Any) -> Any:
    """A copy with every ``id_number`` masked: ``6471********0001``."""
    if isinstance(found, dict):
        return {
            name: _mask(value) if name == "id_number" and value else masked(value)
            for name, value in found.items()
        }
    if isinstance(found, list):
        return [masked(one) for one in found]
    return found


def _mask(number: str) -> str:
    hidden = len(number) - SHOWN_FIRST - SHOWN_LAST
    if hidden < SHOWN_LAST:
        return "*" * len(number)
    return number[:SHOWN_FIRST] + "*" * hidden + number[-SHOWN_LAST:]
