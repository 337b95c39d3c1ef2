"""The house as it is set up for the day: settings, inmates, a ban. Our choices, not known facts,
but for name, zone and who was there."""

from datetime import timedelta
from typing import Any

from operations.demo.desks import Hall
from operations.demo.plan import Plan
from operations.demo.staff import OPERATOR, SECOND_SUPERVISOR, SUPERVISOR

FACILITY = "RTBPN"
LOCKERS, CARDS = 36, 52
"""Few enough lockers that some groups wait for one in the morning."""

SETTINGS: dict[str, Any] = {
    "sessions": [
        {"name": "morning", "opens": "09:00", "closes": "11:30"},
        {"name": "afternoon", "opens": "13:00", "closes": "15:00"},
    ],
    "quota_groups": 130,
    "quota_persons": 350,
    "lockers": LOCKERS,
    "cards": CARDS,
    "room_tables": 30,
    "room_persons": 90,
}


def set_up(hall: Hall, plan: Plan) -> None:
    """Everything that is done before the doors open."""
    front = hall.front
    front.put(
        OPERATOR, f"/facilities/{FACILITY}", name="Rutan Kelas IIA Balikpapan",
        timezone="Asia/Makassar", settings=SETTINGS,
    )  # fmt: skip
    inmates = [
        {
            "number": number,
            "name": f"Warga Binaan {number[-4:]}",
            "sex": "male",
            "legal_status": "detainee" if number in plan.detainees else "convict",
        }
        for number in plan.inmates
    ]
    front.post(OPERATOR, "/inmates/import", inmates=inmates)
    until = (hall.clock.now() + timedelta(days=5)).date().isoformat()
    front.patch(SUPERVISOR, f"/inmates/{plan.isolated}", status="isolation", status_until=until)
    ban = front.post(
        SUPERVISOR, "/bans", reason="contraband",
        visitor={"id_type": "nik", "id_number": plan.banned.nik},
    )  # fmt: skip
    front.post(
        SECOND_SUPERVISOR, f"/bans/{ban['id']}/decide", decision="confirm",
        reason="found with a phone in December",
    )  # fmt: skip


def decide_bans(hall: Hall) -> None:
    """What the search post proposed, another officer decides."""
    found = hall.front.get(SECOND_SUPERVISOR, "/bans", status="proposed")
    for ban in found["items"]:
        hall.front.post(
            SECOND_SUPERVISOR, f"/bans/{ban['id']}/decide", decision="confirm",
            reason="seized before a witness",
        )  # fmt: skip
        hall.log.add("bans_decided")
