"""What came out of all rounds: medians and spread, percentiles, and the ratios asked for."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, NamedTuple

OURS, GATEWAY, PLAIN = "ours", "ours, gateway", "plain nameko"
FASTSTREAM, FLOOR = "FastStream", "floor"
SYSTEMS = (OURS, GATEWAY, PLAIN, FASTSTREAM, FLOOR)
JUDGED = 32
"""Desks at which the systems are compared; the most there were if there was no such round."""
WANTED = {
    "ours_to_plain": (">=", 1.5), "p99_ours_to_plain": ("<=", 1.0),
    "ours_to_faststream": (">=", 1.0), "ours_to_floor": (">=", 0.6), "growth": ("<=", 1.1),
    "events_per_confirm": (">=", 3.0),
}  # fmt: skip


class Round(NamedTuple):
    """``cpu_ms``: of a visit, by process; "others" are those of the systems that had no turn.
    ``events`` and ``trips``: published, and confirmed together."""

    system: str
    repetition: int
    desks: int
    visits: int
    failed: int
    failures: list[str]
    too_early: int
    turned_away: int
    visits_per_s: float
    took_ms: dict[str, list[float]]
    cpu_ms: dict[str, float]
    events: float
    trips: float


def judged(rounds: Sequence[Round]) -> int:
    played = {one.desks for one in rounds}
    return JUDGED if JUDGED in played else max(played)


def figures(rounds: Sequence[Round]) -> dict[str, Any]:
    """By system and number of desks. Percentiles are of all rounds together, the rest is their
    median."""
    return {
        "visits_per_s": _each(rounds, lambda found: round(_median_rate(found), 1)),
        "spread": _each(rounds, lambda found: [round(one(_rates(found)), 1) for one in (min, max)]),
        "p50_ms": _each(rounds, lambda found: percentiles(found, 0.5)),
        "p99_ms": _each(rounds, lambda found: percentiles(found, 0.99)),
        "cpu_ms": _each(rounds, _cpu),
        "too_early": _each(rounds, lambda found: median(one.too_early for one in found)),
        "turned_away": _each(rounds, lambda found: median(one.turned_away for one in found)),
        "failed": _each(rounds, lambda found: sum(one.failed for one in found)),
        "judged_at_desks": judged(rounds),
        "ratios": ratios(rounds),
        "ratios_by_repetition": {
            name: [round(one, 2) for one in paired(rounds, other)]
            for name, other in COMPARED.items()
        },
        "p99_by_command": p99_by_command(rounds),
    }


COMPARED = {"ours_to_plain": PLAIN, "ours_to_faststream": FASTSTREAM, "ours_to_floor": FLOOR}


def ratios(rounds: Sequence[Round]) -> dict[str, float]:
    """Without that of growth, which is measured by itself."""
    of_plain, ours = (_slowest_p99(rounds, system) for system in (PLAIN, OURS))
    return {
        **{name: round(median(paired(rounds, other)), 2) for name, other in COMPARED.items()},
        "p99_ours_to_plain": round(ours / of_plain, 2),
        "events_per_confirm": round(events_per_confirm(rounds), 2),
    }


def paired(rounds: Sequence[Round], other: str) -> list[float]:
    """Visits a second of ours, times those of the other in the same repetition: what else the
    machine does changes over minutes."""
    mine, theirs = _at(rounds, OURS), _at(rounds, other)
    return [
        one.visits_per_s / them.visits_per_s
        for one in mine
        for them in theirs
        if one.repetition == them.repetition
    ]


def p99_by_command(rounds: Sequence[Round]) -> dict[str, float]:
    """Of ours, times that of plain nameko."""
    mine, theirs = (percentiles(_at(rounds, system), 0.99) for system in (OURS, PLAIN))
    return {name: round(mine[name] / theirs[name], 2) for name in mine if name in theirs}


def events_per_confirm(rounds: Sequence[Round]) -> float:
    found = _at(rounds, OURS)
    return sum(one.events for one in found) / max(1, sum(one.trips for one in found))


def reached(name: str, value: float) -> bool:
    sign, bound = WANTED[name]
    return value >= bound if sign == ">=" else value <= bound


def percentiles(rounds: Sequence[Round], part: float) -> dict[str, float]:
    """Of each command, in milliseconds."""
    took: dict[str, list[float]] = defaultdict(list)
    for one in rounds:
        for name, many in one.took_ms.items():
            took[name] += many
    return {name: round(sorted(ms)[int(len(ms) * part)], 1) for name, ms in took.items() if ms}


def _slowest_p99(rounds: Sequence[Round], system: str) -> float:
    """Of the command with the highest."""
    return max(percentiles(_at(rounds, system), 0.99).values())


def _at(rounds: Sequence[Round], system: str) -> list[Round]:
    desks = judged(rounds)
    return [one for one in rounds if one.system == system and one.desks == desks]


def _each(
    rounds: Sequence[Round], figure: Callable[[list[Round]], Any]
) -> dict[str, dict[str, Any]]:
    found: dict[tuple[str, int], list[Round]] = defaultdict(list)
    for one in rounds:
        found[one.system, one.desks].append(one)
    told: dict[str, dict[str, Any]] = {system: {} for system in SYSTEMS}
    for (system, desks), all_ in sorted(found.items()):
        told[system][str(desks)] = figure(all_)
    return told


def _rates(rounds: list[Round]) -> list[float]:
    return [one.visits_per_s for one in rounds]


def _median_rate(rounds: list[Round]) -> float:
    return median(_rates(rounds))


def _cpu(rounds: list[Round]) -> dict[str, float]:
    return {name: round(median(one.cpu_ms[name] for one in rounds), 1) for name in rounds[0].cpu_ms}
