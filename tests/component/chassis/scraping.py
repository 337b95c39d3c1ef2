"""Reading the health and metrics of a running service, as Prometheus and an engine do."""

import json
import urllib.request
from typing import Any
from urllib.error import HTTPError

from prometheus_client.parser import text_string_to_metric_families

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def ask(port: int, path: str) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        return error.code, json.load(error)


def page(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        assert answer.headers["Content-Type"].startswith("text/plain")
        return answer.read().decode()


class Scrape:
    """All samples of one scrape."""

    def __init__(self, port: int):
        self.families = list(text_string_to_metric_families(page(port)))
        self._samples: Samples = {
            (one.name, frozenset(one.labels.items())): one.value
            for family in self.families
            for one in family.samples
        }

    def __call__(self, name: str, **labels: str) -> float:
        """The sum of the samples of this name that have these labels; 0 when there is none."""
        wanted = labels.items()
        return sum(
            value
            for (found, given), value in self._samples.items()
            if found == name and wanted <= given
        )

    def names(self) -> set[str]:
        return {name for name, _ in self._samples}

    def values(self, name: str, label: str) -> set[str]:
        return {dict(given)[label] for found, given in self._samples if found == name}
