"""How hard is tried: EXAMPLES batches for each target, the same ones every time unless SEED says
otherwise. What fails is made as small as can be and printed."""

import os
from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st

T = TypeVar("T")

FEW = 2
"""Batches for each target in a run with all other tests. The first is one plain letter."""
EXAMPLES = int(os.environ.get("EXAMPLES") or FEW)
BATCH = 24
"""The most messages that are sent together."""
SEED = os.environ.get("SEED")


def fuzzed(test: Callable[..., None]) -> Callable[..., None]:
    effort = settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=not SEED,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, *([] if os.environ.get("NOSHRINK") else [Phase.shrink])],
    )
    return seed(int(SEED))(effort(test)) if SEED else effort(test)


def drawn(data: Any, one: st.SearchStrategy[T]) -> list[T]:
    """A batch. Its length is drawn first: hypothesis itself makes most lists short."""
    length = data.draw(st.integers(1, BATCH))
    made: list[T] = data.draw(st.lists(one, min_size=length, max_size=length))
    return made
