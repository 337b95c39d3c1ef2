"""What `kunjungan parked` shows of a message: enough to judge it, and nothing personal."""

import json

import pytest

from tests.component.operations.lot import QUEUE
from tests.support.messages import event

NIK = "6471010101900001"


def test_an_event_is_shown_as_its_contract_allows(parked, lot):
    made = lot.park_event(subject="visit-1")
    one = json.loads(parked("show", made["id"]).stdout)
    assert one["event"]["subject"] == "visit-1"
    assert one["data"] == made["data"]
    assert (one["queue"], one["cause"], one["attempts"]) == (QUEUE, "KeyError", 4)


HIDDEN = {
    "a contact": ("contact_recorded", {"name": "Siti Aminah", "email": "siti@example.org",
                                       "phone": "+6281200000000", "language": "id"}),
    "a NIK where a code belongs": ("visit_booked", {"session": NIK, "date": NIK, NIK: NIK}),
    "a name where a code belongs": ("visitor_screened", {"outcome": "Siti Aminah",
                                                         "Siti Aminah": "Siti Aminah"}),
    "a phone number where a code belongs": ("visit_booked", {"session": "+6281200000000"}),
    "an address where a code belongs": ("visit_booked", {"session": "siti@example.org"}),
    "free text": ("visit_ended", {"reason": "Siti Aminah"}),
    "a type that does not exist": ("siti_aminah", {"name": "Siti Aminah"}),
}  # fmt: skip


@pytest.mark.parametrize("case", HIDDEN)
def test_nothing_personal_is_shown(parked, lot, case):
    event_type, data = HIDDEN[case]
    made = {**event("visitor_screened"), "type": event_type, "data": data, "subject": NIK}
    lot.park(json.dumps(made).encode(), **{"app-error": f"ValueError {NIK}"})
    lot.park(json.dumps(data).encode(), "m2")
    for words in (("show", made["id"]), ("show", "m2"), ("list",), ("list", "--json")):
        said = parked(*words)
        assert said.exit_code == 0, said.output
        for secret in ("Siti", "Aminah", "siti@", "0101019", "81200000000"):
            assert secret not in said.output, words


def test_of_an_event_with_a_contact_not_even_harmless_fields_are_shown(parked, lot):
    made = lot.park_event("contact_recorded")
    assert json.loads(parked("show", made["id"]).stdout)["data"] == "(an object of 4)"


def test_a_message_cannot_steer_the_terminal(parked, lot):
    lot.park_event(id="\x1b[2Jid", subject="\x1b[2J")
    lot.park(b"x", "\x1b[2J", **{"app-error": "\x1b[2J\nlockers: 0"})
    assert "\x1b" not in parked("list").output
    assert "\nlockers: 0" not in parked("list").output


def test_a_message_that_is_not_there_is_said(parked, lot):
    refused = parked("show", "nobody")
    assert (refused.exit_code, "nobody is not parked" in refused.output) == (1, True)
