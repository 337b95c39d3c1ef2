"""What we stand on is away: its own routes are busy, the others serve, and all heals by itself."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import copy
from typing import Any

import eventlet
import pytest
import requests
from eventlet.event import Event
from nameko.containers import ServiceContainer

from chassis.calling import RpcClient
from operations.database import free_port
from services.gateway.service import GatewayService
from tests.component.gateway.desk import Desk
from tests.component.gateway.shared import System
from tests.support.eventually import eventually
from tests.support.proxy import Proxy
from tests.support.settings import settings_for_tests
from tests.support.standing_clock import StandingClock

INMATE = {"number": "B-7", "name": "Budi", "sex": "male", "legal_status": "convict"}
HOUSE = {"name": "Rutan Balikpapan", "timezone": "Asia/Makassar"}
SECONDS = 4


class Away:
    def __init__(self, system: System, broker: Proxy, database: Proxy):
        self.system, self.broker, self.database = system, broker, database


@pytest.fixture(scope="module")
def away(mongo_uri: str, amqp_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Away]:
    """The gateway alone reaches broker and database through proxies."""
    clock = StandingClock(tmp_path_factory.mktemp("away") / "clock.json")
    with (
        settings_for_tests(mongo_uri, amqp_uri, clock.path) as settings,
        Proxy(amqp_uri) as broker,
        Proxy(mongo_uri) as database,
    ):
        quick = {"CALL_SECONDS": SECONDS, "MONGO_TIMEOUT_MS": 1000, "HEARTBEAT": 2}
        through = {"AMQP_URI": broker.through(amqp_uri), "MONGO_URI": database.through(mongo_uri)}
        system = System(settings, **{**quick, **through})
        yield Away(system, broker, database)
        broker.restore()
        database.restore()
        system.stop()


@pytest.fixture
def desk(away: Away) -> Iterator[Callable[..., Desk]]:
    away.system.desk("operator").put("/facilities/RTBPN", HOUSE)
    yield away.system.desk
    away.broker.restore()
    away.database.restore()
    reader = away.system.desk("operator")
    eventually(
        "the gateway serves again", lambda: reader.get("/facilities/RTBPN").status_code == 200
    )
    assert not away.system.gateway._died.ready()


def busy(answer: requests.Response) -> bool:
    assert answer.json()["code"] == "unavailable"
    assert int(answer.headers["Retry-After"]) > 0
    return answer.status_code == 503


def within(seconds: float, act: Callable[[], Any]) -> Any:
    with eventlet.Timeout(seconds):
        return act()


@pytest.mark.parametrize("trouble", ["freeze", "cut"])
def test_without_the_broker_a_command_is_refused_in_time_and_done_once_afterwards(
    away: Away, desk: Callable[..., Desk], trouble: str
):
    operator, number = desk("operator"), {"freeze": "F-1", "cut": "C-1"}[trouble]
    send = lambda: operator.post("/inmates", {**INMATE, "number": number}, key=number)  # noqa: E731
    getattr(away.broker, trouble)()
    assert busy(within(SECONDS + 2, send))
    assert operator.get("/me").status_code == 200
    away.broker.restore()
    eventually("it is done", lambda: send().status_code == 201)
    found = [one["number"] for one in operator.get("/inmates").json()["items"]]
    assert found.count(number) == 1


@pytest.mark.parametrize("trouble", ["freeze", "cut"])
def test_without_the_database_whatever_needs_a_session_is_refused_in_time(
    away: Away, desk: Callable[..., Desk], trouble: str
):
    registrar = desk("registrar")
    getattr(away.database, trouble)()
    assert busy(within(8, lambda: registrar.get("/me")))
    live = requests.get(f"{away.system.address}/health/live", timeout=3)
    assert live.status_code == 200


def test_a_gateway_that_has_nobody_to_ask_yet_is_not_open(
    away: Away, desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
):
    """Seen in a chaos run: one that was killed, and came back while the broker was slow to let it
    in, answered 500."""
    port, let_in, answers = free_port(), Event(), []
    reader = copy(desk("operator"))
    reader.address = f"http://127.0.0.1:{port}"
    connect = RpcClient.__enter__
    waiting = Event()

    def held_up(client: RpcClient) -> RpcClient:
        waiting.send(None)
        let_in.wait()
        return connect(client)

    monkeypatch.setattr(RpcClient, "__enter__", held_up)
    own = {**away.system.gateway.config, "WEB_SERVER_ADDRESS": f"127.0.0.1:{port}"}
    starting = ServiceContainer(GatewayService, own)
    begun = eventlet.spawn(starting.start)

    def answered() -> bool:
        try:
            answers.append(reader.get("/facilities/RTBPN").status_code)
        except requests.ConnectionError:
            return False
        return True

    waiting.wait()
    with suppress(AssertionError):
        eventually("it answers", answered, seconds=2)
    let_in.send(None)
    begun.wait()
    eventually("it serves", lambda: answered() and answers[-1] == 200)
    starting.stop()
    assert set(answers) <= {200, 503}
