"""Which visits a page asks for anew."""

import pytest

from console.changes import ALONE_SECONDS, MOST, SETTLED_SECONDS, SPREAD, WHOLE_SECONDS, Changes
from console.live import MISSED, Heard


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def changes(clock: Clock) -> Changes:
    """Of a page that has asked for its lists once."""
    changes = Changes(clock)
    changes.take()
    return changes


def event(subject: str, type: str = "visit_ended", of: str = "registration") -> Heard:
    return Heard("1-0", type, {"subject": subject, "source": f"/kunjungan/{of}"})


def test_at_first_all_is_asked_for(clock: Clock) -> None:
    assert Changes(clock).take() is None


def test_then_only_the_visits_that_something_happened_to(changes: Changes) -> None:
    for one in ("a", "b", "a"):
        changes.heard(event(one))
    assert changes.take() == {"a", "b"}
    assert changes.take() == frozenset()


def test_a_visit_is_asked_for_once_more_when_all_services_have_heard_of_it(
    changes: Changes, clock: Clock
) -> None:
    assert changes.seconds_left() is None
    changes.heard(event("a"))
    changes.take()
    assert changes.seconds_left() == pytest.approx(SETTLED_SECONDS + ALONE_SECONDS)
    clock.seconds += SETTLED_SECONDS + ALONE_SECONDS
    assert changes.seconds_left() == pytest.approx(0)
    assert changes.take() == {"a"}
    assert changes.seconds_left() is None


def test_what_is_due_once_more_goes_along_with_the_next_question(
    changes: Changes, clock: Clock
) -> None:
    changes.heard(event("a"))
    changes.take()
    clock.seconds += SETTLED_SECONDS
    changes.heard(event("b"))
    assert changes.take() == {"a", "b"}
    assert changes.seconds_left() == pytest.approx(SETTLED_SECONDS + ALONE_SECONDS)


def test_what_the_service_that_is_asked_tells_itself_is_asked_for_but_once(clock: Clock) -> None:
    changes = Changes(clock, asked="registration")
    changes.take()
    changes.heard(event("a", of="registration"))
    changes.heard(event("b", "visitor_called", of="screening"))
    assert changes.take() == {"a", "b"}
    clock.seconds += SETTLED_SECONDS
    assert changes.take() == {"b"}


def test_a_page_that_asks_for_all_does_so_again_when_all_services_have_heard_of_it(
    clock: Clock,
) -> None:
    changes = Changes(clock, asked="lockers", whole=True)
    changes.take()
    changes.heard(event("a", "belongings_returned", of="lockers"))
    assert changes.take() is None
    assert changes.seconds_left() is None
    changes.heard(event("a", "visit_ended", of="registration"))
    assert changes.take() is None
    assert changes.seconds_left() == pytest.approx(SETTLED_SECONDS + ALONE_SECONDS)
    clock.seconds += SETTLED_SECONDS
    assert changes.take() is None
    assert changes.seconds_left() is None
    assert changes.take() == frozenset()


@pytest.mark.parametrize(
    "heard", [event("RTBPN", "facility_closed"), event("x", "of_next_year"), MISSED]
)
def test_all_is_asked_for_when_more_than_visits_may_have_changed(
    changes: Changes, heard: Heard
) -> None:
    changes.heard(event("a"))
    changes.heard(heard)
    assert changes.take() is None
    assert changes.take() == frozenset()


def test_all_is_asked_for_when_it_is_too_much_for_one_question(changes: Changes) -> None:
    for number in range(MOST + 1):
        changes.heard(event(str(number)))
    assert changes.take() is None


def test_all_is_asked_for_now_and_then_whatever_happens(changes: Changes, clock: Clock) -> None:
    clock.seconds += WHOLE_SECONDS * (1 + SPREAD) + 1
    changes.heard(event("a"))
    assert changes.take() is None
    changes.heard(event("a"))
    assert changes.take() == {"a"}


def test_pages_that_asked_for_all_of_it_together_do_not_do_so_for_ever(clock: Clock) -> None:
    pages = [Changes(clock, "registration") for _ in range(200)]
    assert {page.take() for page in pages} == {None}
    clock.seconds += WHOLE_SECONDS
    whole = [page.take() is None for page in pages]
    assert set(whole) == {True, False}
    clock.seconds += WHOLE_SECONDS * SPREAD + 1
    assert all(now or page.take() is None for page, now in zip(pages, whole, strict=True))
