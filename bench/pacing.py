"""How many times as fast as real time the day of the consoles goes by, at each hour of the house.

Known beforehand: a clock that slows down once events come close has let them come together
already (measured: docs/performance.md).
"""

import os
from collections.abc import Mapping
from datetime import datetime

from operations.demo.plan import ZONE

Paces = Mapping[str, float]

TIMETABLE: Paces = {
    "00:00": 20, "09:00": 5, "09:40": 3, "10:40": 8, "11:40": 60, "12:58": 5, "14:08": 8,
    "14:45": 60,
}  # fmt: skip
"""From which time of the house on, and how many times real time: so that about one event a
second comes in the demo's day, which has up to 27 a minute around ten in the morning and none at
noon. In real time that would be 0.3 a second in its busiest ten minutes."""


def paces() -> Paces:
    """By the timetable; ``PACE=n`` has the whole day go at one pace."""
    told = os.environ.get("PACE")
    return {"00:00": float(told)} if told else TIMETABLE


def pace_at(instant: datetime, paces: Paces) -> float:
    at_house = f"{instant.astimezone(ZONE):%H:%M}"
    return paces[max(begins for begins in paces if begins <= at_house)]
