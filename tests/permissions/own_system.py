"""A broker and a database of one's own, provisioned as for real use: by the commands."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple
from urllib.parse import urlsplit

from pymongo import MongoClient

from operations.secrets import ADMIN
from tests.permissions.users import Hosts, administrator
from tests.support.broker_node import BrokerNode
from tests.support.servers import database_server, free_port

SUBSCRIBER = "outside"
MANAGEMENT = "rabbitmq_management"


class OwnSystem(NamedTuple):
    secrets: Path
    management_url: str
    hosts: Hosts


@contextmanager
def provisioned() -> Iterator[OwnSystem]:
    directory, port = Path(mkdtemp(prefix="kunjungan-rights-")), free_port()
    config = {"management.tcp.ip": "127.0.0.1", "management.tcp.port": str(port)}
    secrets = directory / "secrets"
    try:
        _kunjungan("secrets", str(secrets), "--subscribers", SUBSCRIBER)
        _make_administrator(directory, (secrets / "admin/mongo_password").read_text().strip())
        with (
            BrokerNode([MANAGEMENT], config) as node,
            database_server(directory, "--auth") as database,
        ):
            node.control(
                "add_user", ADMIN, (secrets / "admin/rabbitmq_password").read_text().strip()
            )
            node.control("set_user_tags", ADMIN, "administrator")
            node.control("delete_user", "guest")
            hosts = Hosts(f"127.0.0.1:{node.port}", urlsplit(database).netloc)
            system = OwnSystem(secrets, f"http://127.0.0.1:{port}", hosts)
            provision(system)
            yield system
    finally:
        shutil.rmtree(directory)


def provision(system: OwnSystem) -> str:
    """What the command says."""
    admin = administrator(system.secrets, system.hosts)
    return _kunjungan(
        "provision", AMQP_URI=admin.amqp_uri, MONGO_URI=str(admin.mongo_uri),
        MANAGEMENT_URL=system.management_url, SECRETS_DIR=str(system.secrets),
    )  # fmt: skip


def _make_administrator(directory: Path, password: str) -> None:
    """The embedded database makes users only while it asks nobody for a password."""
    with database_server(directory, "--log-level", "INFO") as uri, MongoClient(uri) as client:
        client.admin.command("createUser", ADMIN, pwd=password, roles=["root"])


def _kunjungan(*arguments: str, **settings: str) -> str:
    program = Path(sys.executable).with_name("kunjungan")
    done = subprocess.run(
        [program, *arguments], env={**os.environ, **settings}, capture_output=True, text=True,
        check=False, timeout=180,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"kunjungan {arguments[0]}: {done.stderr}")
    return done.stdout
