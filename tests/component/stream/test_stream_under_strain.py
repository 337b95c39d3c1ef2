"""The live stream when readers stop reading, the broker freezes, or the process is stopped."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from kombu import Connection

from operations.topology import declare
from tests.component.stream.conftest import Door
from tests.component.stream.gate import GateService
from tests.support.eventually import eventually
from tests.support.proxy import Proxy


def stalled(door: Door, token: str) -> socket.socket:
    """A reader that asks and then never reads."""
    lazy = socket.socket()
    lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    lazy.connect(("127.0.0.1", door.port))
    lazy.sendall(f"GET /events/{token} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return lazy


def test_a_reader_that_stops_reading_is_cut_off_and_harms_nobody(
    door: Door, stream_of: Callable[..., Any]
):
    stream = stream_of(door.open(SOCKET_SECONDS=1))
    door.let_in("lazy", "supervisor")
    lazy, reader = stalled(door, "lazy"), door.read().ready()
    eventually("both read", lambda: stream.readers == 2)
    told = door.happens(*["facility_closed"] * 10, data={"cause": "x" * 50_000})
    reader.until(10)
    eventually("the lazy one is gone", lambda: stream.readers == 1, seconds=10)
    assert reader.ids() == told
    assert not reader.ended
    lazy.close()


def test_a_reader_that_fell_behind_is_dropped_and_may_resume(
    door: Door, stream_of: Callable[..., Any]
):
    stream = stream_of(door.open())
    frames = stream.subscribe(GateService.staff["boss"], None, None)
    [next(frames), next(frames)]
    reached = stream._ring.last
    door.happens(*["visit_ended"] * 30)
    stream._config = {**stream._config, "STREAM_READER_BACKLOG": 20}
    # not behind the newest: the stream holds events of other tests, too
    eventually("all have come", lambda: stream._ring.behind(reached) >= 30)
    assert list(frames) == []
    assert (stream.dropped, stream.readers) == (1, 0)


def test_an_account_opens_only_so_many_streams(door: Door, stream_of: Callable[..., Any]):
    stream = stream_of(door.open(STREAM_READERS_PER_ACCOUNT=1))
    door.let_in("other", "supervisor")
    door.read().ready()
    assert door.read().status == 500  # the small door knows no problems; the gateway answers 429
    assert door.read("other").ready().status == 200
    eventually("two read", lambda: stream.readers == 2)


def test_a_reader_that_left_is_noticed_at_a_heartbeat(door: Door, stream_of: Callable[..., Any]):
    stream = stream_of(door.open(STREAM_HEARTBEAT_SECONDS=0.1))
    reader = door.read().ready()
    assert stream.readers == 1
    reader.close()
    eventually("it is noticed", lambda: stream.readers == 0)


def test_a_frozen_broker_is_given_up_and_found_again(
    door: Door, settings: dict[str, Any], stream_of: Callable[..., Any]
):
    with Proxy(settings["AMQP_URI"]) as proxy:
        uri = proxy.through(settings["AMQP_URI"])
        stream = stream_of(door.open(AMQP_URI=uri, HEARTBEAT=1))
        reader = door.read().ready()
        proxy.freeze()
        eventually("it is given up", lambda: not stream.alive, seconds=10)
        told = door.happens("visit_started", "visit_ended")
        proxy.restore()
        reader.until(2)
        assert reader.ids() == told
        stream._source.stopping = True


def test_a_stream_that_was_made_anew_resets_its_readers(door: Door, settings: dict[str, Any]):
    uri = settings["AMQP_URI"]
    door.open()
    reader = door.read().ready()
    door.happens("visit_started")
    reader.until(1)
    with Connection(uri) as connection:
        connection.default_channel.queue_delete("gateway.stream")
    declare(uri, settings)
    eventually("it goes on", lambda: door.happens("visit_booked") and len(reader.seen) > 1)
    assert reader.seen[1].type == "reset"
    [told] = door.happens("visit_ended")
    eventually("it is told", lambda: told in reader.ids())


def test_a_stopped_process_ends_its_streams_and_leaves(door: Door, settings: dict[str, Any]):
    script = """
import chassis.process as process
from pathlib import Path
from services.gateway.domain.staff import Staff
from tests.component.stream.gate import GateService

roles = frozenset({"supervisor"})
GateService.staff["boss"] = Staff("b", "b", "b", roles, ("H",), None, "s")
process.serve(GateService, Path("services/gateway/config.yml"))
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, "AMQP_URI": settings["AMQP_URI"],
             "WEB_SERVER_ADDRESS": f"127.0.0.1:{door.spare_port}"},
    )  # fmt: skip
    try:
        readers = [eventually("it listens", lambda: door.try_read(door.spare_port)) for _ in "123"]
        for reader in readers:
            reader.ready()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        eventually("the streams end", lambda: all(reader.ended for reader in readers))
    finally:
        process.kill()
