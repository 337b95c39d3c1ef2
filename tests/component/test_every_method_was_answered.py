"""Comes after the other component tests, as its name does: what they were answered together."""

import pytest

from contracts.calls import ALL
from operations.secrets import SERVICES
from tests.support.checked_client import answered


def test_every_method_was_answered_and_its_answer_checked(request: pytest.FixtureRequest):
    """A schema that no answer was ever held against proves nothing."""
    ran = {one.path.parent.name for one in request.session.items}
    some = request.config.option.keyword or any("::" in one for one in request.config.args)
    if some or not ran >= set(SERVICES):
        pytest.skip("needs all component tests of the four services")
    assert sorted(set(ALL) - answered) == []
