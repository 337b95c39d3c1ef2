"""Whatever reaches an entrypoint is answered once, by a result or a refusal that are documented;
what is refused has changed nothing, and the service goes on."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.calls import ALL
from operations.refusal_pages import EVERY_SERVICE
from operations.refusal_search import codes_of
from operations.rpc_methods import Method, every_method, ping
from tests.inward.account import Watch, note
from tests.inward.conftest import Target
from tests.inward.effort import drawn, fuzzed
from tests.inward.letters import letters, request_of
from tests.inward.wire import Letter
from tests.support.checked_client import check_answer

EVERYWHERE = frozenset(EVERY_SERVICE) - {"internal_error", "timed_out", "unavailable"}
"""Codes that any method may answer with. A fault of ours, silence and a database that is away are
none of them: nothing that a caller sends may bring those about."""
TELLS_WHAT_IT_CHANGED = ("nobody_waiting",)
"""It names in ``held`` the groups that it has taken out of the line on the way."""
METHODS = [
    one._replace(service=methods[0].service)
    for methods in every_method().values()
    for one in (*methods, ping())
]
EACH = pytest.mark.parametrize(
    ("target", "method"),
    [(one.service, one) for one in METHODS],
    ids=[one.address for one in METHODS],
    indirect=["target"],
    scope="session",
)
NOWHERE = (None, b"", b"nobody", b"#", b"*", b"\x00", b"\xff\xfe", b"x" * 255, b"rpc.reply",
           b"amq.rabbitmq.reply-to", b"fuzz")  # fmt: skip


@EACH
@fuzzed
@given(data=st.data())
def test_what_reaches_an_entrypoint_is_answered_once(target: Target, method: Method, data: Any):
    asked = request_of(method.schema(), target.known)
    addressed = st.tuples(letters(asked), st.none() | st.sampled_from(NOWHERE) | st.just(b"us"))
    batch = drawn(data, addressed)
    with target.running.mended():
        ask(target, method, batch)
    assert target.running.answers(), "it answers no ping"


def ask(target: Target, method: Method, batch: list[tuple[Letter, bytes | None]]) -> None:
    running, answers = target.running, target.answers
    before, watch = running.documents(), Watch(running)
    ours = [answers.key() if to == b"us" else "" for _, to in batch]
    sent = [
        one._replace(properties={**one.properties, **reply_to(key.encode() or to)})
        for (one, to), key in zip(batch, ours, strict=True)
    ]
    taken = running.sender.send([("nameko-rpc", method.address.encode(), one) for one in sent])

    outcomes = watch.settled("rpc ", sum(taken))
    answers.wait_for([
        key
        for key, one, was in zip(ours, sent, taken, strict=True)
        if key and was and one.answerable
    ])  # fmt: skip
    note(f"rpc {method.address}", sum(taken), outcomes)
    assert len(outcomes) == sum(taken), f"more outcomes than requests: {outcomes}"
    ends = {one.split()[2] for one in outcomes}
    allowed = {"ok", *EVERYWHERE, *codes_of(method)}
    assert ends <= allowed, f"not documented for {method.address}: {ends - allowed}"
    for key in filter(None, ours):
        assert len(answers.of[key]) <= 1, "answered twice"
        for answer in answers.of[key]:
            check(method, answer, allowed)
    if not ends & {"ok", *TELLS_WHAT_IT_CHANGED}:
        assert running.documents() == before, "something was stored of what was refused"
    watch.nothing_told(sum(taken))


def reply_to(key: bytes | None) -> dict[str, bytes]:
    return {} if key is None else {"reply_to": key}


def check(method: Method, answer: Any, allowed: set[str]) -> None:
    """Plain JSON in the form that callers know, and as published."""
    assert answer.keys() == {"result", "error"}
    if answer["error"] is None:
        if method.address in ALL:
            check_answer(method.address, answer["result"])
        return
    assert answer["result"] is None
    [problem] = answer["error"]["exc_args"]
    assert problem["code"] in allowed
    assert isinstance(problem["detail"], str)
    assert problem.keys() <= {"code", "detail", "field", "facts", "errors"}
