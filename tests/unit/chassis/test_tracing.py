"""W3C trace context."""

import re

import pytest

from chassis.tracing import continued

GIVEN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
FORM = r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}"


def test_a_trace_is_continued_in_a_new_span():
    made = continued(GIVEN)
    assert made.split("-")[1] == GIVEN.split("-")[1]
    assert made.split("-")[2] != GIVEN.split("-")[2]
    assert made.endswith("-01")


def test_what_is_not_sampled_stays_so():
    assert continued(GIVEN[:-2] + "00").endswith("-00")


@pytest.mark.parametrize("given", [None, "", 5, b"00", "x" * 55, GIVEN.upper(), GIVEN + "-more",
                                   "Siti Aminah", GIVEN[:-1], ["a"]])  # fmt: skip
def test_a_malformed_trace_is_replaced_by_a_new_one(given):
    made = continued(given)
    assert re.fullmatch(FORM, made)
    assert continued(given) != made


def test_a_line_feed_is_not_carried_along():
    assert re.fullmatch(FORM, continued(GIVEN + "\n"))
