"""A RabbitMQ to work with: the one that is there, else Debian's, started here.

``python -m operations.broker -- COMMAND...`` runs a command with a broker reachable and stops
what it started for it.
"""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from chassis.broker import connect
from chassis.settings import COMMON, load_settings
from operations.waiting import Unavailable, wait_until

DEFAULT_URI = "amqp://guest:guest@127.0.0.1:5672//"
PORT = 5672
START_SECONDS = 90
STOP_SECONDS = 60
"""A broker that froze does not stop when asked; then its processes are killed."""

ASK_SECONDS = 30
"""A frozen node lets `rabbitmqctl` wait for ever (seen in CI: it held the run to its limit)."""

NODE = 'ulimit -n "$(ulimit -Hn)"; exec rabbitmq-server'
"""With all the open files that the machine allows: on the 1024 of a plain shell RabbitMQ 3.10 froze
when many quorum queues were made and deleted."""

PORT_MAPPER = 4369
"""Erlang's: RabbitMQ starts it and leaves it behind."""

HOW_ELSE = (
    "Start one (RabbitMQ 3.10 or newer) and set AMQP_URI, or run this as root on Debian to have it "
    "installed, or use Docker instead: docker compose up -d --wait"
)


@contextmanager
def reachable_broker() -> Iterator[str]:
    """Yields the URI of a RabbitMQ that answers; one that was started here is stopped after.

    Raises Unavailable when there is none and none can be started.
    """
    uri = load_settings(COMMON)["AMQP_URI"]
    if answers(uri):
        yield uri
        return
    if uri != DEFAULT_URI:
        raise Unavailable(f"No RabbitMQ answers at the AMQP_URI given. {HOW_ELSE}")
    if _listens(PORT) or _node_runs():
        raise Unavailable(
            f"A broker runs on this machine but does not let us in. Set AMQP_URI. {HOW_ELSE}"
        )
    if os.geteuid() != 0:
        raise Unavailable(f"No RabbitMQ answers on this machine. {HOW_ELSE}")
    had_port_mapper = _listens(PORT_MAPPER)
    if _install() and _node_runs():  # the package starts it where there is an init system
        _await(uri)
        yield uri
        return
    _say("starting RabbitMQ")
    node = _start_node()
    try:
        _await(uri)
        yield uri
    finally:
        # ours alone: nothing listened and no node ran before
        _stop_node(node)
        if not had_port_mapper:
            _run("epmd", "-kill")


def answers(uri: str) -> bool:
    """Whether a broker lets us in at ``uri``.

    Raises Unavailable when its certificate does not hold: no waiting changes that.
    """
    connection = connect(uri, connect_timeout=3)
    try:
        connection.connect()
        return True
    except ssl.SSLCertVerificationError as error:
        raise Unavailable(f"RabbitMQ's certificate is refused: {error.verify_message}") from None
    except Exception:  # noqa: BLE001  whatever the reason, it is not usable
        return False
    finally:
        with suppress(Exception):
            connection.release()


def _install() -> bool:
    """Whether it was missing."""
    if shutil.which("rabbitmq-server"):
        return False
    if not shutil.which("apt-get"):
        raise Unavailable(f"No RabbitMQ answers on this machine. {HOW_ELSE}")
    _say("installing RabbitMQ from Debian's packages")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "rabbitmq-server"]):
        done = subprocess.run(
            ["apt-get", *step], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Unavailable(f"apt-get {step[0]} failed: {done.stderr.strip()[-300:]}\n{HOW_ELSE}")
    return True


def _start_node() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["sh", "-c", NODE],
        user="rabbitmq",
        group="rabbitmq",
        extra_groups=[],
        env={**os.environ, "HOME": "/var/lib/rabbitmq"},
        cwd="/var/lib/rabbitmq",
        start_new_session=True,  # Ctrl-C reaches us alone, and all of the node's can be killed
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _stop_node(node: subprocess.Popen[bytes]) -> None:
    _run("rabbitmqctl", "-q", "stop")
    try:
        node.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        _say("RabbitMQ does not stop; killing it")
        os.killpg(node.pid, signal.SIGKILL)
        node.wait()


def _await(uri: str) -> None:
    wait_until(
        lambda: answers(uri),
        START_SECONDS,
        f"RabbitMQ was started but did not answer within {START_SECONDS} seconds; "
        "its log is in /var/log/rabbitmq.",
    )


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _node_runs() -> bool:
    return _run("rabbitmqctl", "-q", "ping")


def _run(*command: str) -> bool:
    """Whether it is there and went well. Its output is of no use to the operator."""
    if not shutil.which(command[0]):
        return False
    try:
        done = subprocess.run(
            command,
            check=False,
            timeout=ASK_SECONDS,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _say(text: str) -> None:
    print(f"kunjungan: {text}", file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    command = arguments[arguments.index("--") + 1 :]
    try:
        with reachable_broker():
            return subprocess.run(command, check=False).returncode
    except Unavailable as reason:
        _say(str(reason))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
