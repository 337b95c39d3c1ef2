"""Who is signed in at which browser.

Kept in this process alone: nothing that opens the API is written to a disk or sent to a browser. A
restart of the console costs everybody a sign-in.
"""

import time
from typing import Any

import httpx

from console.gateway import Gateway
from console.live import Live
from console.problems import Away, Problem
from console.settings import settings


class SignIn:
    """One officer at one browser. ``who``: username, name, roles, facilities, sex. ``remembered``:
    what the officer said once and need not say again until signing out, as the post's name."""

    def __init__(self, gateway: Gateway, who: dict[str, Any]):
        self.gateway = gateway
        self.who = who
        self.facility: str = who["facilities"][0]
        self.live = Live(gateway)
        self.over = False
        self.remembered: dict[str, Any] = {}
        self._used = time.monotonic()

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(self.who["roles"])

    def used(self) -> None:
        """Somebody is at the desk."""
        self._used = time.monotonic()

    @property
    def left(self) -> bool:
        """Whether nobody has been at the desk for too long."""
        return time.monotonic() - self._used > settings()["IDLE_MINUTES"] * 60

    async def again(self, password: str) -> None:
        """The same officer after the session was over. Raises Problem, Away."""
        self.gateway.token = None
        opened = await _opened(self.gateway, self.who["username"], password)
        self.gateway.token = opened["token"]
        self.over = False
        self.used()
        self.live.wake()

    async def end(self) -> None:
        """Here and at the gateway, which ends it by itself when it does not hear of it."""
        self.over = True
        self.live.stop()
        try:
            await self.gateway.command("DELETE", "/session", {})
        except (Problem, Away):
            pass
        self.gateway.token = None
        self.live.tell_missed()


class Sessions:
    """By the id of the browser's cookie."""

    def __init__(self, client: httpx.AsyncClient):
        self._client = client
        self._by_browser: dict[str, SignIn] = {}

    def of(self, browser: str) -> SignIn | None:
        found = self._by_browser.get(browser)
        return None if found is None or found.over else found

    async def sign_in(self, browser: str, address: str, username: str, password: str) -> SignIn:
        """Raises Problem, Away. Whoever was signed in at this browser no longer is."""
        gateway = Gateway(self._client, address)
        opened = await _opened(gateway, username, password)
        gateway.token = opened["token"]
        await self.sign_out(browser)
        for other in [one for one, signed in self._by_browser.items() if signed.left]:
            await self.sign_out(other)
        made = self._by_browser[browser] = SignIn(gateway, opened)
        return made

    async def sign_out(self, browser: str) -> None:
        if found := self._by_browser.pop(browser, None):
            await found.end()


async def _opened(gateway: Gateway, username: str, password: str) -> dict[str, Any]:
    body = {"username": username, "password": password}
    opened: dict[str, Any] = await gateway.command("POST", "/session", body)
    return opened
