"""Who loses the race for a locker looks again, but not for ever."""

import pytest

from chassis.aggregates import Contended
from services.lockers.domain.room import Place
from services.lockers.placing import TRIES, LockerRoom
from services.lockers.store import PlaceTaken
from tests.unit.lockers.given import FACILITY, INVENTORY, NOW, VISIT


class Crowd:
    """A store in which others are faster, so many times."""

    def __init__(self, faster: int):
        self.faster = faster
        self.tries = 0

    def recent(self, _facility):
        return INVENTORY

    def holdings(self, _facility):
        return []

    def waiting(self, _facility):
        return []

    def apply(self, visit, cause, decide, likely_new):
        decide(None)
        self.tries += 1
        if self.tries <= self.faster:
            raise PlaceTaken


def admit(crowd):
    offered = []
    room = LockerRoom(FACILITY, crowd, crowd, lambda: NOW)
    room.admit(VISIT, {"id": "event-1"}, lambda _, place: offered.append(place))
    return offered


def test_who_loses_the_race_looks_again():
    assert admit(Crowd(faster=2)) == [Place(1, 1)] * 3


def test_who_always_loses_gives_up_so_that_the_event_comes_again_later():
    crowd = Crowd(faster=TRIES)

    with pytest.raises(Contended):
        admit(crowd)
    assert crowd.tries == TRIES
