"""What many look up at once is read by one query, and none of it is stale."""

from collections.abc import Collection, Mapping

import eventlet
import pytest
from eventlet.event import Event

from services.gateway.group_read import GroupRead


class Table:
    """Answers when it is let, with what it held when it was asked."""

    def __init__(self, **held: str):
        self.held = held
        self.asked: list[set[str]] = []
        self.fault: Exception | None = None
        self._gate = Event()

    def read(self, ids: Collection[str]) -> Mapping[str, str]:
        self.asked.append(set(ids))
        found = {id: self.held[id] for id in ids if id in self.held}
        self._gate.wait()
        if self.fault:
            raise self.fault
        return found

    def answer(self) -> None:
        gate, self._gate = self._gate, Event()
        gate.send()
        eventlet.sleep(0)
        eventlet.sleep(0)


def begun(look: GroupRead[str], *ids: str) -> list:
    threads = [eventlet.spawn(look, id) for id in ids]
    eventlet.sleep(0)
    eventlet.sleep(0)
    return threads


def test_who_comes_during_a_query_shares_the_next_one():
    table = Table(a="A", b="B", c="C")
    look = GroupRead(table.read)
    first, second, third, nobody = begun(look, "a", "b", "c", "?")
    table.answer()
    table.answer()
    assert [first.wait(), second.wait(), third.wait(), nobody.wait()] == ["A", "B", "C", None]
    assert table.asked == [{"a"}, {"b", "c", "?"}]


def test_what_was_taken_away_before_the_question_is_not_found():
    table = Table(a="A")
    look = GroupRead(table.read)
    (early,) = begun(look, "a")
    del table.held["a"]
    (late,) = begun(look, "a")
    table.answer()
    table.answer()
    assert (early.wait(), late.wait()) == ("A", None)


def test_a_failed_query_fails_for_all_who_shared_it_and_for_nobody_else():
    table = Table(a="A")
    look = GroupRead(table.read)
    threads = begun(look, "a", "a", "a")
    table.answer()
    table.fault = OSError("the database is away")
    table.answer()
    assert threads[0].wait() == "A"
    for failed in threads[1:]:
        with pytest.raises(OSError, match="away"):
            failed.wait()
    table.fault = None
    (later,) = begun(look, "a")
    table.answer()
    assert later.wait() == "A"


@pytest.mark.parametrize("rounds", [0, 1])
def test_the_others_do_not_fall_with_the_one_who_asks_for_all(rounds: int):
    table = Table(a="A", b="B", c="C")
    look = GroupRead(table.read)
    first, leader, other = begun(look, "a", "b", "c")
    for _ in range(rounds):
        table.answer()  # with one, the leader's query is under way, with none it waits for its turn
    leader.kill()
    for _ in range(4):
        table.answer()
    assert first.wait() == "A"
    assert other.wait() == "C"
