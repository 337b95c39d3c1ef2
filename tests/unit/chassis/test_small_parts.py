"""Ids, problems, attempts, outgoing messages' bookkeeping."""

from uuid import UUID

import pytest

from chassis.blind_index import blind_index
from chassis.calling import _problem
from chassis.causes import Cause
from chassis.errors import CallTimedOut, CommandIdReused, InvalidInput, Refusal, Refused, problem_of
from chassis.failing import attempts_of
from chassis.ids import derived, new_id
from chassis.topology import rpc_queue


def test_a_derived_id_is_found_again_and_is_nobody_elses():
    assert derived("RTBPN", "c1") == derived("RTBPN", "c1")
    assert derived("a", "bc") != derived("ab", "c")
    assert UUID(derived("a")) != UUID(new_id())


def test_a_document_number_is_found_again_only_under_its_key():
    index = blind_index("key", "nik", "6471054503900001")
    assert index == blind_index("key", "nik", "6471054503900001")
    assert index != blind_index("other", "nik", "6471054503900001")
    assert index != blind_index("key", "passport", "6471054503900001")
    assert "6471" not in index


def test_requests_wait_in_a_plain_queue_on_one_node_and_in_one_of_as_many_copies_in_a_cluster():
    assert not rpc_queue("lockers").queue_arguments  # queues that exist keep their arguments
    copies = {"x-queue-type": "quorum", "x-quorum-initial-group-size": 3}
    assert rpc_queue("lockers", quorum_size=3).queue_arguments == copies


class TooFar(Exception):
    code, detail, field = "too_far", "the counter stops", "by"
    facts = {"most": 100}


def test_what_looks_like_a_refusal_is_one():
    assert isinstance(TooFar(), Refusal)
    assert isinstance(InvalidInput({}), Refusal)
    assert isinstance(CommandIdReused(), Refusal)
    assert not isinstance(ValueError("x"), Refusal)


def test_a_problem_holds_only_what_there_is():
    assert problem_of(TooFar()) == {
        "code": "too_far", "detail": "the counter stops", "field": "by", "facts": {"most": 100},
    }  # fmt: skip
    assert problem_of(InvalidInput({"by": ["missing"]})) == {
        "code": "invalid_input", "detail": "the input is not valid", "errors": {"by": ["missing"]},
    }  # fmt: skip


def test_a_refused_call_reads_as_its_problem():
    refused = Refused(problem_of(TooFar()))
    assert (refused.code, refused.field, refused.facts) == ("too_far", "by", {"most": 100})
    assert str(CallTimedOut("counting", 3)) == "timed_out: counting gave no answer in 3 s"


@pytest.mark.parametrize("error", [{}, {"exc_args": []}, {"exc_args": ["text"]}, "text", ["x"], 5,
                                   {"exc_type": "ValueError", "exc_args": [None]}])  # fmt: skip
def test_an_answer_in_another_form_is_an_internal_error(error):
    assert _problem(error)["code"] == "internal_error"


def test_a_command_is_known_again_by_its_id_and_its_body():
    command = {"command_id": "c1", "by": 1, "facility": "F"}
    assert Cause.of(command) == Cause.of(dict(reversed(command.items())))
    assert Cause.of(command) != Cause.of({**command, "by": 2})
    assert Cause.of({"id": "e1", "data": {}}) == Cause("e1", None)


class Message:
    def __init__(self, headers):
        self.headers = headers


@pytest.mark.parametrize(("headers", "attempts"), [
    (None, 0), ({}, 0), ({"app-attempt": 3}, 3), ({"app-attempt": "3"}, 0),
    ({"app-attempt": -1}, 0), ({"app-attempt": 10**9}, 0), ({"app-attempt": None}, 0),
])  # fmt: skip
def test_attempts_are_counted_in_a_header_that_may_hold_anything(headers, attempts):
    assert attempts_of(Message(headers)) == attempts
