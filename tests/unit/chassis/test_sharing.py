"""One answer for a crowd of askers."""

import eventlet
import pytest
from eventlet.event import Event

from chassis.sharing import Shared


class Question:
    """Its answer is how many times it had been asked when it began; it ends when it is let."""

    def __init__(self):
        self.asked = 0
        self.let = Event()

    def __call__(self) -> int:
        self.asked += 1
        mine = self.asked
        self.let.wait()
        return mine


@pytest.fixture
def question() -> Question:
    return Question()


@pytest.fixture
def shared(question) -> Shared:
    return Shared(question)


def begun(ask, count=1):
    askers = [eventlet.spawn(ask) for _ in range(count)]
    eventlet.sleep(0)
    eventlet.sleep(0)
    return askers


def answers(askers):
    with eventlet.Timeout(5):
        return [asker.wait() for asker in askers]


def test_who_asks_while_it_is_asked_gets_that_answer(shared, question):
    crowd = begun(shared.answer, 100)
    question.let.send()
    assert answers(crowd) == [1] * 100


def test_a_later_answer_is_of_a_question_that_began_after_the_call(shared, question):
    early, late = begun(shared.answer), begun(shared.later_answer, 100)
    question.let.send()
    assert answers(early) == [1]
    assert answers(late) == [2] * 100
    assert question.asked == 2


def test_where_nothing_is_under_way_a_later_answer_asks_at_once(shared, question):
    question.let.send()
    assert answers(begun(shared.later_answer)) == [1]
    assert answers(begun(shared.later_answer)) == [2]


def test_who_waited_for_a_question_that_failed_asks_their_own(shared, question):
    early, late = begun(shared.answer), begun(shared.later_answer)
    failing, question.let = question.let, Event()
    question.let.send()
    failing.send_exception(ConnectionError("away"))
    assert answers(late) == [2]
    with pytest.raises(ConnectionError, match="away"):
        answers(early)


def test_who_gives_up_waiting_does_not_take_the_answer_from_the_others(shared, question):
    impatient, patient = begun(shared.answer, 2)
    impatient.kill()
    question.let.send()
    assert answers([patient]) == [1]
