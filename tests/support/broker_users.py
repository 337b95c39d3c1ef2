"""Users of the local broker with the permissions that `kunjungan provision` gives."""

import base64
import hashlib
import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from operations.permissions import Permissions, TopicPermission

PASSWORD = "for tests alone"  # noqa: S105
Rights = tuple[Permissions, list[TopicPermission]]


@contextmanager
def broker_users(amqp_uri: str, rights: Mapping[str, Rights], tmp: Path) -> Iterator[dict]:
    """The URI of a new user for each name, taken away again afterwards.

    One import of definitions instead of a `rabbitmqctl` for each right, which takes a second.
    """
    vhost = urlsplit(amqp_uri).path[1:]
    users = {name: f"{name}{os.getpid()}" for name in rights}
    definitions = {
        "users": [_user(user) for user in users.values()],
        "permissions": [
            {"user": users[name], "vhost": vhost, **permissions._asdict()}
            for name, (permissions, _) in rights.items()
        ],
        "topic_permissions": [
            {"user": users[name], "vhost": vhost, **topic._asdict()}
            for name, (_, topics) in rights.items()
            for topic in topics
        ],
    }
    file = tmp / "definitions.json"
    file.write_text(json.dumps(definitions), encoding="utf-8")
    file.chmod(0o644)
    _rabbitmqctl("import_definitions", stdin=file)
    host = urlsplit(amqp_uri).netloc.rpartition("@")[2]
    password = PASSWORD.replace(" ", "%20")
    try:
        yield {name: f"amqp://{user}:{password}@{host}/{vhost}" for name, user in users.items()}
    finally:
        for user in users.values():
            _rabbitmqctl("delete_user", user)


def _user(name: str) -> dict[str, str]:
    salt = os.urandom(4)
    digest = hashlib.sha256(salt + PASSWORD.encode()).digest()
    return {
        "name": name,
        "password_hash": base64.b64encode(salt + digest).decode(),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": "",
    }


def _rabbitmqctl(*arguments: str, stdin: Path | None = None) -> None:
    with (stdin or Path(os.devnull)).open("rb") as source:
        subprocess.run(
            ["rabbitmqctl", "-q", *arguments], stdin=source, check=True, capture_output=True
        )
