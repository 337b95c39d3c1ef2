"""Fields and their keys, without a database."""

import pytest

from chassis.encryption import FieldCipher, FieldUnreadable, is_sealed, key_of
from chassis.keyring import KeyRing, KeyRingInvalid
from chassis.logs import named
from chassis.sealing import Sealing

OLD, NEW = f"k1:{'01' * 32}", f"k2:{'02' * 32}"
PLACE = ("visits", "v1", "members.0.id_number")
NIK = "6471025203900001"


def cipher(*keys: str) -> FieldCipher:
    return FieldCipher(KeyRing("\n".join(keys)))


def test_what_is_encrypted_comes_back_and_cannot_be_read_meanwhile():
    sealed = cipher(OLD).encrypt(NIK, PLACE)
    assert sealed.startswith("enc:v1:k1:")
    assert NIK not in sealed
    assert cipher(OLD).decrypt(sealed, PLACE) == NIK


def test_the_same_value_never_looks_the_same_twice():
    assert cipher(OLD).encrypt(NIK, PLACE) != cipher(OLD).encrypt(NIK, PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [("bans", *PLACE[1:]), ("visits", "v2", PLACE[2]), (*PLACE[:2], "members.1.id_number")],
)
def test_a_value_moved_to_another_place_is_refused(elsewhere: tuple[str, str, str]):
    sealed = cipher(OLD).encrypt(NIK, PLACE)
    with pytest.raises(FieldUnreadable):
        cipher(OLD).decrypt(sealed, elsewhere)


def test_a_changed_value_is_refused_and_the_error_does_not_say_what_it_was():
    sealed = cipher(OLD).encrypt(NIK, PLACE)
    for broken in (sealed[:-6] + "AAAAAA", sealed[:20], sealed + "!", "enc:v1:k1:"):
        with pytest.raises(FieldUnreadable) as refused:
            cipher(OLD).decrypt(broken, PLACE)
        assert "visits/v1/members.0.id_number under the key k1" in named(refused.value)
        assert NIK not in named(refused.value)
        assert broken not in named(refused.value)


def test_the_first_key_encrypts_and_every_key_decrypts():
    old = cipher(OLD).encrypt(NIK, PLACE)
    both = cipher(NEW, OLD)
    assert both.decrypt(old, PLACE) == NIK
    assert key_of(both.encrypt(NIK, PLACE)) == "k2"


def test_a_value_under_a_key_that_is_missing_names_the_key():
    old = cipher(OLD).encrypt(NIK, PLACE)
    with pytest.raises(FieldUnreadable, match="k1: there is no such key"):
        cipher(NEW).decrypt(old, PLACE)


def test_a_process_that_meets_a_newer_key_reads_the_ring_again():
    running = FieldCipher(KeyRing(OLD, again=lambda: f"{NEW}\n{OLD}"))
    restarted = cipher(NEW, OLD)
    assert running.decrypt(restarted.encrypt(NIK, PLACE), PLACE) == NIK
    assert key_of(running.encrypt(NIK, PLACE)) == "k2"


@pytest.mark.parametrize("text", ["", "k1", f"k1:{'0' * 63}", f"K1:{'0' * 64}", f"{OLD} {OLD}"])
def test_a_ring_that_cannot_be_one_is_refused_without_quoting_it(text: str):
    with pytest.raises(KeyRingInvalid) as refused:
        KeyRing(text)
    assert "0" * 60 not in str(refused.value)


# --- documents ---------------------------------------------------------------------------------


PERSONAL = ("members.*.id_number", "contact.phone")
STATE = {
    "members": [{"name": "Siti", "id_number": NIK}, {"name": "Andi", "id_number": "B-17"}],
    "contact": {"phone": "+62812", "language": "id"},
}


def sealing(*keys: str) -> Sealing:
    return Sealing("visits", PERSONAL, ("contact_recorded",), cipher(*keys))


def stored(fields: dict) -> dict:
    return {"_id": "v1", **fields}


def test_only_the_personal_fields_are_sealed_and_opening_gives_the_document_back():
    sealed = sealing(OLD).sealed("v1", STATE, None)
    assert all(is_sealed(one["id_number"]) for one in sealed["members"])
    assert is_sealed(sealed["contact"]["phone"])
    assert [one["name"] for one in sealed["members"]] == ["Siti", "Andi"]
    assert sealing(OLD).opened(stored(sealed)) == stored(STATE)


def test_opening_leaves_the_stored_document_as_it_is():
    document = stored(sealing(OLD).sealed("v1", STATE, None))
    sealing(OLD).opened(document)
    assert is_sealed(document["members"][0]["id_number"])


def test_what_did_not_change_keeps_its_ciphertext_even_under_an_old_key():
    before = stored(sealing(OLD).sealed("v1", STATE, None))
    changed = {**STATE, "contact": {"phone": "+62813", "language": "id"}}
    after = sealing(NEW, OLD).sealed("v1", changed, before)
    assert after["members"] == before["members"]
    assert key_of(after["contact"]["phone"]) == "k2"


def test_what_was_stored_before_there_was_a_key_is_read_and_sealed_by_the_next_save():
    assert sealing(OLD).opened(stored(STATE)) == stored(STATE)
    assert is_sealed(sealing(OLD).sealed("v1", STATE, stored(STATE))["contact"]["phone"])


def test_a_value_that_only_looks_sealed_is_sealed_all_the_same():
    odd = {"contact": {"phone": "enc:v1:k1:mine"}, "members": []}
    sealed = sealing(OLD).sealed("v1", odd, None)
    assert sealing(OLD).opened(stored(sealed)) == stored(odd)


def test_what_has_no_value_needs_no_key():
    empty = {"contact": None, "members": [], "status": "booked"}
    assert Sealing("visits", PERSONAL).sealed("v1", empty, None) == empty


def test_the_data_of_a_restricted_event_is_sealed_until_it_is_published():
    event = {"id": "e1", "type": "contact_recorded", "data": {"phone": "+62812"}}
    lying = sealing(OLD).sealed_event("v1", event)
    assert is_sealed(lying["data"])
    assert sealing(OLD).opened_event("v1", lying) == event
    with pytest.raises(FieldUnreadable):
        sealing(OLD).opened_event("v2", lying)


def test_the_data_of_any_other_event_is_not():
    event = {"id": "e1", "type": "visit_booked", "data": {"session": "morning"}}
    assert sealing(OLD).sealed_event("v1", event) == event
