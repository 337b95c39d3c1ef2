"""What the floor does for one visit: the writes and messages of one of ours, in turn."""

from collections import Counter
from typing import NamedTuple

from bench.visits.observed import Visit


class Step(NamedTuple):
    """``what``: insert, update or send. ``where``: collection or exchange, with the ``routing_key``
    of a message. ``size`` in bytes; ``grows``: so many of an update's stay in the document, the
    others take the place of what the last update put there."""

    what: str
    where: str
    routing_key: str
    size: int
    grows: int


def of_one_visit(plans: list[list[Step]]) -> dict[str, float]:
    """Writes and messages, on average."""
    messages = sum(step.what == "send" for plan in plans for step in plan)
    writes = sum(len(plan) for plan in plans) - messages
    return {"writes": round(writes / len(plans), 1), "messages": round(messages / len(plans), 1)}


def steps(visit: Visit) -> list[Step]:
    """The first write of a document inserts it. The others make it as large as it was in the end,
    each by the same part, as far as they are large enough."""
    writes = Counter(one.place for one in visit.writes)
    first: dict[str, int] = {}
    planned = []
    for place, _, size in visit.writes:
        if place not in first:
            first[place] = size
            planned.append(Step("insert", place, "", size, size))
        else:
            missing = visit.final.get(place, 0) - first[place]
            part = min(size, max(0, missing // (writes[place] - 1)))
            planned.append(Step("update", place, "", size, part))
    return _merged(planned, [Step("send", *one, 0) for one in visit.messages])


def _merged(writes: list[Step], messages: list[Step]) -> list[Step]:
    """Each message after its part of the writes: a plan has both from the beginning to the end."""
    merged, sent = [], 0
    for number, write in enumerate(writes, start=1):
        merged.append(write)
        until = number * len(messages) // len(writes)
        merged += messages[sent:until]
        sent = until
    return merged
