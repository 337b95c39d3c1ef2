"""The users of a folder that `kunjungan secrets` has written."""

from pathlib import Path
from urllib.parse import urlsplit

from operations.secrets import CALLERS, SERVICES, SUBSCRIBERS_FOLDER
from tests.permissions.attempts import User


def users(secrets: Path, amqp: str | None) -> list[User]:
    """``amqp``: host:port of the broker, where that of the secrets cannot be reached."""
    found = [
        *(("service", name, secrets / name) for name in SERVICES),
        *(("gateway", name, secrets / name) for name in CALLERS),
    ]
    outside = secrets / SUBSCRIBERS_FOLDER
    if outside.is_dir():
        found += [("subscriber", path.name, path) for path in sorted(outside.iterdir())]
    return [User(name, role, _at(folder / "amqp_uri", amqp)) for role, name, folder in found]


def administrator(secrets: Path, amqp: str | None) -> str:
    return _at(secrets / "admin" / "amqp_uri", amqp)


def _at(file: Path, host: str | None) -> str:
    uri = file.read_text(encoding="utf-8").strip()
    if host is None:
        return uri
    parts = urlsplit(uri)
    return parts._replace(netloc=f"{parts.netloc.rpartition('@')[0]}@{host}").geturl()
