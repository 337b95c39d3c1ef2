"""The day that is replayed: Saturday 17 January 2026 at Rutan Balikpapan.

166 inmates received 434 visitors: 86 men, 245 women, 103 children (telisikfakta). Who came with
whom and when is not known and is drawn from a fixed seed; what days also bring (refusals,
no-shows, a seizure, a lost card and so on) is added to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from operations.demo.people import People, Person

ZONE = ZoneInfo("Asia/Makassar")
DAY = date(2026, 1, 17)
MEN, WOMEN, CHILDREN, GROUPS = 86, 245, 103, 166
GROUP_SIZE = 5
SEED = 20260117
MORNING, AFTERNOON = "morning", "afternoon"
IN_THE_MORNING = 0.62
"""Share of the groups that come in the morning session; ours, as the real share is not known."""

ON_THE_WAY = (
    "partly_refused", "partly_refused", "lead_refused", "seizure", "seizure", "loses_card",
    "card_is_found", "leaves_early", "leaves_early", "inmate_ends_early", "misconduct", "extended",
    "extended", "shortened", "comes_late_to_the_post",
)  # fmt: skip
"""What befalls groups that are admitted all the same."""

TURNED_AWAY = {
    "banned": "visitor_banned",
    "visitor_comes_twice": "visitor_already_registered",
    "inmate_visited_twice": "inmate_already_visited",
    "inmate_in_isolation": "inmate_in_isolation",
    "too_many": "group_too_large",
    "child_alone": "child_without_adult",
    "no_permit": "permit_missing",
    "expired_permit": "permit_expired",
    "too_late": "registration_closed",
}
"""Groups that the registration desk refuses, and the code that it must refuse them with."""

NOT_SERVED = ("cancels", "cancels", "stays_away", "stays_away", "no_answer", "declines_search")
"""Groups that register or book and are never admitted."""


@dataclass(frozen=True)
class Outing:
    """One group's day out. ``arrives`` is when it stands at the registration desk; a booked one
    names its session. ``refused`` are places in the group (from 0) that the search post refuses."""

    number: int
    inmate: str
    group: tuple[Person, ...]
    arrives: datetime
    session: str
    booked: bool = False
    permit: dict[str, Any] | None = None
    contact: dict[str, Any] | None = None
    things: tuple[dict[str, Any], ...] = ()
    incident: str = ""
    refused: tuple[int, ...] = ()


@dataclass(frozen=True)
class Plan:
    outings: tuple[Outing, ...]
    detainees: frozenset[str]
    isolated: str
    banned: Person

    @property
    def inmates(self) -> list[str]:
        return sorted({outing.inmate for outing in self.outings} | {self.isolated})


def make_plan(seed: int = SEED) -> Plan:
    random = Random(seed)  # noqa: S311  a replay, not a secret
    people = People(random, DAY)
    detainees = frozenset(inmate_number(n) for n in range(1, 400) if n % 5 < 3)
    admitted = list(_admitted(random, people))
    isolated, banned = inmate_number(301), people.man()
    others = [
        *_turned_away(random, people, admitted, isolated, banned),
        *_not_served(random, people),
    ]
    outings = [_with_papers(random, outing, detainees) for outing in [*admitted, *others]]
    return Plan(tuple(outings), detainees, isolated, banned)


def inmate_number(number: int) -> str:
    return f"BPN-{number:04}"


def _admitted(random: Random, people: People) -> Iterator[Outing]:
    groups = _grouped(random, people)
    incidents = dict(zip(_suitable(random, groups), ON_THE_WAY, strict=False))
    for number, group in enumerate(groups, start=1):
        incident = incidents.get(number - 1, "")
        outing = _outing(random, number, inmate_number(number), group, incident=incident)
        yield _with_refused(people, outing)


def _grouped(random: Random, people: People) -> list[tuple[Person, ...]]:
    """434 people in 166 groups, each led by an adult."""
    adults = [people.man() for _ in range(MEN)] + [people.woman() for _ in range(WOMEN)]
    random.shuffle(adults)
    groups = [[adult] for adult in adults[:GROUPS]]
    followers = adults[GROUPS:] + [people.child() for _ in range(CHILDREN)]
    random.shuffle(followers)
    for follower in followers:
        random.choice([group for group in groups if len(group) < GROUP_SIZE]).append(follower)
    return [tuple(group) for group in groups]


def _suitable(random: Random, groups: list[tuple[Person, ...]]) -> list[int]:
    """Groups in which anything on the list can happen: room for one more."""
    small = [place for place, group in enumerate(groups) if len(group) < GROUP_SIZE]
    return random.sample(small, len(ON_THE_WAY))


def _with_refused(people: People, outing: Outing) -> Outing:
    """Adds the person who is refused at the search post to those who are admitted."""
    if outing.incident == "lead_refused":
        return replace(outing, group=(people.woman(), *outing.group), refused=(0,))
    if outing.incident in ("partly_refused", "seizure"):
        return replace(outing, group=(*outing.group, people.man()), refused=(len(outing.group),))
    return outing


def _turned_away(
    random: Random, people: People, admitted: list[Outing], isolated: str, banned: Person
) -> Iterator[Outing]:
    early = min(admitted, key=lambda outing: outing.arrives)
    groups = {
        "banned": (banned, people.woman()),
        "visitor_comes_twice": (early.group[0],),
        "too_many": tuple(people.woman() for _ in range(GROUP_SIZE + 1)),
        "child_alone": (people.child(),),
    }
    inmates = {
        "inmate_visited_twice": early.inmate,
        "inmate_in_isolation": isolated,
        "no_permit": inmate_number(306),
        "expired_permit": inmate_number(307),
    }
    late = datetime.combine(DAY, datetime.min.time(), ZONE).replace(hour=14, minute=45)
    for number, incident in enumerate(TURNED_AWAY, start=401):
        outing = _outing(
            random,
            number,
            inmates.get(incident, inmate_number(number - 200)),
            groups.get(incident, (people.woman(),)),
            incident=incident,
        )
        again = early.arrives + timedelta(minutes=35)
        at = {"too_late": late, "visitor_comes_twice": again, "inmate_visited_twice": again}
        yield replace(outing, booked=False, arrives=at.get(incident, outing.arrives))


def _not_served(random: Random, people: People) -> Iterator[Outing]:
    for number, incident in enumerate(NOT_SERVED, start=501):
        outing = _outing(random, number, inmate_number(number - 250), (people.woman(),),
                         incident=incident)  # fmt: skip
        yield replace(outing, booked=incident == "stays_away")


def _outing(
    random: Random, number: int, inmate: str, group: tuple[Person, ...], incident: str
) -> Outing:
    morning = random.random() < IN_THE_MORNING
    opens, minutes = (9, 100) if morning else (13, 60)
    # most come early: the line is longest when the doors open
    wait = minutes * random.betavariate(1, 1.8)
    arrives = datetime(DAY.year, DAY.month, DAY.day, opens, tzinfo=ZONE) + timedelta(minutes=wait)
    leader = group[0]
    contact = {"name": leader.name, "email": f"visitor{number}@example.org", "language": "id"}
    return Outing(
        number,
        inmate,
        group,
        arrives,
        MORNING if morning else AFTERNOON,
        booked=random.random() < 0.2,
        contact=contact if random.random() < 0.5 else None,
        things=_things(random, group, incident),
        incident=incident,
    )


def _things(random: Random, group: tuple[Person, ...], incident: str) -> tuple[dict[str, Any], ...]:
    """What the group must leave in a locker: phones of the adults, a bag, jackets."""
    adults = sum(person.adult for person in group)
    things = [{"kind": "phone", "description": "phone", "count": adults}]
    if random.random() < 0.6:
        things.append({"kind": "bag", "description": "shoulder bag", "count": 1})
    if random.random() < 0.3:
        things.append({"kind": "jacket", "description": "jacket", "count": random.randint(1, 2)})
    without = random.random() < 0.08 and not incident
    return () if without else tuple(things)


def _with_papers(random: Random, outing: Outing, detainees: frozenset[str]) -> Outing:
    """A detainee is visited with a permit of whoever detains."""
    if outing.inmate not in detainees or outing.incident == "no_permit":
        return outing
    until = date(2026, 1, 10) if outing.incident == "expired_permit" else date(2026, 2, 1)
    permit = {
        "number": f"B-{random.randint(100, 999)}/2026",
        "issuer": random.choice(("investigator", "prosecutor", "court")),
        "issued_on": "2026-01-05",
        "valid_until": until.isoformat(),
        "inmate_number": outing.inmate,
    }
    return replace(outing, permit=permit)
