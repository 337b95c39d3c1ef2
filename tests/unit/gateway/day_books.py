"""Day books as registration answers them, made by its own rules from invented visits."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.registration.domain.day_book import day_book
from services.registration.domain.visit import Status, Visit, Visitor

ZONE = ZoneInfo("Asia/Makassar")
ON = date(2026, 1, 17)
OPENING = datetime(2026, 1, 17, 9, 0, tzinfo=ZONE)
NAMES = ("Siti Aminah", "Budi Santoso", "Dewi Lestari", "I Made Wirawan", "Nguyễn Thị Ánh")


def house(name: str = "Rutan Kelas IIA Balikpapan", language: str = "id") -> dict[str, Any]:
    settings = {"language": language}
    return {"facility": "rutan-bpn", "name": name, "timezone": ZONE.key, "settings": settings}


def visitor(place: int, name: str, relationship: str = "wife", minor: bool = False) -> Visitor:
    number = f"6471{place:012d}"
    return Visitor(
        person=f"p{place % 50 + 1}",
        name=name,
        sex="male" if place % 3 == 1 else "female",
        birth_date=date(2015, 1, 1) if minor else date(1990, 1, 1),
        id_type="kia" if minor else "ktp",
        id_number=number,
        identity=f"i{place}",
        relationship=relationship,
        minor=minor,
        decision="cleared",
    )


def visit(place: int, members: tuple[Visitor, ...], **changes: Any) -> Visit:
    """The ``place``-th group of the day, which came, visited and left."""
    at = OPENING + timedelta(minutes=place % 120)
    told = {
        "id": f"v{place:05d}",
        "facility": "rutan-bpn",
        "zone": ZONE.key,
        "date": ON,
        "session": "morning",
        "session_closes": OPENING + timedelta(hours=3),
        "kind": "family",
        "inmate_number": f"B.{place:04d}/2025",
        "members": members,
        "lead": members[0].person,
        "status": Status.DEPARTED,
        "claims": (),
        "queue_number": place,
        "outcome": "completed",
        "registered_at": at,
        "called_at": at + timedelta(minutes=7),
        "started_at": at + timedelta(minutes=20),
        "ended_at": at + timedelta(minutes=50),
        "departed_at": at + timedelta(minutes=58),
    }
    return Visit(**{**told, **changes})


NOT_COME = {
    "status": Status.NO_SHOW,
    "outcome": "visitor_did_not_arrive",
    "queue_number": None,
    **dict.fromkeys(("registered_at", "called_at", "started_at", "ended_at", "departed_at")),
}
AFTERNOON = {"session": "afternoon", "session_closes": OPENING + timedelta(hours=6)}


def book_of(*visits: Visit, refusals: tuple[str, ...] = ()) -> dict[str, Any]:
    return day_book(ON.isoformat(), visits, refusals)


def usual(lines: int = 12) -> dict[str, Any]:
    """Groups of two, adult and child, in two sessions; one group did not come."""
    groups = [
        visit(
            place,
            (
                visitor(2 * place, NAMES[place % len(NAMES)]),
                visitor(2 * place + 1, f"{NAMES[(place + 1) % len(NAMES)]} kecil", "child", True),
            ),
            **(AFTERNOON if place % 2 else {}),
            **({"seizures": 1} if place == 1 else {}),
        )
        for place in range(1, lines // 2)
    ]
    late = visit(9999, (visitor(1, "Rina Wati"), visitor(2, "Agus")), **NOT_COME)
    return book_of(*groups, late, refusals=("session_full", "permit_missing", "session_full"))


def named(name: str) -> dict[str, Any]:
    """One visitor of that name."""
    return book_of(visit(1, (visitor(1, name),)))


def empty() -> dict[str, Any]:
    return book_of()
