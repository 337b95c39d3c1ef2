"""Whether the gateway answers, said at the top of every page."""

from nicegui import ui

from console.clock import FacilityClock
from console.elements import Words, block
from console.texts import say


class Connection:
    """Beneath the browser's own connection to the console, of which NiceGUI tells."""

    def __init__(self, clock: FacilityClock):
        self._clock = clock
        self._away = False
        self._box = block(classes="connection")
        self._box.props('role="status"')

    def reached(self) -> None:
        if self._away:
            self._away = False
            self._box.clear()

    def lost(self) -> None:
        if self._away:
            return
        self._away = True
        with self._box, block(classes="alert warning"):
            ui.icon("cloud_off")
            since = f"{self._clock.now():%H:%M}"
            Words("strong", say("The server has not answered since {time}.", time=since))
            Words("span", say("What you typed stays. We keep trying; lists may be old."))
