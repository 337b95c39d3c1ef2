"""A Lebaran day of all houses: when groups come, and what each costs whom.

Houses have nothing to do with each other, and the sum of many streams of people is one stream: so
the nation's 532 houses are drawn as one.
"""

from collections.abc import Iterator, Mapping
from random import Random

import contracts
from bench.queueing import Job, Part
from bench.visits.steps import STEPS
from operations.demo.plan import IN_THE_MORNING

HOUSES = 532
VISITS = 100_000
HOURS = 6
MORNING, AFTERNOON = 0.0, 4 * 3600.0
"""Openings, in seconds after nine. As in the demo all come within 100 and 60 minutes, and most of
them early: at opening it is 1.8 times the mean."""
COMING = ((MORNING, 6000.0), (AFTERNOON, 3600.0))
PAUSES = {
    "register": (0, 0), "call_next": (300, 2400), "result": (120, 360), "deposit": (60, 240),
    "start": (120, 600), "end": (1500, 2100), "return": (120, 480), "depart": (60, 300),
}  # fmt: skip
"""Seconds, at least and at most, between an answer and the group's next step: the line, the search,
the way to the locker, half an hour at the table. Estimated."""
TOLD = {
    "register": ("visitor_registered", "contact_recorded"), "call_next": ("visitor_called",),
    "result": ("visitor_screened",), "deposit": ("belongings_deposited",),
    "start": ("visit_started",), "end": ("visit_ended",), "return": ("belongings_returned",),
    "depart": ("visitor_departed",),
}  # fmt: skip
"""Events of each step; whoever hears of one works on it."""
TOLD_ON = {("visitor_screened", "lockers"): "locker_assigned"}
"""An event that comes of an event, at the subscriber."""
COMMAND, EVENT = "command", "event"
DATABASE = "database"
GATEWAY = "gateway"


def arrivals(visits: int, seed: int) -> list[float]:
    """Seconds after nine at which groups come, in order."""
    random = Random(seed)  # noqa: S311 - a simulation
    come = []
    for _ in range(visits):
        opens, seconds = COMING[0 if random.random() < IN_THE_MORNING else 1]
        come.append(opens + seconds * random.betavariate(1, 1.8))
    return sorted(come)


def plan(cost_ms: Mapping[str, float]) -> list[Job]:
    """What comes of one visit. ``cost_ms``: CPU of a visit, by process; what a service or the
    database does of it in one step is not measured, so each step and each event is an equal part.
    """
    bare = list(_bare())
    steps = {name: sum(station == name for _, station, *_ in bare) for name in cost_ms}
    share = {name: cost_ms[name] / max(1, steps[name]) / 1000 for name in cost_ms}
    share[DATABASE] = cost_ms[DATABASE] / len(bare) / 1000
    share[GATEWAY] = cost_ms[GATEWAY] / len(STEPS) / 1000
    jobs = []
    for kind, station, after, pause in bare:
        way = [GATEWAY, station, DATABASE] if kind == COMMAND else [station, DATABASE]
        jobs.append(Job(kind, tuple(Part(one, share[one]) for one in way), after, pause))
    return jobs


def _bare() -> Iterator[tuple[str, str, int | None, tuple[float, float]]]:
    """Kind, service, the place of what it waits for, and pause, of each command and delivery."""
    place, before = -1, None
    for step in STEPS:
        place += 1
        this = place
        yield COMMAND, step.service, before, PAUSES[step.name]
        told = [(event, this) for event in TOLD[step.name]]
        for event, cause in told:  # grows on the way
            for subscriber in contracts.ALL[event].heard_by:
                place += 1
                yield EVENT, subscriber, cause, (0.0, 0.0)
                if following := TOLD_ON.get((event, subscriber)):
                    told.append((following, place))
        before = this
