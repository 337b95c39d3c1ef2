"""Timers: every process of a service has them, and twins do no harm."""

import time
from typing import Any

from nameko.timer import Timer as NamekoTimer

from chassis import metrics


class Timer(NamekoTimer):
    """Fires every TIMER_SECONDS of real time, or when the last tick is done if that took longer.

    A tick that fails is logged; the next one comes all the same.
    """

    def __init__(self) -> None:
        super().__init__(interval=None)

    def setup(self) -> None:
        self.interval = self.container.config["TIMER_SECONDS"]

    def handle_timer_tick(self) -> None:
        self._began = time.monotonic()  # one at a time
        super().handle_timer_tick()

    def handle_result(self, worker_ctx: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        seconds = time.monotonic() - self._began
        metrics.tick(self.container.service_name, self.method_name, exc_info is not None, seconds)
        return super().handle_result(worker_ctx, result, exc_info)


timer = Timer.decorator
