"""People who work at the desks of a test."""

from typing import Any

from chassis.mongo import open_database
from services.gateway.domain.staff import Account
from services.gateway.hashing import Hasher
from services.gateway.roster import Roster
from services.gateway.store_sessions import Sessions
from services.gateway.store_staff import StaffAccounts

PASSWORD = "seekor rusa di tepi danau 47"
HOUSE = "RTBPN"


def roster(settings: dict[str, Any], hasher: Hasher | None = None) -> Roster:
    """As `kunjungan staff` has it, on the gateway's own database."""
    database = open_database(settings, "gateway")
    return Roster(StaffAccounts(database), Sessions(database), hasher or Hasher())


def hire(
    settings: dict[str, Any],
    username: str,
    *roles: str,
    houses: tuple[str, ...] = (HOUSE,),
    password: str | None = PASSWORD,
    sex: str = "female",
) -> Account:
    """Without roles: a registrar."""
    return roster(settings).add(
        username, username.title(), roles or ("registrar",), houses, sex, password
    )
