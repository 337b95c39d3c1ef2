"""What the page of a signed-in officer stands on: asking, doing, following."""

import inspect
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any

from nicegui import Client, ui

from console.alerts import Alert
from console.button import Button
from console.clock import FacilityClock
from console.connection import Connection
from console.dialogs import ask_override
from console.problems import Away, Problem, SignedOut
from console.sending import Sending
from console.sessions import SignIn
from console.signing_in import sign_in_again
from console.source import Refresh, RefreshSome, Source
from console.watching import Watch
from console.words.refusals import OVERRIDABLE

Done = Callable[[Any], Any]
WITHOUT_HOUSE = ("/facilities/", "/me/")
"""Commands whose path says it already, and those on one's own account."""


class Desk:
    """``house``: the facility as the API tells of it, with the sessions of today. ``alert``: where
    the page says what went wrong, unless a form has a place of its own. ``asked``: what stands in
    the page's path in braces, and behind the question mark."""

    alert: Alert
    connection: Connection
    marker: ui.element

    def __init__(self, client: Client, sign_in: SignIn, asked: Mapping[str, str] | None = None):
        self.client = client
        self.sign_in = sign_in
        self.facility = sign_in.facility  # of this page, whatever another tab turns to
        self.asked = asked or {}
        self.house: dict[str, Any] = {}
        self._sending = Sending(sign_in.gateway)

    @property
    def clock(self) -> FacilityClock:
        return self.sign_in.gateway.clock

    def may(self, *roles: str) -> bool:
        """Whether the officer has one of these roles."""
        return bool(self.sign_in.roles & set(roles))

    async def load_house(self) -> None:
        """Raises Problem, SignedOut, Away."""
        self.house = await self.sign_in.gateway.get(f"/facilities/{self.facility}")
        self.clock.set_zone(self.house["timezone"])

    async def get(self, path: str, **query: Any) -> Any:
        """Of this house. Raises Problem, SignedOut, Away; `attempt` tells of them."""
        return await self.sign_in.gateway.get(path, facility=self.facility, **query)

    async def attempt(self, ask: Callable[[], Awaitable[Any]], alert: Alert | None = None) -> Any:
        """For what is asked at a click: None, and told, when it fails."""
        while True:
            try:
                return await ask()
            except SignedOut:
                await self.sign_in_again()
            except (Problem, Away) as problem:
                (alert or self.alert).problem(problem)
                return None

    async def do(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        done: Done | None = None,
        *,
        alert: Alert | None = None,
        button: Button | None = None,
    ) -> bool:
        """A command: whether it was done. ``done`` is called with the answer.

        A refusal or no answer is told at ``alert``, and the form stays as it is. Where a supervisor
        may set the rule aside that is offered, and ``done`` is called after all. ``button`` can not
        be pressed meanwhile.
        """
        place = alert or self.alert
        place.clear()
        told = {
            **({} if path.startswith(WITHOUT_HOUSE) else {"facility": self.facility}),
            **(body or {}),
        }
        self.sign_in.used()
        if button:
            button.disable()
        with self.client.content:  # what was clicked may be drawn anew before the answer comes
            try:
                answer = await self._sent(method, path, told)
            except Away as away:
                place.problem(away)
                return False
            except Problem as problem:
                place.problem(problem, self._override(method, path, told, done, place, problem))
                return False
            finally:
                if button and not button.is_deleted:
                    button.enable()
            self.connection.reached()
            if done and inspect.isawaitable(after := done(answer)):
                await after
        return True

    async def _sent(self, method: str, path: str, told: Mapping[str, Any]) -> Any:
        while True:
            try:
                return await self._sending.command(method, path, told)
            except SignedOut:
                await self.sign_in_again()

    def _override(
        self, method: str, path: str, told: Mapping[str, Any], done: Done | None, alert: Alert,
        problem: Problem,
    ) -> Callable[[], Awaitable[None]] | None:  # fmt: skip
        if problem.code not in OVERRIDABLE or "override" in told:
            return None

        async def override() -> None:
            if given := await ask_override(self.may("supervisor")):
                await self.do(method, path, {**told, "override": given}, done, alert=alert)

        return override

    def watch(
        self,
        types: Collection[str],
        refresh: Refresh,
        some: RefreshSome | None = None,
        marks: bool = True,
        asked: str = "",
    ) -> Watch:
        """Keeps the page up to date, and if ``some`` is given asks no more than is needed for
        that, of the service ``asked``. Both may raise what `get` does. ``marks``: these are the
        page's own lists, of which `shown` tells."""
        return Watch(self, [Source(types, refresh, some, asked)], marks)

    def watch_each(self, *sources: Source, marks: bool = True) -> Watch:
        """The same for several lists, each after its own events."""
        return Watch(self, sources, marks)

    def shown(self, event_id: str) -> None:
        """Writes into the page up to which event it is up to date, for who measures it."""
        self.marker.props(f'data-event="{event_id}" data-loaded="yes"')

    async def sign_in_again(self) -> None:
        """Returns when the officer has; what was typed on the page stays."""
        await sign_in_again(self.client, self.sign_in)
