"""Makes broker and database ready for the services. Safe to run again, after any failure.

With MANAGEMENT_URL and a folder of secrets it makes a user for each service; without, it declares
exchanges, queues and indexes as the user it is given.
"""

import importlib
import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import requests
from kombu.utils.url import parse_url
from pymongo import MongoClient

from chassis.aggregates import AggregateStore
from chassis.topology import PARKED
from operations import permissions
from operations.broker import answers
from operations.database import wait_for_database
from operations.database_users import make_users
from operations.management import Management
from operations.secrets import CALLERS, SERVICES, SUBSCRIBERS_FOLDER
from operations.topology import declare
from operations.waiting import wait_until
from services.gateway import store_sessions
from services.gateway.store_audit import AuditStore

Say = Callable[[str], None]
WAIT_SECONDS = 120

RPC_POLICY = {"max-length": 10_000, "overflow": "reject-publish"}
"""Requests of callers that do not wait any more must not pile up without end."""
SUBSCRIBER_POLICY = {"max-length-bytes": 256 * 2**20, "overflow": "drop-head"}
"""An outside subscriber that never comes back must not fill the broker's disk."""
PARKED_POLICY = {"delivery-limit": 1_000_000_000}
"""None, in words that RabbitMQ 3 takes too. Since 4.0 the default is 20, and a parked message that
people look at would be dropped."""


def provision(
    settings: Mapping[str, Any], management_url: str | None, secrets: Path | None, say: Say
) -> None:
    """Raises Unavailable when broker or database do not answer within two minutes."""
    if management_url and secrets:
        _broker_users(settings, management_url, secrets, say)
    wait_until(
        lambda: answers(settings["AMQP_URI"]),
        WAIT_SECONDS,
        f"RabbitMQ did not let us in within {WAIT_SECONDS} seconds. Is it up, and AMQP_URI right?",
    )
    say(f"{len(declare(settings['AMQP_URI'], dict(settings)))} queues")
    wait_for_database(
        settings["MONGO_URI"],
        WAIT_SECONDS,
        f"MongoDB did not answer within {WAIT_SECONDS} seconds. Is it up, and MONGO_URI right?",
    )
    client: MongoClient = MongoClient(settings["MONGO_URI"])
    try:
        if secrets:
            say(f"{make_users(client, secrets)} database users")
        say(f"indexes of {create_indexes(client, settings['DATABASE_PREFIX'])} collections")
    finally:
        client.close()


def _broker_users(
    settings: Mapping[str, Any], management_url: str, secrets: Path, say: Say
) -> None:
    admin = parse_url(settings["AMQP_URI"])
    api = Management(management_url, admin["userid"], admin["password"])
    wait_until(
        api.answers,
        WAIT_SECONDS,
        f"RabbitMQ's management did not let us in at {management_url} within {WAIT_SECONDS} "
        "seconds. Is it up, and is AMQP_URI that of its administrator?",
    )
    _wait_for_nodes(api, settings["QUORUM_SIZE"])
    vhost = admin["virtual_host"]
    api.vhost(vhost)
    api.permissions(vhost, admin["userid"], permissions.Permissions(".*", ".*", ".*"))
    folder = secrets / SUBSCRIBERS_FOLDER
    subscribers = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    for names, rights, topics, where in (
        (SERVICES, permissions.of_service, permissions.topics_of_service, secrets),
        (CALLERS, permissions.of_caller, permissions.topics_of_caller, secrets),
        (subscribers, permissions.of_subscriber, permissions.topics_of_subscriber, folder),
    ):
        for name in names:
            parts = _uri(where / name / "amqp_uri")
            user = parts["userid"]
            api.user(user, parts["password"])
            api.permissions(vhost, user, rights(name))
            for topic in topics(name):
                api.topic_permission(vhost, user, topic)
    api.policy(vhost, "rpc", "^rpc-", RPC_POLICY)
    api.policy(vhost, "parked", rf"^{PARKED}\.", PARKED_POLICY)
    if subscribers:
        pattern = rf"^({'|'.join(subscribers)})\."
        api.policy(vhost, "subscribers", pattern, SUBSCRIBER_POLICY)
    say(f"{len(SERVICES) + len(CALLERS) + len(subscribers)} broker users")


def _wait_for_nodes(api: Management, quorum_size: int) -> None:
    """A queue that is made too early has fewer copies for good. Nodes that have joined and are
    away now do count: they get their copy when they are back."""

    def joined() -> bool:
        try:
            return api.members() >= quorum_size
        except requests.RequestException:  # the node that was asked is joining the others
            return False

    wait_until(
        joined,
        WAIT_SECONDS,
        f"QUORUM_SIZE is {quorum_size}, but RabbitMQ has had fewer nodes than that for "
        f"{WAIT_SECONDS} seconds. Are they all up, with the same secrets/admin/erlang_cookie?",
    )


def _uri(path: Path) -> dict[str, Any]:
    parts: dict[str, Any] = parse_url(path.read_text(encoding="utf-8").strip())
    return parts


def create_indexes(client: MongoClient, prefix: str) -> int:
    count = 0
    for service in SERVICES:
        module = importlib.import_module(f"services.{service}.store")
        for _, store in inspect.getmembers(module, inspect.isclass):
            if issubclass(store, AggregateStore) and store.__module__ == module.__name__:
                store.create_indexes(client[prefix + service])
                count += 1
    AuditStore(client[prefix + "gateway"]).create_indexes()
    store_sessions.create_indexes(client[prefix + "gateway"])
    return count + 4
