"""Which event types of its houses each role sees on the live stream.

A desk sees what its work waits for, and no more. A type that is not in the table is seen by
nobody; whom visitors want to be told by (`contact_recorded`) never comes here at all.
"""

from services.gateway.domain.staff import (
    AUDITOR,
    LOCKER_OFFICER,
    OPERATOR,
    REGISTRAR,
    ROLES,
    ROOM_OFFICER,
    SCREENER,
    SUPERVISOR,
    Staff,
)

_DESKS = frozenset({REGISTRAR, SCREENER, LOCKER_OFFICER, ROOM_OFFICER, SUPERVISOR})


def _only(*roles: str) -> frozenset[str]:
    return frozenset(roles)


SEEN_BY: dict[str, frozenset[str]] = {
    # every desk works along the visit and must know where the group is
    "visitor_registered": _DESKS,
    "visitor_screened": _DESKS,
    "visit_started": _DESKS,
    "visit_ended": _DESKS,
    "visitor_departed": _DESKS,
    "visit_cancelled": _DESKS,
    "visit_no_show": _DESKS,
    # nobody serves a group that an officer must look at first
    "visit_flagged": _DESKS,
    # who comes another day concerns the registration desk
    "visit_booked": _only(REGISTRAR, SUPERVISOR),
    # the clock of the room; things are due back when it has run out
    "visit_extended": _only(ROOM_OFFICER, LOCKER_OFFICER, SUPERVISOR),
    "visit_ending_soon": _only(ROOM_OFFICER, LOCKER_OFFICER, SUPERVISOR),
    # the line before the search post
    "visitor_called": _only(SCREENER, REGISTRAR, SUPERVISOR),
    "visitor_held": _only(SCREENER, REGISTRAR, SUPERVISOR),
    # evidence: those who took it and who answers for it
    "contraband_seized": _only(SCREENER, SUPERVISOR),
    # who may read the bans (policy.py), and the post that proposed one
    "ban_proposed": _only(SCREENER, REGISTRAR, SUPERVISOR, AUDITOR),
    "visitor_banned": _only(REGISTRAR, SUPERVISOR, AUDITOR),
    # where an inmate is held is told to those who keep the list of inmates
    "inmate_status_changed": _only(REGISTRAR, SUPERVISOR, OPERATOR),
    # the locker desk; registration and the room see why a group waits
    "locker_assigned": _only(LOCKER_OFFICER, SUPERVISOR),
    "locker_unavailable": _only(LOCKER_OFFICER, REGISTRAR, ROOM_OFFICER, SUPERVISOR),
    "belongings_deposited": _only(LOCKER_OFFICER, ROOM_OFFICER, SUPERVISOR),
    "belongings_returned": _only(LOCKER_OFFICER, ROOM_OFFICER, SUPERVISOR),
    "belongings_unclaimed": _only(LOCKER_OFFICER, SUPERVISOR),
    "card_lost": _only(LOCKER_OFFICER, SUPERVISOR),
    "locker_status_changed": _only(LOCKER_OFFICER, SUPERVISOR),
    # who can ask for a message to be sent again
    "notification_sent": _only(REGISTRAR, SUPERVISOR, OPERATOR),
    "notification_failed": _only(REGISTRAR, SUPERVISOR, OPERATOR),
    # an emergency concerns everybody
    "facility_configured": frozenset(ROLES),
    "facility_closed": frozenset(ROLES),
    "facility_reopened": frozenset(ROLES),
}


class Audience:
    """What one reader may see: types by role, and the houses."""

    def __init__(self, staff: Staff, facility: str | None = None):
        self.types = frozenset(name for name, roles in SEEN_BY.items() if roles & staff.roles)
        mine = frozenset(staff.facilities)
        self.facilities = mine if facility is None else mine & {facility}

    def sees(self, event_type: str, facility: str) -> bool:
        return event_type in self.types and facility in self.facilities
