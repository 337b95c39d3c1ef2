"""Every exchange and queue of the virtual host, asked of the broker itself: none is forgotten."""

from typing import NamedTuple
from urllib.parse import quote

import requests


class Objects(NamedTuple):
    exchanges: list[str]
    queues: list[str]
    streams: frozenset[str]


def objects(management_url: str, user: str, password: str, vhost: str) -> Objects:
    """``user`` is the administrator."""

    def listed(kind: str) -> list[dict]:
        url = f"{management_url.rstrip('/')}/api/{kind}/{quote(vhost, safe='')}"
        answer = requests.get(url, auth=(user, password), timeout=30)
        answer.raise_for_status()
        return answer.json()

    queues = listed("queues")
    return Objects(
        exchanges=sorted(one["name"] for one in listed("exchanges")),
        queues=sorted(one["name"] for one in queues),
        streams=frozenset(one["name"] for one in queues if one.get("type") == "stream"),
    )
