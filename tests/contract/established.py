"""A house that the service knows, with a visit in it where that takes more than events."""

from typing import Any
from uuid import uuid4

from services.registration.service import RegistrationService
from tests.contract.stage import Stage, Subjects
from tests.support.checked_client import CheckedClient
from tests.support.subscriptions import consumers

SITI = {"name": "Siti", "sex": "female", "birth_date": "1990-01-01", "id_type": "nik",
        "id_number": "6471014101900001", "relationship": "wife"}  # fmt: skip
ANDI = {"name": "Andi", "sex": "male", "birth_date": "2016-05-02", "id_type": "nik",
        "id_number": "6471010205160002", "relationship": "child"}  # fmt: skip
INMATE = {"number": "A-17", "name": "Budi", "sex": "male", "legal_status": "convict"}


def established(stage: Stage) -> Subjects:
    """Subjects that the service knows as well as it ever does."""
    subjects = Subjects()
    if stage.service is RegistrationService:
        _by_rpc(stage, subjects)
    return subjects


def of_whom_all_was_heard(stage: Stage) -> Subjects:
    """Subjects of which the service has heard every event there is; the same ones every time."""
    if stage.old_friends is None:
        subjects = stage.old_friends = established(stage)
        stage.feed(*(subjects.example(one.event_type) for one in consumers(stage.service)))
    return stage.old_friends


def _by_rpc(stage: Stage, subjects: Subjects) -> None:
    facility = subjects.of["facility"]
    with CheckedClient(stage.settings["AMQP_URI"]) as client:

        def ask(method: str, officer: str = "officer-1", **fields: Any) -> Any:
            usual = {"command_id": str(uuid4()), "facility": facility, "officer": {"id": officer}}
            return client.call("registration", method, usual | fields)

        ask("configure_facility", name="Rutan", timezone="Asia/Makassar")
        ask("add_inmate", **INMATE)
        ban = {"id_type": ANDI["id_type"], "id_number": ANDI["id_number"]}
        visit = ask("register", inmate_number=INMATE["number"], visitors=[SITI, ANDI])["id"]
        made = ask("ban", visitor=ban, reason="contraband")["id"]
        ask("decide_ban", "officer-2", ban_id=made, decision="confirm", reason="seen by two")
    inmate = stage.database["inmates"].find_one({"facility": facility})["_id"]
    subjects.of |= {"visit": visit, "ban": made, "inmate": inmate}
