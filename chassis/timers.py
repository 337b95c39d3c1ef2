"""Timers: every process of a service has them, and twins do no harm."""

from nameko.timer import Timer as NamekoTimer


class Timer(NamekoTimer):
    """Fires every TIMER_SECONDS of real time, or when the last tick is done if that took longer.

    A tick that fails is logged; the next one comes all the same.
    """

    def __init__(self) -> None:
        super().__init__(interval=None)

    def setup(self) -> None:
        self.interval = self.container.config["TIMER_SECONDS"]


timer = Timer.decorator
