"""The checker of rights finds what is allowed and should not be, and what is refused and should
not be."""

from pathlib import Path

from tests.permissions.attempts import Attempt, Tried, User
from tests.permissions.matrix import BEGIN, END, matrix, matrix_of, write_matrix
from tests.permissions.policy import POLICY, differences, idle_lines

LOCKERS = User("lockers", "service", "amqp://lockers@broker")
OWN = Attempt(LOCKERS, "publish", "lockers.events", "locker_assigned")
FORGED = Attempt(LOCKERS, "publish", "registration.events", "visit_ended")


def test_what_is_as_the_policy_says_is_no_difference():
    assert differences([Tried(OWN, True), Tried(FORGED, False)]) == []


def test_a_right_too_many_is_found():
    assert differences([Tried(FORGED, True)]) == [
        "lockers: publish registration.events with 'visit_ended': allowed, against the policy"
    ]


def test_a_right_that_is_missing_is_found():
    assert differences([Tried(OWN, False)]) == [
        "lockers: publish lockers.events with 'locker_assigned': refused, against the policy"
    ]


def test_what_a_server_cannot_show_is_no_difference_and_the_table_says_so():
    gateway = User("gateway", "gateway", "amqp://gateway@broker")
    tried = [
        Tried(Attempt(gateway, "insert", "kunjungan_gateway.audit"), True),
        Tried(Attempt(gateway, "delete", "kunjungan_gateway.audit"), None),
    ]
    assert differences(tried) == []
    assert "| insert, delete not shown |" in matrix(tried)


def test_a_line_that_nobody_has_tried_is_found():
    assert idle_lines([OWN]) == [line for line in POLICY if line.what != r"{me}\.events"]


def test_the_table_is_written_into_its_place_and_read_from_there(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    tried = [Tried(OWN, True), Tried(FORGED, False)]
    write_matrix(page, tried)
    assert matrix_of(page) == matrix(tried)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
