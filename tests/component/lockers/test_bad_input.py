"""What no honest front end sends: answered by field, nothing stored, the desk goes on."""

import pytest

from chassis.errors import Refused
from tests.component.lockers.conftest import BACK, ITEMS

ITEM = ITEMS[0]
HANDOVER = {"visit_id": "v1", "items": BACK}
LOSS = {"card": 1, "identity_checked": True, "description": "bag", "second_officer": "officer-2"}


BAD = [
    ("deposit", {"visit_id": "v1"}, "items"),
    ("deposit", {"visit_id": "v1", "items": [{**ITEM, "count": 0}]}, "items"),
    ("deposit", {"visit_id": "v1", "items": [{**ITEM, "count": -1}]}, "items"),
    ("deposit", {"visit_id": "v1", "items": [{**ITEM, "count": "2"}]}, "items"),
    ("deposit", {"visit_id": "v1", "items": [{**ITEM, "colour": "red"}]}, "items"),
    ("deposit", {"visit_id": "v1", "items": [{**ITEM, "kind": "x" * 61}]}, "items"),
    ("deposit", {"visit_id": "v1", "items": [{**ITEM, "kind": "a\x00b"}]}, "items"),
    ("deposit", {"visit_id": "v1", "items": [ITEM] * 51}, "items"),
    ("deposit", {"visit_id": "v1", "items": [{**ITEM, "description": "KTP 6471014107900001"}]},
     "items"),
    ("deposit", {"visit_id": "v 1", "items": ITEMS}, "visit_id"),
    ("deposit", {"visit_id": "v1", "items": ITEMS, "officer": None}, "officer"),
    ("deposit", {"visit_id": "v1", "items": ITEMS, "facility": ""}, "facility"),
    ("return_belongings", {**HANDOVER, "card": 0}, "card"),
    ("return_belongings", {**HANDOVER, "returned_to": "Siti"}, "returned_to"),
    ("return_belongings", {**HANDOVER, "identity_checked": "yes"}, "identity_checked"),
    ("return_belongings", {**HANDOVER, "dispute": {"description": " "}}, "dispute"),
    ("return_belongings", {**HANDOVER, "override": {"supervisor": "chief-1"}}, "override"),
    ("return_belongings", {**HANDOVER, "items": [{"kind": "bag", "count": 1, "damaged": 2}]},
     "items"),
    ("claim", {**HANDOVER, "override": {"supervisor": "chief-1", "reason": "x"}}, "override"),
    ("unclaimed", {"visit_id": "v1", "deadline": "2026-02-30"}, "deadline"),
    ("card_lost", {**LOSS, "description": ""}, "description"),
    ("card_lost", {**LOSS, "second_officer": ""}, "second_officer"),
    ("handed_in", {"card": 1, "second_officer": "officer-2"}, "handed_in_by"),
    ("set_locker", {"number": 1, "status": "broken", "reason": "x"}, "status"),
    ("set_locker", {"number": 1.5, "status": "in_service", "reason": "x"}, "number"),
    ("block_card", {"card": 1, "reason": ""}, "reason"),
    ("unblock_card", {"card": True, "reason": "x"}, "card"),
    ("deposit_of", {}, "visit_id"),
]


def test_every_bad_field_is_named_and_the_desk_goes_on(open_desk, database):
    desk = open_desk()

    for method, fields, field in BAD:
        ask = desk.ask if method == "deposit_of" else desk.call
        with pytest.raises(Refused) as refused:
            ask(method, **fields)
        assert refused.value.code == "invalid_input", (method, fields)
        assert list(refused.value.errors) == [field], (method, fields, refused.value.errors)

    assert database("lockers")["deposits"].count_documents({}) == 0
    assert desk.counts()["free"] == 2


UNKNOWN = [
    ("deposit", {"visit_id": "v1", "items": ITEMS}, "not_found"),
    ("return_belongings", HANDOVER, "not_found"),
    ("claim", HANDOVER, "not_found"),
    ("unclaimed", {"visit_id": "v1"}, "not_found"),
    ("card_lost", LOSS, "card_not_out"),
    ("handed_in", {"card": 1, "handed_in_by": "cleaner", "second_officer": "officer-2"},
     "card_not_out"),
    ("set_locker", {"number": 9, "status": "in_service", "reason": "x"}, "no_such_locker"),
    ("block_card", {"card": 9, "reason": "x"}, "no_such_card"),
    ("unblock_card", {"card": 1, "reason": "x"}, "card_not_blocked"),
]


def test_what_does_not_exist_is_refused_by_its_code(open_desk):
    desk = open_desk()

    for method, fields, code in UNKNOWN:
        with pytest.raises(Refused) as refused:
            desk.call(method, **fields)
        assert refused.value.code == code, method


def test_nothing_of_another_facility_is_seen_or_touched(open_desk):
    desk = open_desk()
    visit = desk.deposited()

    for call in (
        lambda: desk.ask("deposit_of", facility="RTSMD", visit_id=visit),
        lambda: desk.ask("lockers", facility="RTSMD"),
        lambda: desk.call("return_belongings", facility="RTSMD", visit_id=visit, card=1,
                          items=BACK),
        lambda: desk.call("set_locker", facility="RTSMD", number=2, status="out_of_service",
                          reason="x"),
    ):
        with pytest.raises(Refused, match="not_found"):
            call()
    assert desk.of(visit)["status"] == "deposited"


def test_a_deposit_of_nothing_is_refused(open_desk):
    desk = open_desk()
    visit = desk.assigned()

    with pytest.raises(Refused, match="no_items"):
        desk.call("deposit", visit_id=visit, items=[])
