"""One run: all users, everything that is tried, and what came of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import requests
from kombu import Connection

from tests.permissions.attempts import Attempt, Tried, User
from tests.permissions.broker import try_broker
from tests.permissions.broker_objects import objects
from tests.permissions.database import collections, tells_collections_apart, tidy, try_database
from tests.permissions.policy import is_allowed
from tests.permissions.users import Hosts, administrator, users


def try_broker_as_all(secrets: Path, management_url: str, hosts: Hosts) -> list[Tried]:
    """``management_url``: of RabbitMQ, for example http://rabbitmq:15672."""
    everybody = users(secrets, hosts)
    admin = urlsplit(administrator(secrets, hosts).amqp_uri)
    vhost = unquote(admin.path[1:])
    [gateway] = [one for one in everybody if one.role == "gateway"]
    tried: list[Tried] = []
    with _waiting_for_a_reply(gateway):
        there = objects(management_url, str(admin.username), str(admin.password), vhost)
        for user in everybody:
            tried += try_broker(user, everybody, there)
            tried.append(_try_management(user, management_url))
    return tried


def try_database_as_all(secrets: Path, hosts: Hosts) -> list[Tried]:
    """Raises LetsAnybodyIn."""
    admin = administrator(secrets, hosts)
    there = collections(admin)
    tried = [one for user in users(secrets, hosts) for one in try_database(user, there)]
    tidy(admin, there)
    return tried if tells_collections_apart(admin) else [_if_shown(one) for one in tried]


def _if_shown(one: Tried) -> Tried:
    """By a server that does not tell the collections of one database apart."""
    own = one.attempt.user.role == "gateway" and one.attempt.what.startswith("kunjungan_gateway.")
    return Tried(one.attempt, None) if own and not is_allowed(one.attempt) else one


def _try_management(user: User, url: str) -> Tried:
    parts = urlsplit(user.amqp_uri)
    answer = requests.get(
        f"{url.rstrip('/')}/api/whoami",
        auth=(str(parts.username), unquote(str(parts.password))),
        timeout=30,
    )
    return Tried(Attempt(user, "use", "management API"), answer.status_code != 401)


@contextmanager
def _waiting_for_a_reply(gateway: User) -> Iterator[None]:
    """A queue for replies that is in use, for the others to have a try at."""
    with Connection(gateway.amqp_uri, connect_timeout=10) as connection:
        name = f"rpc.reply-client-{uuid4()}"
        connection.default_channel.queue_declare(name, exclusive=True)
        yield
