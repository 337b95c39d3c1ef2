"""Who may do what: one row for each operation of the API, read top to bottom as the policy it is.

An operation that is not in the table is allowed to nobody.
"""

REGISTRAR = "registrar"
SCREENER = "screener"
LOCKERS = "locker_officer"
ROOM = "room_officer"
SUPERVISOR = "supervisor"
OPERATOR = "operator"
AUDITOR = "auditor"

DESKS = frozenset({REGISTRAR, SCREENER, LOCKERS, ROOM, SUPERVISOR})
ALL = DESKS | {OPERATOR, AUDITOR}


def only(*roles: str) -> frozenset[str]:
    return frozenset(roles)


POLICY: dict[str, frozenset[str]] = {
    # the registration desk
    "visits.register": only(REGISTRAR, SUPERVISOR),
    "visits.check_in": only(REGISTRAR, SUPERVISOR),
    "visits.cancel": only(REGISTRAR, SUPERVISOR),
    "visits.list": DESKS,
    "visits.show": DESKS,
    "visits.history": only(SUPERVISOR, AUDITOR),
    "visits.pass": only(REGISTRAR, SUPERVISOR),
    "visits.review": only(SUPERVISOR),
    # the visiting room and the way out
    "visits.start": only(ROOM, SUPERVISOR),
    "visits.extend": only(ROOM, SUPERVISOR),
    "visits.end": only(ROOM, SUPERVISOR),
    "visits.depart": only(ROOM, SUPERVISOR),
    "inside": DESKS,
    "inside.print": DESKS,
    # the search post: no supervisor calls or searches in a screener's place
    "screenings.list": only(SCREENER, SUPERVISOR),
    "screenings.show": only(SCREENER, SUPERVISOR),
    "screenings.call_next": only(SCREENER),
    "screenings.recall": only(SCREENER),
    "screenings.hold": only(SCREENER, SUPERVISOR),
    "screenings.resume": only(SCREENER, REGISTRAR, SUPERVISOR),
    "screenings.result": only(SCREENER),
    # the locker desk
    "lockers.list": only(LOCKERS, SUPERVISOR),
    "lockers.show": only(LOCKERS, SUPERVISOR),
    "lockers.deposit": only(LOCKERS),
    "lockers.return": only(LOCKERS),
    "lockers.unclaimed": only(LOCKERS, SUPERVISOR),
    "lockers.claim": only(LOCKERS, SUPERVISOR),
    "lockers.set": only(LOCKERS, SUPERVISOR),
    "cards.lost": only(LOCKERS),
    "cards.handed_in": only(LOCKERS),
    "cards.block": only(LOCKERS, SUPERVISOR),
    "cards.unblock": only(LOCKERS, SUPERVISOR),
    # the house
    "facilities.show": ALL,
    "facilities.configure": only(OPERATOR),
    "facilities.close": only(SUPERVISOR),
    "facilities.reopen": only(SUPERVISOR),
    "facilities.end_of_day": only(SUPERVISOR),
    "day_book": only(SUPERVISOR, AUDITOR),
    "statistics": only(SUPERVISOR, OPERATOR, AUDITOR),
    # a person's own data, and what is wrong in it (UU 27/2022 articles 5 to 7)
    "visitors.data": only(SUPERVISOR),
    "visitors.correct": only(SUPERVISOR),
    # inmates and bans
    "inmates.list": only(REGISTRAR, SUPERVISOR, OPERATOR),
    "inmates.add": only(SUPERVISOR, OPERATOR),
    "inmates.change": only(SUPERVISOR, OPERATOR),
    "inmates.import": only(OPERATOR),
    "bans.list": only(REGISTRAR, SUPERVISOR, AUDITOR),
    "bans.propose": only(SCREENER, REGISTRAR, SUPERVISOR),
    "bans.decide": only(SUPERVISOR),
    "bans.lift": only(SUPERVISOR),
    # what visitors were told
    "notifications.list": only(REGISTRAR, SUPERVISOR, OPERATOR),
    "notifications.retry": only(SUPERVISOR, OPERATOR),
    # one's own session
    "session.sign_out": ALL,
    "me": ALL,
    "me.password": ALL,
    "me.sessions": ALL,
    "me.end_session": ALL,
    # watching
    "events": ALL,
    "audit": only(AUDITOR),
}

SEES_WHOLE_NUMBERS = only(REGISTRAR, SUPERVISOR)
"""Whoever compares a document with the person before them; all others see it masked."""


def allows(operation: str, roles: frozenset[str]) -> bool:
    return bool(POLICY.get(operation, frozenset()) & roles)
