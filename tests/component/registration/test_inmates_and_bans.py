"""Inmates and bans on a real broker and database."""

import pytest
from nameko.testing.services import entrypoint_waiter

from chassis.errors import Refused
from tests.component.registration.house_desk import ANDI, FACILITY, INMATE, SITI
from tests.support.eventually import eventually

SITI_AGAIN = {"id_type": "ktp", "id_number": "6471 0141 0190 0001"}
DEWI = {**SITI, "name": "Dewi", "id_number": "6471014101900003"}


def refused(act, **fields):
    with pytest.raises(Refused) as no:
        act(**fields)
    return no.value


def flags(desk, visit):
    return desk.look("visit", visit_id=visit)["flags"]


def confirm(desk, ban, **fields):
    return desk.ask("decide_ban", ban_id=ban, decision="confirm", reason="phone in a shoe",
                    **{"officer": {"id": "chief"}} | fields)  # fmt: skip


def test_an_inmate_is_added_once_and_found_again(desk):
    assert desk.ask("add_inmate", **INMATE)["status"] == "available"
    assert refused(desk.ask, method="add_inmate", **INMATE).code == "inmate_exists"
    found = desk.look("inmates", number="A-17")
    assert (found["total"], found["items"][0]["name"]) == (1, "Budi")


def test_inmates_are_found_as_their_name_or_number_is_typed(desk):
    for number, name in (("A-17", "Joko Budiman"), ("A-2", "Budi Santoso"), ("B-1", "Rudi (A-1)")):
        desk.ask("add_inmate", **INMATE | {"number": number, "name": name})

    def found(typed, **more):
        answer = desk.look("inmates", q=typed, **more)
        return [one["number"] for one in answer["items"]], answer["total"]

    assert found("budi") == (["A-2", "A-17"], 2)
    assert found("santo bUD") == (["A-2"], 1)
    assert found("a-") == (["A-2", "A-17", "B-1"], 3)
    assert found("budi", page=2, page_size=1) == (["A-17"], 2)
    assert found("(a") == (["B-1"], 1), "what is typed is no expression"
    assert found(".") == ([], 0)
    assert found("17") == ([], 0), "a number is found by its beginning"
    assert found("budi", status="court") == ([], 0)
    assert desk.look("inmates", number="A-1")["total"] == 0, "a number is whole"


def test_an_unknown_inmate_cannot_be_changed(desk):
    no = refused(desk.ask, method="change_inmate", number="Z-9", status="court")
    assert no.code == "inmate_unknown"


def test_isolation_flags_the_open_visit_and_stops_the_next(desk, events):
    visit = desk.register()
    desk.ask("change_inmate", number="A-17", status="isolation", status_until="2026-01-20")

    told = events.wait_for("inmate_status_changed")
    assert told["data"] == {"status": "isolation", "until": "2026-01-20", "accepts_visits": True}
    assert "A-17" not in str(told)
    assert events.wait_for("visit_flagged", visit)["data"]["reason"] == "inmate_in_isolation"
    no = refused(desk.ask, method="register", inmate_number="A-17", visitors=[DEWI])
    assert (no.code, no.facts) == ("inmate_in_isolation", {"until": "2026-01-20"})


def test_an_import_takes_over_a_list_and_names_the_rows_that_a_rule_refuses(desk):
    desk.ask("add_inmate", **INMATE)
    rows = [
        {**INMATE, "name": "Budi Santoso"},
        {**INMATE, "number": "A-18", "status": "isolation"},
        {**INMATE, "number": "A-19", "status": "induction", "status_until": "2026-01-24"},
    ]
    answer = desk.ask("import_inmates", command_id="list-1", inmates=rows)
    assert answer == {"imported": 2, "refused": [
        {"row": 1, "code": "status_needs_until", "field": "status_until"}]}  # fmt: skip
    assert desk.ask("import_inmates", command_id="list-1", inmates=rows) == answer
    found = desk.look("inmates", page_size=2)
    assert [one["name"] for one in found["items"]] == ["Budi Santoso", "Budi"]
    assert desk.look("inmates", status="induction")["total"] == 1


def test_a_confirmed_ban_flags_the_open_visit_and_stops_the_person_at_the_desk(desk, events):
    visit = desk.register()
    ban = desk.ask("ban", visitor=SITI_AGAIN, reason="contraband")
    assert (ban["status"], flags(desk, visit)) == ("proposed", [])

    assert confirm(desk, ban["id"])["until"] == "2026-07-16"

    told = events.wait_for("visitor_banned", ban["id"])["data"]
    assert told["affected"] == [{"visit": visit, "person": "p1"}]
    assert events.wait_for("visit_flagged", visit)["data"] == {
        "reason": "visitor_banned", "persons": ["p1"]}  # fmt: skip
    desk.ask("add_inmate", **INMATE | {"number": "A-2"})
    no = refused(desk.ask, method="register", inmate_number="A-2",
                 visitors=[{**SITI, "id_type": "kia"}])  # fmt: skip
    assert (no.code, no.facts) == ("visitor_banned", {"persons": ["p1"], "until": "2026-07-16"})


def test_the_proposer_cannot_decide(desk):
    ban = desk.ask("ban", visitor=SITI_AGAIN, reason="contraband")["id"]
    no = refused(confirm, desk=desk, ban=ban, officer={"id": "officer-1"})
    assert no.code == "second_officer_needed"


def test_a_lifted_ban_stops_nobody(desk):
    ban = desk.ask("ban", visitor=SITI_AGAIN, reason="contraband")["id"]
    confirm(desk, ban)
    assert desk.ask("lift_ban", ban_id=ban, reason="mistaken identity")["status"] == "lifted"
    assert desk.register()


def test_a_ban_proposed_at_the_search_waits_for_a_second_officer(desk, publish, services):
    visit = desk.register()
    data = {"person": "p2", "reason": "contraband", "evidence_number": "E-3",
            "proposed_by": "officer-7"}  # fmt: skip
    told = publish("ban_proposed", data, subject=visit)
    publish.send(told)
    found = eventually("a ban is proposed", lambda: desk.look("bans")["items"])
    assert [(b["status"], b["masked"], b["visit"], b["person"]) for b in found] == [
        ("proposed", "6471********0002", visit, "p2")]  # fmt: skip
    assert "identity" not in found[0]
    no = refused(confirm, desk=desk, ban=found[0]["id"], officer={"id": "officer-7"})
    assert no.code == "second_officer_needed"
    confirm(desk, found[0]["id"])
    assert desk.look("bans", status="confirmed")["total"] == 1
    with entrypoint_waiter(services.containers[0], "propose_ban", timeout=15):
        publish("ban_proposed", data, subject="a-visit-of-nobody")
    assert desk.look("bans")["total"] == 1


def test_a_ban_of_another_house_does_not_exist_here(desk):
    ban = desk.ask("ban", visitor=SITI_AGAIN, reason="contraband")["id"]
    desk.ask("configure_facility", facility="OTHER", name="Other", timezone="Asia/Jakarta",
             settings={})  # fmt: skip
    assert refused(confirm, desk=desk, ban=ban, facility="OTHER").code == "not_found"
    no = refused(desk.ask, method="lift_ban", ban_id="nothing", reason="x")
    assert no.code == "not_found"


def test_no_event_names_a_person_or_a_number(desk, events):
    visit = desk.register()
    confirm(desk, desk.ask("ban", visitor=SITI_AGAIN, reason="contraband")["id"])
    events.wait_for("visit_flagged", visit)
    told = str(events.seen)
    for private in (SITI["name"], ANDI["name"], SITI["id_number"], ANDI["id_number"], "A-17"):
        assert private not in told


BAD = [
    ("configure_facility", {"name": "", "timezone": "Asia/Makassar"}, "name"),
    ("configure_facility", {"name": "R", "timezone": "x" * 65}, "timezone"),
    ("configure_facility", {"name": "R", "timezone": "x", "settings": {"lockers": -1}}, "settings"),
    ("configure_facility", {"name": "R", "timezone": "x", "settings": {"colour": 1}}, "settings"),
    ("configure_facility", {"name": "R", "timezone": "x", "settings": {
        "sessions": [{"name": "a", "opens": "9:00", "closes": "11:00"}]}}, "settings"),
    ("configure_facility", {"name": "R", "timezone": "x", "settings": {
        "blocked_dates": [{"date": "2026-02-30", "reason": "x"}]}}, "settings"),
    ("configure_facility", {"name": "R", "timezone": "x", "settings": {
        "visits_per_inmate": {"count": 1, "per": "month"}}}, "settings"),
    ("close_facility", {"reason": " "}, "reason"),
    ("close_facility", {"reason": "a\x00b"}, "reason"),
    ("reopen_facility", {"reason": "x" * 301}, "reason"),
    ("end_of_day", {"override": {"supervisor": "chief", "reason": ""}}, "override"),
    ("add_inmate", {**INMATE, "sex": "other"}, "sex"),
    ("add_inmate", {**INMATE, "number": "A 17"}, "number"),
    ("add_inmate", {**INMATE, "status": "asleep"}, "status"),
    ("change_inmate", {"number": "A-17", "status_until": "tomorrow"}, "status_until"),
    ("change_inmate", {"number": "A-17", "accepts_visits": "yes"}, "accepts_visits"),
    ("import_inmates", {"inmates": []}, "inmates"),
    ("import_inmates", {"inmates": [INMATE, INMATE]}, "inmates"),
    ("import_inmates", {"inmates": [{**INMATE, "number": str(n)} for n in range(501)]}, "inmates"),
    ("ban", {"visitor": {"id_type": "nik", "id_number": "123"}, "reason": "x"}, "visitor"),
    ("ban", {"visitor": {"id_type": "nik", "id_number": "6471999901900001"}, "reason": "x"},
     "visitor"),
    ("ban", {"visitor": SITI_AGAIN, "reason": "He was rude"}, "reason"),
    ("ban", {"visitor": SITI_AGAIN, "reason": "x", "note": "NIK 6471014101900001"}, "note"),
    ("decide_ban", {"ban_id": "b", "decision": "maybe", "reason": "x"}, "decision"),
    ("lift_ban", {"ban_id": "b"}, "reason"),
]  # fmt: skip
BAD_QUERIES = [
    ("bans", {"status": "lost"}, "status"), ("inmates", {"page": 0}, "page"),
    ("day_book", {}, "date"), ("facility", {"officer": {"id": ""}}, "officer"),
]  # fmt: skip


def test_every_bad_field_is_named_nothing_is_stored_and_the_service_goes_on(
    unconfigured, database, events
):
    for ask, cases in ((unconfigured.ask, BAD), (unconfigured.look, BAD_QUERIES)):
        for method, fields, field in cases:
            no = refused(ask, method=method, **fields)
            assert (no.code, list(no.errors)) == ("invalid_input", [field]), (method, fields)
    stored = database("registration")
    assert {name: stored[name].count_documents({}) for name in ("facilities", "inmates", "bans")
            } == {"facilities": 0, "inmates": 0, "bans": 0}  # fmt: skip
    assert events.seen == []
    assert unconfigured.configure()["status"] == "open"


@pytest.mark.parametrize(("method", "fields"), [
    ("add_inmate", INMATE), ("import_inmates", {"inmates": [INMATE]}),
    ("ban", {"visitor": SITI_AGAIN, "reason": "x"}), ("end_of_day", {}),
    ("close_facility", {"reason": "x"}), ("reopen_facility", {"reason": "x"}),
])  # fmt: skip
def test_nothing_happens_at_a_house_that_nobody_set_up(unconfigured, method, fields):
    no = refused(unconfigured.ask, method=method, facility="NOWHERE", **fields)
    assert (no.code, no.facts) == ("not_found", {"what": "facility"})


def test_a_retried_command_gets_its_first_answer_and_has_one_effect(desk, events):
    ban = desk.ask("ban", command_id="b1", visitor=SITI_AGAIN, reason="contraband")
    assert desk.ask("ban", command_id="b1", visitor=SITI_AGAIN, reason="contraband") == ban
    first = confirm(desk, ban["id"], command_id="c1")
    assert confirm(desk, ban["id"], command_id="c1") == first
    assert desk.look("bans")["total"] == 1
    desk.configure()
    desk.ask("close_facility", reason="x")
    events.wait_for("facility_closed", FACILITY)
    assert len(events.of("visitor_banned")) == 1
    no = refused(desk.ask, method="ban", command_id="b1", visitor=SITI_AGAIN, reason="other")
    assert no.code == "command_id_reused"
