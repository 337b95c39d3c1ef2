"""One process for each service, which all letters to it go to."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from tests.inward.account import MORE_MB
from tests.inward.answers import Answers
from tests.inward.furnished import furnished
from tests.inward.running import Running, running
from tests.support.settings import settings_for_tests
from tests.support.standing_clock import StandingClock


class Target(NamedTuple):
    running: Running
    known: Any
    answers: Answers


@pytest.fixture(scope="session")
def target(request, mongo_uri, amqp_uri, tmp_path_factory) -> Iterator[Target]:
    """The process of the service that the test is parametrised with."""
    directory = tmp_path_factory.mktemp(request.param.name)
    clock = StandingClock(directory / "clock.json")
    with (
        settings_for_tests(mongo_uri, amqp_uri, clock.path) as settings,
        running(request.param, settings, directory) as made,
    ):
        answers, known = Answers(amqp_uri), furnished(made)
        used = made.memory
        yield Target(made, known, answers)
        answers.fetch()
        answers.close()
        assert made.memory < used + MORE_MB, f"from {used:.0f} to {made.memory:.0f} MB"
        made.stop()
        assert made.waiting() == {}, "left over when the service has ended in order"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    from tests.inward import account

    if account.sent:
        terminalreporter.section("fuzzing inward")
        for line in account.figures():
            terminalreporter.write_line(line)
