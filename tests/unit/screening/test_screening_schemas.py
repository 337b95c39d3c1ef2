"""What no honest caller sends is answered with the field at fault."""

import pytest

from contracts.calls import screening as calls
from services.screening import schemas

SCHEMAS = {
    "call_next": calls.CallNext, "recall": calls.Recall, "hold": calls.Hold,
    "resume": calls.Resume, "result": calls.Result, "screenings": calls.Screenings,
    "screening": calls.Screening,
}
FINDING = {"person": "p1", "decision": "cleared", "searched_by": {"id": "o", "sex": "female"}}
ITEM = {"person": "p1", "kind": "bag", "count": 1, "disposition": "deposit"}
SEIZURE = {"category": "drugs", "quantity": 1, "witness": "o2", "handed_to": "police"}


def items(**changed):
    return {"consent": "given", "items": [ITEM | changed]}


@pytest.mark.parametrize(("method", "fields", "at_fault"), [
    ("call_next", {}, "on_duty"),
    ("call_next", {"on_duty": []}, "on_duty"),
    ("call_next", {"on_duty": ["other"]}, "on_duty"),
    ("call_next", {"on_duty": ["male"], "post": "A B"}, "post"),
    ("call_next", {"on_duty": ["male"], "command_id": "x" * 65}, "command_id"),
    ("call_next", {"on_duty": ["male"], "facility": "a\x00b"}, "facility"),
    ("call_next", {"on_duty": ["male"], "priority": 1}, "priority"),
    ("call_next", {"on_duty": ["male"], "officer": {"sex": "male"}}, "officer"),
    ("recall", {}, "visit_id"),
    ("resume", {"visit_id": 7}, "visit_id"),
    ("hold", {"visit_id": "a"}, "reason"),
    ("hold", {"visit_id": "a", "reason": "  "}, "reason"),
    ("hold", {"visit_id": "a", "reason": "x" * 301}, "reason"),
    ("hold", {"visit_id": "a", "reason": "a\x00b"}, "reason"),
    ("result", {}, "consent"),
    ("result", {"consent": "maybe"}, "consent"),
    ("result", {"consent": "given", "members": [FINDING | {"person": "p0"}]}, "members"),
    ("result", {"consent": "given", "members": [FINDING | {"decision": "later"}]}, "members"),
    ("result", {"consent": "given", "members": [FINDING | {"reason": "free text"}]}, "members"),
    ("result", {"consent": "given", "members": [FINDING | {"name": "Siti"}]}, "members"),
    ("result", {"consent": "given", "members": [FINDING] * 100}, "members"),
    ("result", items(count=0), "items"),
    ("result", items(count=-1), "items"),
    ("result", items(count=True), "items"),
    ("result", items(disposition="eaten"), "items"),
    ("result", items(description="x" * 301), "items"),
    ("result", items(disposition="seized", seizure=SEIZURE | {"quantity": 0}), "items"),
    ("result", items(disposition="seized", seizure=SEIZURE | {"category": "fun"}), "items"),
    ("result", items(disposition="seized", seizure=SEIZURE | {"witness": None}), "items"),
    ("result", {"consent": "given", "ban": {"person": "p1"}}, "ban"),
    ("result", {"consent": "given", "lead": "Siti"}, "lead"),
    ("screenings", {"status": "expected"}, "status"),
    ("screenings", {"page": 0}, "page"),
    ("screenings", {"page_size": 201}, "page_size"),
    ("screenings", {"date": "2026-02-30"}, "date"),
    ("screening", {"visit_id": {"$ne": ""}}, "visit_id"),
])  # fmt: skip
def test_bad_input_names_the_field(method, fields, at_fault):
    common = {"facility": "RTBPN"}
    if not method.startswith("screening"):
        common |= {"command_id": "c", "officer": {"id": "o"}}
    if method == "result":
        common |= {"visit_id": "a"}
    assert at_fault in SCHEMAS[method]().validate(common | fields)


def test_a_whole_result_is_read():
    result = items(disposition="seized", seizure=SEIZURE, description=None) | {
        "command_id": "c", "facility": "RTBPN", "officer": {"id": "o"}, "visit_id": "a",
        "members": [FINDING | {"reason": None, "accompanied_by": None}], "lead": "p1",
        "ban": {"person": "p1", "reason": "contraband"},
    }
    assert calls.Result().validate(result) == {}


def test_the_answer_to_a_command_shows_no_names_and_no_history(called):
    answer = schemas.Screened().dump(called())
    assert set(answer["members"][0]) == {
        "person", "sex", "minor", "decision", "reason", "searched_by", "accompanied_by"}
    assert "history" not in answer
