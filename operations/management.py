"""RabbitMQ's management HTTP API, as far as provisioning needs it. Every call may be repeated."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import requests

from chassis.settings import given
from operations.permissions import Permissions, TopicPermission


class Management:
    """``url``: for example http://rabbitmq:15672. With https:// the broker's authorities count."""

    def __init__(self, url: str, user: str, password: str):
        self._url = url.rstrip("/")
        self._session = requests.Session()
        self._session.auth = (user, password)
        self._session.verify = given("AMQP_TLS_CA_FILE") or True

    def answers(self) -> bool:
        try:
            return self._session.get(f"{self._url}/api/overview", timeout=5).ok
        except requests.RequestException:
            return False

    def members(self) -> int:
        """Nodes of the cluster, also those that are away just now."""
        answer = self._session.get(f"{self._url}/api/nodes", timeout=10)
        answer.raise_for_status()
        return len(answer.json())

    def vhost(self, name: str) -> None:
        self._put(("vhosts", name), {})

    def user(self, name: str, password: str, tags: str = "") -> None:
        self._put(("users", name), {"password": password, "tags": tags})

    def permissions(self, vhost: str, user: str, permissions: Permissions) -> None:
        self._put(("permissions", vhost, user), permissions._asdict())

    def topic_permission(self, vhost: str, user: str, permission: TopicPermission) -> None:
        self._put(("topic-permissions", vhost, user), permission._asdict())

    def policy(self, vhost: str, name: str, pattern: str, definition: Mapping[str, Any]) -> None:
        body = {"pattern": pattern, "apply-to": "queues", "definition": definition, "priority": 0}
        self._put(("policies", vhost, name), body)

    def in_hand(self, vhost: str) -> dict[str, int]:
        """Delivered and not yet settled messages of each queue that has any, some seconds old."""
        columns = "name,messages_unacknowledged"
        url = f"{self._url}/api/queues/{quote(vhost, safe='')}"
        answer = self._session.get(url, params={"columns": columns}, timeout=10)
        answer.raise_for_status()
        counts = {one["name"]: one.get("messages_unacknowledged", 0) for one in answer.json()}
        return {name: count for name, count in counts.items() if count}

    def _put(self, path: tuple[str, ...], body: Mapping[str, Any]) -> None:
        address = "/".join(quote(part, safe="") for part in path)
        self._session.put(f"{self._url}/api/{address}", json=body, timeout=10).raise_for_status()
