"""Places that are raced for: quota, queue numbers, the visiting room."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from chassis.errors import Refused
from chassis.remembered import Remembered
from services.registration import store, store_places
from services.registration.domain.calendar import Session
from services.registration.domain.refusals import RoomFull, SessionFull
from services.registration.domain.settings import Settings
from services.registration.store_rooms import Room
from services.registration.store_sessions import SessionPlaces
from tests.component.registration.front import FACILITY, SUPERVISOR, visitor
from tests.support.eventually import eventually

SMALL = [
    {"name": "morning", "opens": "09:00", "closes": "11:30", "quota_groups": 2, "quota_persons": 5},
    {"name": "afternoon", "opens": "13:00", "closes": "15:00", "quota_groups": 1},
]
NINE = datetime(2026, 1, 17, 9, tzinfo=UTC)
MORNING = f"{FACILITY}:2026-01-17:morning"


@pytest.fixture
def sessions(front, database):
    front.configure(sessions=SMALL)
    return database("registration")["sessions"]


def refusal(call, *args, **fields):
    with pytest.raises(Refused) as refused:
        call(*args, **fields)
    return refused.value


def group(first, size):
    return [visitor(first + place) for place in range(size)]


def test_who_finds_the_session_full_gets_the_next_and_then_none(front, sessions):
    places = [front.register(number)["session"] for number in ("B-1", "B-2", "B-3")]
    assert places == ["morning", "morning", "afternoon"]
    front.add_inmate("B-4")
    full = refusal(front.register, "B-4")
    assert full.code == "session_full"
    assert full.facts == {"session": "morning", "quota": "groups", "limit": 2}
    assert front.register("B-4", override=SUPERVISOR)["queue_number"] == 3


def test_persons_fill_a_session_as_groups_do_and_a_cancellation_frees_it(front, sessions):
    first = front.book("B-1", "morning", visitors=group(1, 4))["id"]
    full = refusal(front.book, "B-2", "morning", visitors=group(5, 2))
    assert (full.facts["quota"], full.facts["limit"]) == ("persons", 5)
    front.ask("cancel", visit_id=first, reason="ill", by="visitor")
    assert front.book("B-2", "morning", visitors=group(5, 2))["status"] == "booked"
    kept = sessions.find_one({"_id": MORNING})
    assert (kept["groups"], kept["persons"]) == (1, 2)


def test_a_group_refused_at_the_search_frees_its_place_and_its_day(front, screen, sessions):
    asked = {"inmate": "B-1", "visitors": [visitor(1)]}
    visit = front.register(**asked)["id"]
    decision = {"person": "p1", "decision": "refused", "reason": "declined"}
    screen(visit, outcome="refused", visit_outcome="visitor_declined_search", members=[decision])
    eventually("the place is free", lambda: not sessions.find_one({"_id": MORNING})["groups"])
    assert front.register(**asked)["queue_number"] == 2


def test_desks_at_work_at_once_give_numbers_that_are_unique_and_keep_the_quota(front, database):
    front.configure(quota_groups=12)
    numbers = [f"N-{place}" for place in range(16)]
    front.ask("import_inmates", inmates=[
        {"number": n, "name": "Budi", "sex": "male", "legal_status": "convict"} for n in numbers
    ])  # fmt: skip

    def register(number):
        return front.register(number)

    with ThreadPoolExecutor(16) as desks:
        made = list(desks.map(register, numbers))
    by_session = {
        name: sorted(one["queue_number"] for one in made if one["session"] == name)
        for name in ("morning", "afternoon")
    }
    assert by_session == {"morning": list(range(1, 13)), "afternoon": list(range(1, 5))}


@pytest.mark.parametrize("looked_up_at_once", [1, store.LOOKED_UP_AT_ONCE])
def test_a_place_that_a_crash_left_taken_becomes_free(
    front, sessions, monkeypatch, looked_up_at_once
):
    monkeypatch.setattr(store_places, "LEASE_SECONDS", 0.0)
    monkeypatch.setattr(store, "LOOKED_UP_AT_ONCE", looked_up_at_once)
    front.register("B-1")
    leaked = {"visit": "never-saved", "persons": 3, "at": 0.0}
    sessions.update_one(
        {"_id": MORNING},
        {"$push": {"holders": leaked}, "$inc": {"groups": 1, "persons": 3},
         "$min": {"sweep_due": 0.0}},
    )  # fmt: skip
    eventually("the leak is swept", lambda: sessions.find_one({"_id": MORNING})["groups"] == 1)
    assert sessions.find_one({"_id": MORNING})["persons"] == 1


def test_a_fresh_place_is_not_swept_from_under_its_command(front, sessions):
    front.register("B-1")
    pending = {"visit": "being-saved", "persons": 3, "at": 4e9}
    sessions.update_one(
        {"_id": MORNING},
        {"$push": {"holders": pending}, "$inc": {"groups": 1, "persons": 3},
         "$min": {"sweep_due": 0.0}},
    )  # fmt: skip
    eventually(
        "it was looked at and put off",
        lambda: sessions.find_one({"_id": MORNING}).get("sweep_due", 0) > 1e9,
    )
    assert sessions.find_one({"_id": MORNING})["groups"] == 2


def test_the_room_takes_as_many_tables_and_persons_as_it_has(front, admit, screen):
    front.configure(room_tables=2, room_persons=5)
    first = front.register("B-1", group(1, 2))["id"]
    assert admit(first, persons=2)["table"] == 1
    waiting = front.register("B-2", group(3, 4))["id"]
    screen(waiting, persons=4)
    entering = {"visit_id": waiting, "briefing_acknowledged": True}
    full = refusal(front.ask, "start", **entering)
    assert (full.code, full.facts) == ("room_full", {"limit_of": "persons", "limit": 5})
    front.ask("end", visit_id=first, outcome="completed")
    assert refusal(front.ask, "start", **entering, table=3).code == "table_unknown"
    assert front.ask("start", **entering, table=2)["table"] == 2


def test_a_table_that_is_raced_for_is_given_once(front, screen):
    front.configure(room_tables=1)
    visits = [front.register(number)["id"] for number in ("B-1", "B-2", "B-3")]
    for visit in visits:
        screen(visit)

    def enter(visit):
        try:
            return front.ask("start", visit_id=visit, briefing_acknowledged=True)["status"]
        except Refused as refused:
            return refused.code

    with ThreadPoolExecutor(3) as doors:
        assert sorted(doors.map(enter, visits)) == ["room_full", "room_full", "started"]


@pytest.fixture
def processes(database):
    """Two that know of each other only what the database tells."""
    documents = database("registration")["places_of_two_processes"]
    documents.delete_many({})
    none = lambda _ids: {}  # noqa: E731

    def make(kind):
        return [kind(documents, none, Remembered()) for _ in range(2)]

    return make


def test_processes_that_suppose_different_things_give_no_table_twice(processes):
    one, other = processes(Room)
    limits = Settings(room_tables=4, room_persons=9)
    tables = [process.sit(FACILITY, f"v{number}", 2, None, limits)
              for number, process in enumerate((one, other, one, other))]  # fmt: skip
    assert tables == [1, 2, 3, 4]
    one.leave(FACILITY, "v1")  # which the other one has seated
    assert other.sit(FACILITY, "v5", 2, None, limits) == 2
    with pytest.raises(RoomFull):
        one.sit(FACILITY, "v6", 2, None, limits)


def test_processes_that_suppose_different_things_give_no_number_twice(processes):
    one, other = processes(SessionPlaces)
    morning = Session("morning", date(2026, 1, 17), *([NINE] * 3), quota_groups=4, quota_persons=99)
    numbers = [process.reserve(FACILITY, morning, f"v{number}", 2, True, True)
               for number, process in enumerate((one, other, other, one))]  # fmt: skip
    assert numbers == [1, 2, 3, 4]
    assert other.reserve(FACILITY, morning, "v0", 2, True, True) == 1
    other.give_back(FACILITY, morning.date, morning.name, "v0")
    assert one.reserve(FACILITY, morning, "v0", 2, True, True) == 5
    with pytest.raises(SessionFull):
        other.reserve(FACILITY, morning, "v9", 2, True, True)


def test_a_group_that_booked_gets_a_number_when_it_comes_and_keeps_it(processes):
    one, other = processes(SessionPlaces)
    morning = Session("morning", date(2026, 1, 17), *([NINE] * 3), quota_groups=4, quota_persons=99)
    one.reserve(FACILITY, morning, "v0", 2, False, True)
    other.reserve(FACILITY, morning, "v1", 2, True, True)
    numbers = [process.reserve(FACILITY, morning, "v0", 2, True, True)
               for process in (one, other, one)]  # fmt: skip
    assert numbers == [2, 2, 2]


def test_a_session_that_has_a_list_of_numbers_goes_on_counting_from_there(processes, database):
    held = [{"visit": visit, "persons": 2, "at": 0.0} for visit in ("v1", "v2")]
    database("registration")["places_of_two_processes"].insert_one({
        "_id": MORNING, "groups": 2, "persons": 4, "holders": held, "numbered": ["v0", "v1"],
    })  # fmt: skip
    one, other = processes(SessionPlaces)
    morning = Session("morning", date(2026, 1, 17), *([NINE] * 3), quota_groups=4, quota_persons=99)
    asked = ((one, "v1"), (other, "v3"), (one, "v2"), (other, "v2"))
    reserved = [process.reserve(FACILITY, morning, visit, 2, True, True)
                for process, visit in asked]  # fmt: skip
    assert reserved == [2, 3, 4, 4]
