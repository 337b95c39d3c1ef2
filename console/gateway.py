"""The HTTP API, as one signed-in officer asks it."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx

from console.clock import FacilityClock
from console.problems import Away, problem_of
from console.settings import settings

BASE = "/api/v1"
AGAIN_SECONDS = 1.0
"""Between two tries of the same; the gateway may ask for more by Retry-After."""
REMEMBERED = 40
"""Answers of an officer that are kept, so that the gateway may say that nothing has changed."""


def open_client() -> httpx.AsyncClient:
    """One for the whole process: it keeps connections."""
    told = settings()
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)
    return httpx.AsyncClient(
        base_url=told["GATEWAY_URL"], timeout=told["ANSWER_SECONDS"], limits=limits, trust_env=False
    )


class Gateway:
    """``token`` may be replaced after another sign-in; ``address`` is the browser's, for the
    gateway's audit and delays."""

    def __init__(self, client: httpx.AsyncClient, address: str, token: str | None = None):
        self.token = token
        self.clock = FacilityClock()
        self._client = client
        self._address = address
        self._seen: dict[tuple[Any, ...], tuple[str, Any]] = {}

    async def get(self, path: str, **query: Any) -> Any:
        """Raises Problem, SignedOut, Away."""
        asked = {name: value for name, value in query.items() if value not in (None, "")}
        if any(isinstance(value, list) for value in asked.values()):
            return _body(await self._send("GET", path, params=asked))  # never asked for again
        place = (path, *sorted(asked.items()))
        tag, known = self._seen.get(place, ("", None))
        answer = await self._send(
            "GET", path, params=asked, headers={"If-None-Match": tag} if tag else {}
        )
        body = known if answer.status_code == 304 else _body(answer)
        self._seen.pop(place, None)
        self._seen[place] = (answer.headers.get("ETag", tag), body)
        if len(self._seen) > REMEMBERED:
            del self._seen[next(iter(self._seen))]
        return body

    async def download(self, path: str, **query: Any) -> httpx.Response:
        """A file. Raises Problem, SignedOut, Away."""
        answer = await self._send("GET", path, params=query)
        _body(answer, parsed=False)
        return answer

    async def command(
        self, method: str, path: str, body: Mapping[str, Any], key: str | None = None
    ) -> Any:
        """Sent again under the same key while no answer comes, for RETRY_SECONDS.

        Raises Problem, SignedOut; Away, upon which the same ``key`` must be used for another try.
        """
        headers = {"Idempotency-Key": key or str(uuid4())}
        deadline = time.monotonic() + settings()["RETRY_SECONDS"]
        while True:
            try:
                # a DELETE has its fields in the query
                sent = {"params": body} if method == "DELETE" else {"json": body}
                return _body(await self._send(method, path, headers=headers, **sent))
            except Away:
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(AGAIN_SECONDS)

    @asynccontextmanager
    async def stream(self, path: str, **headers: str) -> AsyncIterator[httpx.Response]:
        """An endless answer, silent for a minute at most. Raises Problem, SignedOut, Away."""
        timeout = httpx.Timeout(settings()["ANSWER_SECONDS"], read=60)
        told = {**self._headers(), **headers}
        try:
            async with self._client.stream(
                "GET", BASE + path, headers=told, timeout=timeout
            ) as answer:
                if not answer.is_success:
                    await answer.aread()
                    _body(answer)
                yield answer
        except httpx.HTTPError as error:
            raise Away(type(error).__name__) from error

    async def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {**self._headers(), **more.pop("headers", {})}
        try:
            answer = await self._client.request(method, BASE + path, headers=headers, **more)
        except httpx.HTTPError as error:
            raise Away(type(error).__name__) from error
        self.clock.heard(answer.headers.get("Date"))
        if answer.status_code in (502, 503, 504):
            raise Away(f"{answer.status_code}")
        return answer

    def _headers(self) -> dict[str, str]:
        told = {"X-Forwarded-For": self._address}
        return {**told, "Authorization": f"Bearer {self.token}"} if self.token else told


def _body(answer: httpx.Response, parsed: bool = True) -> Any:
    if answer.is_success:
        return answer.json() if parsed and answer.content else None
    try:
        document = answer.json()
    except ValueError:
        document = {"detail": answer.text[:200]}
    raise problem_of(answer.status_code, document)
