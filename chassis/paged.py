"""Aggregates that are listed page by page."""

from collections.abc import Mapping
from typing import Any, TypeVar

from chassis.aggregates import AggregateStore

S = TypeVar("S")


class Paged(AggregateStore[S]):
    def page(
        self, filter: Mapping[str, Any], sort: list[tuple[str, int]], page: int, page_size: int
    ) -> tuple[list[S], int]:
        """One page (from 1), and how many there are in all."""
        before = (page - 1) * page_size
        found = self.find(filter, sort=sort, limit=page_size, skip=before)
        if len(found) < page_size and (found or page == 1):
            return found, before + len(found)  # counting would cost as much again as finding
        return found, self.documents.count_documents(filter)
