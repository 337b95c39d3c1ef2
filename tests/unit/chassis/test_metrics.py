"""Label values stay few, whatever comes."""

import pytest

from chassis import metrics
from chassis.metrics import Names


def test_a_name_is_kept_and_what_is_no_name_is_another():
    names = Names()
    assert names("too_far") == "too_far"
    assert names("Siti Aminah") == "other"
    assert names("6471054503900001") == "other"
    assert names("x" * 100) == "other"


def test_past_the_most_every_new_name_is_another_and_the_old_ones_stay():
    names = Names(most=2)
    assert [names(one) for one in ("a", "b", "c", "a")] == ["a", "b", "other", "a"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (("visits.list", "GET", 200), ("visits.list", "GET", "200")),
        (("", "GET", 404), ("unknown", "GET", "404")),
        (("visits.list", "BREW", 999), ("visits.list", "other", "other")),
    ],
)
def test_a_request_over_http_is_counted_under_names_that_are_few(given, shown):
    operation, method, status = given
    labels = dict(zip(("operation", "method", "status"), shown, strict=True))
    before = value(**labels)
    metrics.http("door", operation, method, status, 0.01)
    assert value(**labels) == before + 1


def value(**labels: str) -> float:
    found = metrics.REGISTRY.get_sample_value(
        "kunjungan_http_requests_total", {"service": "door", **labels}
    )
    return found or 0.0
