"""A day in small: all that a day brings, once each.

Admitted are a family of three, a booked woman, a mother whose companion is refused, and a woman
who is inside when the alarm sounds: one man, four women, one child.
"""

from collections.abc import Mapping

from tests.support.eventually import eventually
from tests.support.front import OVERRIDE, SECOND_OFFICER
from tests.support.house import House, code_of
from tests.support.standing_clock import StandingClock

ADMITTED = ("family", "booked", "partly", "inside")
CONTACT = {"email": "pengunjung@example.org", "phone": "+6281255501234", "consent": True}
SEIZED = {"person": "p2", "kind": "phone in a rice box", "count": 1, "disposition": "seized",
          "seizure": {"category": "phone_or_sim", "quantity": 1, "witness": "officer-9",
                      "handed_to": "head of security"}}  # fmt: skip


def play(house: House, clock: StandingClock) -> Mapping[str, str]:
    """From the settings to the end of the day; each visit's id by what befalls it."""
    house.open(lockers=2, cards=4)
    visits = _morning(house, clock.shown.date().isoformat())
    _card_is_lost(house, visits["family"])
    _seizure(house, visits["partly"])
    clock.set_today("10:05")
    _endings(house, visits)
    visits |= _interruptions(house)
    clock.set_today("11:30")
    house.until(visits["absent"], status="no_show")
    clock.set_today("15:00")
    house.end_day()
    return visits


def _morning(house: House, today: str) -> dict[str, str]:
    smuggler = house.person("male")
    booking = {"date": today, "session": "morning"}
    booked = house.register(contact=CONTACT, **booking)
    absent = house.register(**booking)
    family = house.register(house.person(), house.person("male"), house.child())
    house.ask("registration", "check_in", visit_id=booked)
    partly = house.register(house.person(), smuggler, contact=CONTACT | {"language": "en"})
    cancelled = house.register()
    house.ask("registration", "cancel", visit_id=cancelled, reason="child is ill", by="visitor")
    house.until_searched(cancelled, status="left")

    house.call(family)
    house.ask("screening", "recall", visit_id=family)
    house.ask("screening", "hold", visit_id=family, reason="nobody came")
    house.ask("screening", "resume", visit_id=family)
    house.admit(family)
    house.admit(booked)
    house.ask("registration", "extend", visit_id=booked, minutes=10, reason="started late")
    house.clear(partly, refused=["p2"], items=[SEIZED],
                ban={"person": "p2", "reason": "contraband"})  # fmt: skip
    house.events.wait_for("locker_unavailable", partly)
    return {"booked": booked, "absent": absent, "family": family, "partly": partly,
            "cancelled": cancelled}  # fmt: skip


def _card_is_lost(house: House, visit: str) -> None:
    card = house.deposit_of(visit)["card"]
    house.end(visit)
    house.ask("lockers", "card_lost", card=card, identity_checked=True,
              description="a phone with a cracked screen", second_officer="officer-2")  # fmt: skip
    house.give_back(visit, identity_checked=True)
    house.depart(visit)


def _seizure(house: House, visit: str) -> None:
    """The ban is confirmed while the mother waits for a locker, so a supervisor must look."""
    house.ask("registration", "decide_ban", SECOND_OFFICER, ban_id=house.proposed_ban()["id"],
              decision="confirm", reason="seized before a witness")  # fmt: skip
    eventually("the visit is flagged", lambda: house.visit(visit)["flags"])
    house.deposit(visit)
    house.ask("registration", "review", visit_id=visit, refused=["p2"], reason="she may go on",
              override=OVERRIDE)  # fmt: skip
    house.start(visit)
    smuggler = house.groups[visit][1]
    assert code_of(lambda: house.register(smuggler)) == "visitor_banned"


def _endings(house: House, visits: Mapping[str, str]) -> None:
    booked, partly = visits["booked"], visits["partly"]
    house.events.wait_for("visit_ending_soon", booked)
    house.end(booked, "ended_early_by_visitor")
    house.see_out(booked)
    house.end(partly, "terminated_by_staff", reason="shouted at the officers")
    eventually("the things are due", lambda: house.deposit_of(partly)["status"] == "due")
    house.ask("lockers", "unclaimed", visit_id=partly)
    house.until(partly, belongings="unclaimed")
    house.depart(partly)


def _interruptions(house: House) -> dict[str, str]:
    stopped, inmate = house.register(), house.inmate()
    inside = house.register(inmate_number=inmate)
    moved = house.visit(stopped)["inmate_number"]
    house.ask("registration", "change_inmate", number=moved, status="hospital")
    eventually("the visit is flagged", lambda: house.visit(stopped)["flags"])
    house.ask("registration", "cancel", visit_id=stopped, reason="in hospital", by="facility",
              outcome="inmate_unavailable")  # fmt: skip
    house.until_searched(stopped, status="left")
    for status in ("out_of_service", "in_service"):
        house.ask("lockers", "set_locker", number=2, status=status, reason="lock looked at")
    house.admit(inside, things=())
    waiting = house.register()
    house.ask("registration", "close_facility", reason="fire alarm")
    house.until(inside, status="ended")
    house.until(waiting, status="cancelled")
    house.depart(inside)
    house.ask("registration", "reopen_facility", reason="false alarm")
    return {"stopped": stopped, "inside": inside, "waiting": waiting}
