"""The locker room as the other services see it: full, a card lost, a locker out of service."""

from tests.support.eventually import eventually
from tests.support.house import House


def test_who_finds_the_locker_room_full_is_served_when_one_frees(house: House):
    house.open(lockers=1, cards=2)
    first, second = house.register(), house.register()
    house.admit(first)
    house.clear(second)
    told = house.events.wait_for("locker_unavailable", second)["data"]
    assert told == {"reason": "full", "waiting": 1}
    house.end(first)
    house.see_out(first)
    house.deposit(second)
    house.start(second)
    house.end(second)
    house.see_out(second)
    assert house.look("lockers", "lockers")["counts"]["free"] == 1


def test_things_go_back_by_identity_when_the_card_is_lost_and_the_card_stays_blocked(house: House):
    visit = house.register()
    house.clear(visit)
    card = house.deposit(visit)
    house.start(visit)
    house.end(visit)
    house.ask("lockers", "card_lost", card=card, identity_checked=True,
              description="a phone with a cracked screen", second_officer="officer-2")  # fmt: skip
    house.give_back(visit, identity_checked=True)
    house.depart(visit)
    [blocked] = house.look("lockers", "lockers")["blocked_cards"]
    assert (blocked["card"], blocked["visit_id"]) == (card, visit)
    told = house.events.wait_for("belongings_returned", visit)["data"]
    assert (told["proof"], told["missing"]) == ("identity", 0)


def test_a_group_is_sent_elsewhere_when_its_locker_goes_out_of_service(house: House):
    visit = house.register()
    house.clear(visit)
    locker = house.events.wait_for("locker_assigned", visit)["data"]["locker"]
    house.ask("lockers", "set_locker", number=locker, status="out_of_service", reason="lock jammed")
    other = house.events.wait_for("locker_assigned", visit, count=2)["data"]["locker"]
    assert other != locker
    house.deposit(visit)
    assert house.start(visit)["status"] == "started"


def test_unclaimed_things_keep_no_visitor_in_the_house(house: House):
    visit = house.register()
    house.admit(visit)
    house.end(visit)
    eventually("the things are due", lambda: house.deposit_of(visit)["status"] == "due")
    house.ask("lockers", "unclaimed", visit_id=visit)
    house.until(visit, belongings="unclaimed")
    house.depart(visit)
    assert house.events.wait_for("visitor_departed", visit)["data"]["belongings_left"] is True
    house.ask("lockers", "claim", visit_id=visit, identity_checked=True, items=house.things[visit])
    house.until(visit, belongings="returned")
