"""Books a visit by RPC as a front end does: a command, its retry, a refusal, a query.

    make run                                      # in another terminal; wait for "services: ..."
    .venv/bin/python docs/examples/register.py

It sets up a house of its own, CONTOH, with an invented inmate and an invented visitor; nothing
of another house is touched. In a deployment the user is `gateway`: docs/calling.md.
"""

from datetime import date, timedelta
from secrets import randbelow
from typing import Any
from uuid import uuid4

from chassis.calling import RpcClient
from chassis.errors import Refused
from chassis.settings import COMMON, load_settings

FACILITY = "CONTOH"
OFFICER = {"id": "petugas-1", "sex": "female"}
EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
MORNING = {"name": "morning", "opens": "09:00", "closes": "11:30", "weekdays": EVERY_DAY}
AGAIN = ("timed_out", "unavailable")
TRIES = 5


class Desk:
    def __init__(self, client: RpcClient):
        self._client = client

    def command(self, service: str, method: str, command_id: str = "", **fields: Any) -> Any:
        """Has its effect once, however often it must be sent: every try has the same id."""
        command = {"command_id": command_id or str(uuid4()), "facility": FACILITY,
                   "officer": OFFICER, **fields}  # fmt: skip
        for _ in range(TRIES - 1):
            try:
                return self._client.call(service, method, command)
            except Refused as refusal:
                if refusal.code not in AGAIN:
                    raise
        return self._client.call(service, method, command)

    def query(self, service: str, method: str, **fields: Any) -> Any:
        return self._client.call(service, method, {"facility": FACILITY, **fields})


def main(desk: Desk) -> None:
    desk.command("registration", "configure_facility", name="Rutan Contoh",
                 timezone="Asia/Makassar", settings={"sessions": [MORNING]})  # fmt: skip
    inmate = {"number": f"C-{randbelow(10**6):06}", "name": "Budi Contoh", "sex": "male",
              "legal_status": "convict"}  # fmt: skip
    desk.command("registration", "import_inmates", inmates=[inmate])
    # day of birth + 40 in the NIK of a woman: 12 March 1990 is 520390
    visitor = {"name": "Siti Contoh", "sex": "female", "birth_date": "1990-03-12",
               "id_type": "nik", "id_number": f"647102520390{1 + randbelow(9999):04}",
               "relationship": "wife"}  # fmt: skip
    # the date at the house, which need not be ours
    today = date.fromisoformat(desk.query("registration", "facility")["today"]["date"])
    booking = {"inmate_number": inmate["number"], "visitors": [visitor], "session": "morning",
               "date": (today + timedelta(days=3)).isoformat()}  # fmt: skip

    first = desk.command("registration", "register", "booking-" + inmate["number"], **booking)
    print("booked: ", first)

    again = desk.command("registration", "register", "booking-" + inmate["number"], **booking)
    print("retried:", "the first answer again" if again == first else again)

    try:
        desk.command("registration", "register", **booking)
    except Refused as refusal:  # another command, so another visit, and that is one too many
        print("refused:", refusal.code, refusal.facts)

    visit = desk.query("registration", "visit", visit_id=first["id"])
    print("stored: ", visit["status"], visit["date"], visit["session"], visit["inmate_number"])


if __name__ == "__main__":
    settings = load_settings(COMMON)  # AMQP_URI or AMQP_URI_FILE, else the broker of this machine
    declare = settings["DECLARE_EVENT_EXCHANGES"]
    with RpcClient(settings["AMQP_URI"], timeout=10, declare=declare) as client:
        main(Desk(client))
