"""A gateway that is stopped ends what it is at, and sends on whoever comes then."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import eventlet
import pytest
import requests
from eventlet.event import Event

from services.gateway.callees import Callees
from tests.component.gateway.shared import System
from tests.support.eventually import eventually
from tests.support.settings import settings_for_tests
from tests.support.standing_clock import StandingClock


@pytest.fixture
def system(mongo_uri: str, amqp_uri: str, tmp_path: Path) -> Iterator[System]:
    clock = StandingClock(tmp_path / "clock.json")
    with settings_for_tests(mongo_uri, amqp_uri, clock.path) as settings:
        system = System(settings)
        yield system
        system.services.containers.remove(system.gateway)  # it is stopped already
        system.stop()


def test_who_is_served_is_served_to_the_end_and_who_comes_is_sent_on(
    system: System, monkeypatch: pytest.MonkeyPatch
):
    served, waiting = system.desk("operator"), system.desk("supervisor")
    house = {"name": "Rutan Balikpapan", "timezone": "Asia/Makassar"}
    assert served.put("/facilities/RTBPN", house).status_code == 200
    assert waiting.get("/me").status_code == 200  # so that its connection is open
    go_on, asking, ask = Event(), Event(), Callees.ask

    def held_up(*args: Any) -> Any:
        asking.send(None)
        go_on.wait()
        return ask(*args)

    monkeypatch.setattr(Callees, "ask", held_up)
    first = eventlet.spawn(served.get, "/inmates")
    asking.wait()
    stopped = eventlet.spawn(system.gateway.stop)
    eventually("the door is closed", lambda: not listens(system))
    late = waiting.get("/me")
    go_on.send(None)

    assert late.status_code == 503
    assert late.json()["code"] == "unavailable"
    assert first.wait().status_code == 200
    stopped.wait()
    with pytest.raises(requests.ConnectionError):
        waiting.get("/me")


def listens(system: System) -> bool:
    try:
        system.open().close()
    except ConnectionRefusedError:
        return False
    return True
