"""Random passwords and keys, each in a file of its own. There is no default password.

One folder per service, so that a container is given its own secrets and nobody else's::

    secrets/registration/amqp_uri       amqp://registration:<random>@rabbitmq:5672/kunjungan
    secrets/registration/mongo_uri      mongodb://registration:<random>@mongo:27017/...
    secrets/admin/rabbitmq_password     ...

What exists is never overwritten: to change a password delete its file, run this again, then
``kunjungan provision``, and restart the service.
"""

import base64
import os
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

SERVICES = ("registration", "screening", "lockers", "notifications")
CALLERS = ("gateway",)
"""Users that call the services by RPC."""
OWNERS = (*SERVICES, *CALLERS)
"""Users with a database of their own."""
CONSOLE = "console"
"""It talks to the gateway over HTTP: no user of the broker, none of the database."""

SUBSCRIBERS_FOLDER = "subscribers"
SUBSCRIBER = re.compile(r"[a-z][a-z0-9]{1,30}")
VHOST = "kunjungan"
ADMIN = "kunjungan-admin"
RESERVED = {*SERVICES, *CALLERS, CONSOLE, "admin", "parked", "retry", "rpc", "amq"}
DURABLE = "w=majority&journal=true&retryWrites=false"


def write_secrets(
    directory: Path,
    *,
    subscribers: Sequence[str] = (),
    rabbitmq: str = "rabbitmq",
    mongo: str = "mongo",
    owner: int | None = None,
) -> list[Path]:
    """Writes every missing secret, readable by its owner only, and returns what was written.

    ``subscribers`` are the users of outside systems that follow the events. ``rabbitmq`` and
    ``mongo`` are the hosts that the services will connect to. ``owner`` is the user id that the
    services run as, when it is not ours; only root can give files away.

    Raises ValueError for a subscriber whose name cannot be one.
    """
    for name in subscribers:
        if not SUBSCRIBER.fullmatch(name) or name in RESERVED:
            raise ValueError(f"{name!r} cannot be a subscriber: 2 to 31 of a-z and 0-9, not taken")
    written: list[Path] = []

    def keep(folder: str, name: str, value: str) -> str:
        path = directory / folder / name
        if _create(path, value):
            written.append(path)
            if owner is not None:
                os.chown(path, owner, owner)
        return path.read_text(encoding="utf-8").strip()

    outside = [f"{SUBSCRIBERS_FOLDER}/{name}" for name in subscribers]
    for folder in ("admin", *SERVICES, *CALLERS, CONSOLE, SUBSCRIBERS_FOLDER, *outside):
        (directory / folder).mkdir(parents=True, exist_ok=True)
        if owner is not None:
            os.chown(directory / folder, owner, owner)
        (directory / folder).chmod(0o700)

    for_rabbitmq = keep("admin", "rabbitmq_password", _random())
    for_mongo = keep("admin", "mongo_password", _random())
    keep("admin", "erlang_cookie", _random())  # nodes of one RabbitMQ cluster know each other by it
    keep("admin", "amqp_uri", f"amqp://{ADMIN}:{for_rabbitmq}@{rabbitmq}:5672/{VHOST}")
    keep("admin", "mongo_uri", f"mongodb://{ADMIN}:{for_mongo}@{mongo}:27017/?{DURABLE}")
    for folder in (*SERVICES, *CALLERS, *outside):
        user = folder.rpartition("/")[2]
        keep(folder, "amqp_uri", f"amqp://{user}:{_random()}@{rabbitmq}:5672/{VHOST}")
    for name in OWNERS:
        database = f"kunjungan_{name}"
        query = f"authSource={database}&{DURABLE}"
        keep(name, "mongo_uri", f"mongodb://{name}:{_random()}@{mongo}:27017/{database}?{query}")
    for name, keys in {**KEYS, CONSOLE: CONSOLE_KEYS}.items():
        for key, make in keys.items():
            keep(name, key, make())
    return written


def _random() -> str:
    """256 bits that need no escaping in a URI."""
    return secrets.token_urlsafe(32)


def _webhook_secret() -> str:
    """In the form that receivers of Standard Webhooks expect."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def new_field_key(id: str) -> str:
    """An entry of FIELD_KEYS: see chassis/keyring.py."""
    return f"{id}:{secrets.token_hex(32)}"


def _field_keys() -> str:
    return new_field_key("k1")


KEYS: dict[str, dict[str, Callable[[], str]]] = {
    "registration": {"blind_index_key": _random, "field_keys": _field_keys},
    # the password of a mail server is the operator's to fill in
    "notifications": {
        "webhook_secret": _webhook_secret,
        "smtp_password": str,
        "field_keys": _field_keys,
    },
    # the secret of the client is the identity provider's to give
    "gateway": {"audit_key": _random, "oidc_client_secret": str},
}
CONSOLE_KEYS: dict[str, Callable[[], str]] = {"console_secret": _random}
"""Apart from KEYS, which are kept with a backup: a new one costs a sign-in and nothing else."""


def write_keys(directory: Path) -> dict[str, Path]:
    """The keys alone, for a system on one machine whose broker and database have no users."""
    return _write(directory, {key: make for keys in KEYS.values() for key, make in keys.items()})


def write_console_keys(directory: Path) -> dict[str, Path]:
    """Those of its console, which no service is told."""
    return _write(directory, CONSOLE_KEYS)


def _write(directory: Path, made: Mapping[str, Callable[[], str]]) -> dict[str, Path]:
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    for key, make in made.items():
        _create(directory / key, make())
    return {key: directory / key for key in made}


def _create(path: Path, value: str) -> bool:
    """Whether the file was missing and is there now."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(value + "\n")
    return True
