"""The users of a folder that `kunjungan secrets` has written."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from operations.secrets import CALLERS, SERVICES, SUBSCRIBERS_FOLDER
from tests.permissions.attempts import User


class Hosts(NamedTuple):
    """host:port of each, where those of the secrets cannot be reached."""

    amqp: str | None = None
    mongo: str | None = None


def users(secrets: Path, hosts: Hosts) -> list[User]:
    found = [
        *(("service", name, secrets / name) for name in SERVICES),
        *(("gateway", name, secrets / name) for name in CALLERS),
    ]
    outside = secrets / SUBSCRIBERS_FOLDER
    if outside.is_dir():
        found += [("subscriber", path.name, path) for path in sorted(outside.iterdir())]
    return [_user(name, role, folder, hosts) for role, name, folder in found]


def administrator(secrets: Path, hosts: Hosts) -> User:
    return _user("admin", "admin", secrets / "admin", hosts)


def _user(name: str, role: str, folder: Path, hosts: Hosts) -> User:
    database = folder / "mongo_uri"
    mongo_uri = _at(database, hosts.mongo) if database.exists() else None
    return User(name, role, _at(folder / "amqp_uri", hosts.amqp), mongo_uri)


def _at(file: Path, host: str | None) -> str:
    uri = file.read_text(encoding="utf-8").strip()
    if host is None:
        return uri
    parts = urlsplit(uri)
    return parts._replace(netloc=f"{parts.netloc.rpartition('@')[0]}@{host}").geturl()
