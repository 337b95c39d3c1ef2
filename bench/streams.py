"""500 open live streams on one process while events flow: delay, memory, who is dropped.

The server, the readers and the publisher are three processes; the broker is the real one, in a
virtual host of its own. One more reader never reads: it alone must be dropped.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from uuid import uuid4

from bench.stream_readers import HOUSE
from chassis.settings import COMMON, load_settings
from operations.database import free_port
from operations.topology import declare
from tests.support.eventually import eventually
from tests.support.messages import EventPublisher
from tests.support.servers import virtual_host

READERS = int(os.environ.get("READERS", "500"))
SECONDS = float(os.environ.get("SECONDS", "20"))
RATE = float(os.environ.get("RATE", "10"))
"""Events a second. A day of a house with 300 visits has about 6,000: one a second at its peak."""
PATIENCE = 60
TARGET_P99_MS = 1000


def main() -> int:
    with virtual_host(f"bench-{uuid4().hex[:8]}") as uri:
        declare(uri, load_settings(COMMON))
        report = measured(uri, free_port())
    text = json.dumps(report, indent=2)
    print(text)
    if path := os.environ.get("REPORT"):
        Path(path).write_text(text + "\n", encoding="utf-8")
    good = (
        report["dropped"] == ["slow"]
        and report["missed"] == report["twice"] == 0
        and report["delay_ms"]["p99"] < TARGET_P99_MS
    )
    return 0 if good else 1


def measured(uri: str, port: int) -> dict:
    environment = {
        "AUDIT_KEY": "a key for benches alone",  # the gateway's settings demand one
        **os.environ,
        "AMQP_URI": uri,
        "WEB_SERVER_ADDRESS": f"127.0.0.1:{port}",
    }
    server = _start("bench.stream_server", environment)
    readers = None
    try:
        eventually("the server listens", lambda: _stats(port), PATIENCE)
        idle = _memory(server.pid)
        readers = _start("bench.stream_readers", environment, str(port), str(READERS))
        eventually("all read", lambda: _stats(port).get("readers") == READERS + 1, PATIENCE)
        time.sleep(2)  # all have been greeted
        opened, busy = _memory(server.pid), _cpu(server.pid)
        sent, took = _publish(uri)
        busy = _cpu(server.pid) - busy
        eventually("the slow one is cut off", lambda: _stats(port)["readers"] <= READERS, PATIENCE)
        left = _stats(port)["readers"]
        end = _memory(server.pid)
        readers.send_signal(signal.SIGTERM)
        found = json.loads(readers.communicate(timeout=PATIENCE)[0])
    finally:
        for process in filter(None, (server, readers)):
            process.kill()
    return {
        "readers": READERS,
        "events": sent,
        "events_per_second": round(sent / took, 1),
        "deliveries_expected": sent * READERS,
        "deliveries": found["deliveries"],
        "missed": sent * READERS - found["deliveries"],
        "twice": found["twice"],
        "delay_ms": found["delay_ms"],
        "server_cpu_share": round(busy / took, 2),
        "memory_mb": {"idle": idle, "all_open": opened, "end": end},
        "memory_kb_per_reader": round((opened - idle) * 1024 / (READERS + 1), 1),
        "dropped": ["slow"] * (READERS + 1 - left - found["ended"]) + ["other"] * found["ended"],
    }


def _publish(uri: str) -> tuple[int, float]:
    publisher = EventPublisher(uri)
    count, began = 0, time.monotonic()
    while (now := time.monotonic() - began) < SECONDS:
        publisher("visit_ended", facility=HOUSE, id=f"{time.time_ns()}")
        count += 1
        time.sleep(max(0.0, count / RATE - now))
    publisher.close()
    return count, time.monotonic() - began


def _start(module: str, environment: dict, *arguments: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", module, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
    )


def _stats(port: int) -> dict:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/stats", timeout=5) as answer:
            return json.load(answer)
    except OSError:
        return {}


def _memory(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return round(int(status.split("VmRSS:")[1].split()[0]) / 1024, 1)


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
