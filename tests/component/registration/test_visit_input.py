"""Input that no honest desk sends: named by its field, and nothing is stored or published."""

import pytest

from chassis.errors import Refused
from tests.component.registration.front import visitor

GOOD = {"inmate_number": "B-1", "visitors": [visitor(1)]}
OF_VISIT = {"visit_id": "v1"}
BAD = [
    ("register", GOOD | {"colour": "red"}, "colour"),
    ("register", {"inmate_number": "B-1"}, "visitors"),
    ("register", GOOD | {"visitors": []}, "visitors"),
    ("register", GOOD | {"visitors": [visitor(n) for n in range(51)]}, "visitors"),
    ("register", GOOD | {"visitors": "everybody"}, "visitors"),
    ("register", GOOD | {"visitors": [visitor(name="")]}, "visitors"),
    ("register", GOOD | {"visitors": [visitor(name="A" * 121)]}, "visitors"),
    ("register", GOOD | {"visitors": [visitor(name="Si\0ti")]}, "visitors"),
    ("register", GOOD | {"visitors": [visitor(birth_date="1990-02-30")]}, "visitors"),
    ("register", GOOD | {"visitors": [visitor(birth_date="1790-02-20")]}, "visitors"),
    ("register", GOOD | {"visitors": [visitor(sex="unknown")]}, "visitors"),
    ("register", GOOD | {"visitors": [visitor(id_type="library card")]}, "visitors"),
    ("register", GOOD | {"lead": 1}, "lead"),
    ("register", GOOD | {"lead": -1}, "lead"),
    ("register", GOOD | {"lead": True}, "lead"),
    ("register", GOOD | {"kind": "official"}, "kind"),
    ("register", GOOD | {"date": "2026-01-17"}, "session"),
    ("register", GOOD | {"session": "morning"}, "date"),
    ("register", GOOD | {"date": "17-01-2026", "session": "morning"}, "date"),
    ("register", GOOD | {"contact": {"email": "a@example.org"}}, "contact"),
    ("register", GOOD | {"contact": {"email": "a@example.org", "consent": False}}, "contact"),
    ("register", GOOD | {"contact": {"email": "nobody", "consent": True}}, "contact"),
    ("register", GOOD | {"permit": {"number": "1"}}, "permit"),
    ("register", GOOD | {"override": {"supervisor": "kepala", "reason": " "}}, "override"),
    ("register", GOOD | {"officer": {}}, "officer"),
    ("register", GOOD | {"command_id": ""}, "command_id"),
    ("register", GOOD | {"facility": "no house"}, "facility"),
    ("check_in", {}, "visit_id"),
    ("cancel", OF_VISIT | {"by": "visitor"}, "reason"),
    ("cancel", OF_VISIT | {"by": "nobody", "reason": "x"}, "by"),
    ("cancel", OF_VISIT | {"by": "visitor", "reason": "x", "outcome": "completed"}, "outcome"),
    ("review", OF_VISIT | {"reason": "x"}, "override"),
    ("start", OF_VISIT | {"briefing_acknowledged": "yes"}, "briefing_acknowledged"),
    ("start", OF_VISIT | {"briefing_acknowledged": True, "table": 0}, "table"),
    ("extend", OF_VISIT | {"minutes": 0, "reason": "x"}, "minutes"),
    ("extend", OF_VISIT | {"minutes": 1.5, "reason": "x"}, "minutes"),
    ("extend", OF_VISIT | {"minutes": 5}, "reason"),
    ("end", OF_VISIT | {"outcome": "facility_closed"}, "outcome"),
    ("depart", OF_VISIT | {"persons": -1, "identities_checked": []}, "persons"),
    ("depart", OF_VISIT | {"persons": 1, "identities_checked": ["Siti"]}, "identities_checked"),
    ("visits", {"page": 0}, "page"),
    ("visits", {"page_size": 201}, "page_size"),
    ("visits", {"status": "asleep"}, "status"),
    ("visit", {}, "visit_id"),
]


def test_bad_input_is_named_by_its_field_and_leaves_nothing(front, events, database):
    for method, fields, field in BAD:
        call = front.look if method in ("visits", "visit") else front.ask
        with pytest.raises(Refused) as refused:
            call(method, **fields)
        assert refused.value.code == "invalid_input", (method, fields)
        assert field in refused.value.errors, (method, fields, refused.value.errors)
    kept = database("registration")
    assert kept["visits"].count_documents({}) == 0
    assert kept["refusals"].count_documents({}) == 0
    assert not events.of("visitor_registered")
    assert front.register()["status"] == "registered"
