"""Commands of one page, each done once however often it is sent."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from console.gateway import Gateway
from console.problems import Away, Problem, SignedOut


class Sending:
    """While nobody knows whether a command was done, the same again goes under the same key."""

    def __init__(self, gateway: Gateway):
        self._gateway = gateway
        self._unanswered: dict[str, str] = {}

    async def command(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        """Raises Problem, SignedOut, Away."""
        same = json.dumps([method, path, body], sort_keys=True)
        key = self._unanswered.setdefault(same, str(uuid4()))
        try:
            answer = await self._gateway.command(method, path, body, key)
        except (Away, SignedOut):
            raise
        except Problem:
            del self._unanswered[same]
            raise
        del self._unanswered[same]
        return answer
