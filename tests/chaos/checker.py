"""Holds what happened against what was asked, as Jepsen's queue checker does.

*Lost*: acknowledged, or saved, and not there in the end. *Unexpected*: there, and nobody asked for
it. *Duplicated*: one command or event with two effects. *Recovered*: nobody could say whether it
had happened, and it had. Each function gives what is wrong in words, [] when nothing is.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from tests.chaos.effects import EFFECTS, MARKED, Line, lines, told
from tests.chaos.history import History
from tests.chaos.houses import LIMITS
from tests.chaos.ledger import ACKNOWLEDGED, Command
from tests.chaos.mischief import subscribers
from tests.system import invariants

OUTBOXES_EMPTY_WITHIN = 60.0


class Verdict(NamedTuple):
    """``invariants`` holds what is wrong by name; the lists are what the figures count."""

    lost: list[str]
    unexpected: list[str]
    double_effects: list[str]
    recovered: int
    redelivered: int
    invariants: dict[str, list[str]]

    @property
    def good(self) -> bool:
        return not any(self.invariants.values())


def check(history: History) -> Verdict:
    commands = _Commands(history)
    lost = [*commands.lost, *unpublished(history), *unheard(history)]
    unexpected = [*commands.unexpected, *unsaved(history), *unasked_parking(history)]
    double = [*commands.double, *told_twice(history), *noticed_twice(history)]
    found: dict[str, list[str]] = {
        "acknowledged_commands_are_stored": commands.lost,
        "nothing_happened_unasked": commands.unexpected,
        "each_command_has_one_effect": commands.double,
        "each_saved_event_is_published": list(unpublished(history)),
        "no_event_without_its_cause": list(unsaved(history)),
        "nothing_is_told_twice": list(told_twice(history)),
        "each_event_is_applied_or_parked": list(unheard(history)),
        "poison_and_nothing_else_is_parked": [*unparked(history), *unasked_parking(history)],
        "nobody_is_notified_twice": list(noticed_twice(history)),
        "no_locker_is_used_by_two_at_a_time": list(shared_lockers(history)),
        "outboxes_are_empty_in_time": list(late_outboxes(history)),
        "each_acknowledged_command_is_audited": list(unaudited(history)),
        **{name: list(_in_houses(history, rule)) for name, rule in OF_A_HOUSE.items()},
        **history.complaints,
    }
    handled = Counter(history.handled)
    redelivered = sum(times - 1 for times in handled.values())
    return Verdict(lost, unexpected, double, commands.recovered, redelivered, found)


class _Commands:
    """Commands against the lines that they left."""

    def __init__(self, history: History):
        self.lost: list[str] = []
        self.unexpected: list[str] = []
        self.double: list[str] = []
        self.recovered = 0
        left, given = lines(history), _by_line(history.commands)
        for line in sorted({*left, *given}, key=str):
            self._judge(line, given.get(line, []), left[line])

    def _judge(self, line: Line, given: list[Command], left: int) -> None:
        acknowledged = sum(one.outcome == ACKNOWLEDGED for one in given)
        possible = sum(one.may_have_happened for one in given)
        if left < acknowledged:
            self.lost.append(f"{line}: {acknowledged} acknowledged, {left} in the books")
        elif left > possible:
            wrong = self.double if possible else self.unexpected
            wrong.append(f"{line}: {left} in the books, {possible} given")
        self.recovered += max(0, min(left, possible) - acknowledged)


def _by_line(commands: Iterable[Command]) -> dict[Line, list[Command]]:
    found: dict[Line, list[Command]] = defaultdict(list)
    for one in commands:
        if one.action in EFFECTS:
            mark = one.mark if EFFECTS[one.action].action in MARKED else ""
            found[one.house, one.journey, one.action, mark].append(one)
    return found


# --- events --------------------------------------------------------------------------------------


def _published(history: History) -> Counter[tuple[str, str]]:
    """Different events by type and subject; one id is one event however often it came."""
    ids = {one["id"]: (one["type"], one["subject"]) for one in history.events}
    return Counter(ids.values())


def unpublished(history: History) -> Iterator[str]:
    published = _published(history)
    for event, visit, times, _ in told(history):
        if published[event, visit] < times:
            yield f"{event} of {visit}: saved {times} times, published {published[event, visit]}"


def unsaved(history: History) -> Iterator[str]:
    saved = Counter({(event, visit): times for event, visit, times, _ in told(history)})
    types = {effect.event for effect in EFFECTS.values()}
    for (event, visit), times in _published(history).items():
        if event in types and times > saved[event, visit]:
            yield f"{event} of {visit}: published {times} times, saved {saved[event, visit]}"


def told_twice(history: History) -> Iterator[str]:
    yield from invariants.told_twice(history.events)


def unheard(history: History) -> Iterator[str]:
    """Events that a subscriber neither handled nor parked."""
    settled = {*history.handled, *((queue, id) for queue, id, _ in history.parked)}
    for id, event_type in {one["id"]: one["type"] for one in history.events}.items():
        for queue in subscribers(event_type):
            if (queue, id) not in settled:
                yield f"{event_type} {id}: neither handled nor parked by {queue}"


def unparked(history: History) -> Iterator[str]:
    parked = {mark for _, _, mark in history.parked}
    yield from (f"{mark}: not parked" for mark in sorted(history.poisoned - parked))


def unasked_parking(history: History) -> Iterator[str]:
    for queue, id, mark in history.parked:
        if mark not in history.poisoned:
            yield f"{queue}: {id or 'something'} is parked"


def noticed_twice(history: History) -> Iterator[str]:
    """One notification for each event and recipient; what a notice says of itself is an event."""
    sent = {
        one["id"]: (one["subject"], one["data"]["notification"])
        for one in history.events
        if one["type"] == "notification_sent"
    }
    for notice, times in Counter(sent.values()).items():
        if times > 1:
            yield f"notice {notice} was sent {times} times"


def late_outboxes(history: History) -> Iterator[str]:
    if history.outbox_seconds is None:
        yield "events still lie in outboxes"
    elif history.outbox_seconds > OUTBOXES_EMPTY_WITHIN:
        yield f"outboxes were empty only after {history.outbox_seconds:.0f} s"


# --- houses --------------------------------------------------------------------------------------


def _in_houses(history: History, rule: Callable[..., Iterable[str]]) -> Iterator[str]:
    for house in history.houses:
        events = [one for one in history.events if one["facility"] == house.facility]
        yield from (f"{house.facility}: {wrong}" for wrong in rule(house, events))


OF_A_HOUSE: Mapping[str, Callable[..., Iterable[str]]] = {
    "one_open_deposit_to_a_locker_and_card": lambda house, _: invariants.lockers_given_twice(
        house.deposits().values()
    ),
    "all_belongings_went_back": lambda house, _: invariants.things_let_go(
        house.deposits().values()
    ),
    "nobody_admitted_without_clearance": lambda house, _: invariants.admitted_without_leave(
        house.visits(), house.screenings(), house.deposits(), house.bans().values()
    ),
    "queue_numbers_are_unique": lambda house, _: invariants.crowded_sessions(
        house.visits().values(), LIMITS
    ),
    "nothing_is_done_twice": lambda house, _: invariants.done_twice(
        house.visits(), house.deposits()
    ),
    "everybody_went_home": lambda house, _: invariants.still_here(house),
    "people_out_are_people_in": lambda house, events: invariants.people_missing(house, events),
}


def shared_lockers(history: History) -> Iterator[str]:
    """Things of two groups in one locker, or under one card, at the same time."""
    for house in history.houses:
        for what in ("locker", "card"):
            stays: dict[int, list[tuple[Any, Any, str]]] = defaultdict(list)
            for id, deposit in house.deposits().items():
                at = {entry["action"]: entry["at"] for entry in deposit["history"]}
                if "deposited" in at:
                    stays[deposit[what]].append((at["deposited"], at.get("returned"), id))
            for number, spans in stays.items():
                spans.sort(key=lambda span: span[0])
                for (_, until, one), (begin, _, other) in zip(spans, spans[1:], strict=False):
                    if until is None or begin < until:
                        yield f"{house.facility}: {what} {number} had {one} and {other} at a time"


def unaudited(history: History) -> Iterator[str]:
    """Each command was written down before it was done."""
    asked = Counter(
        (entry["facility"], entry["action"])
        for entry in history.audited
        if entry["outcome"] == "asked"
    )
    done = Counter(
        (one.house, AUDITED[one.action])
        for one in history.commands
        if one.outcome == ACKNOWLEDGED and one.action in AUDITED
    )
    for command, times in done.items():
        if asked[command] < times:
            yield f"{command}: {times} acknowledged, {asked[command]} in the audit"


AUDITED = {
    "register": "visits.register", "book": "visits.register", "check_in": "visits.check_in",
    "cancel": "visits.cancel", "call": "screenings.call_next", "result": "screenings.result",
    "deposit": "lockers.deposit", "start": "visits.start", "extend": "visits.extend",
    "end": "visits.end", "lose": "cards.lost", "return": "lockers.return",
    "depart": "visits.depart",
}  # fmt: skip
