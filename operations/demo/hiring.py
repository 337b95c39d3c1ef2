"""Accounts for everybody who works on the day of the demo, with passwords of this run alone."""

from pymongo.database import Database

from operations.demo.house import FACILITY
from operations.demo.staff import PASSWORDS, everybody
from operations.passphrases import passphrase
from services.gateway.domain.refusals import UsernameTaken
from services.gateway.hashing import Hasher
from services.gateway.roster import Roster
from services.gateway.store_sessions import Sessions
from services.gateway.store_staff import StaffAccounts


def hire(database: Database) -> None:
    """``database`` is the gateway's. Who is there from an earlier demo gets a new password."""
    roster = Roster(StaffAccounts(database), Sessions(database), Hasher())
    for officer in everybody():
        password = PASSWORDS[officer.id] = passphrase()
        try:
            roster.add(officer.id, officer.id, [officer.role], [FACILITY], officer.sex, password)
        except UsernameTaken:
            roster.set_password(officer.id, password)
