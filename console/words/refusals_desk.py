"""Refusals at the registration desk, and about the house, inmates, bans and people's data."""

from console.texts import mark

SEND_HOME = mark("Tell the visitors, and that it is nobody's fault here. No visit on this day.")
IN_PERIOD = mark("It is in the same {period}. Book a later one; a supervisor may allow it.")
OTHER_DAY = mark("Choose another day or session; the settings of the house say which there are.")
DESK: dict[str, tuple[str, str]] = {
    "facility_closed": (
        mark("The house takes nobody in now."),
        mark("It was closed. The supervisor says when it opens again."),
    ),
    "settings_conflict": (
        mark("These settings contradict each other."),
        mark("Look at the fields that are marked, and put them right."),
    ),
    "date_in_past": (mark("That day is over."), mark("Write a day to come.")),
    "booking_too_far_ahead": (
        mark("That day is too far ahead."),
        mark("Bookings are taken until {latest}. Choose a day before that."),
    ),
    "date_blocked": (mark("The house receives nobody on that day."), OTHER_DAY),
    "no_session": (mark("No session is held on that day."), OTHER_DAY),
    "session_unknown": (
        mark("That day has no such session."),
        mark("Choose one of these: {sessions}."),
    ),
    "registration_closed": (
        mark("Registration is closed."),
        mark("It closed at {closed_at}. Book another day; a supervisor may allow it."),
    ),
    "inmate_unknown": (
        mark("No inmate of this house has that number."),
        mark("Search by name. The inmate may be in another house."),
    ),
    "inmate_in_isolation": (mark("The inmate is in isolation."), SEND_HOME),
    "inmate_in_induction": (
        mark("The inmate has newly arrived and receives no visits yet (mapenaling)."),
        SEND_HOME,
    ),
    "inmate_in_hospital": (mark("The inmate is in hospital."), SEND_HOME),
    "inmate_at_court": (mark("The inmate is at court."), SEND_HOME),
    "inmate_transferred": (
        mark("The inmate was transferred to another house."),
        mark("Tell the visitors to ask where, at the information desk."),
    ),
    "inmate_released": (
        mark("The inmate was released."),
        mark("Tell the visitors; there is nobody to visit here."),
    ),
    "inmate_refuses_visits": (
        mark("The inmate does not wish visits."),
        mark("Tell the visitors kindly. It is the inmate's right (UU 22/2022)."),
    ),
    "visitor_banned": (
        mark("A visiting ban is in force."),
        mark("Register the others without this person, or call the supervisor."),
    ),
    "child_without_adult": (
        mark("A child comes only with an adult."),
        mark("Add the adult who leads the group, as the first visitor."),
    ),
    "lead_is_minor": (
        mark("The first visitor leads the group and must be of age."),
        mark("Put an adult first. Compare the birth date with the document."),
    ),
    "same_person_twice": (
        mark("Two persons have the same document."),
        mark("Compare the numbers. Of a child, take the child's own number."),
    ),
    "birth_date_in_future": (
        mark("A birth date lies in the future."),
        mark("Compare it with the document."),
    ),
    "group_too_large": (
        mark("The group is too large."),
        mark("At most {limit} visit together. Let them choose, or book others another day."),
    ),
    "visitor_already_registered": (
        mark("Somebody of the group has a visit already."),
        IN_PERIOD,
    ),
    "inmate_already_visited": (
        mark("The inmate has a visit already."),
        IN_PERIOD,
    ),
    "permit_missing": (
        mark("A detainee's visitor needs a permit."),
        mark("Write down the permit. Without one, send them to the authority that detains."),
    ),
    "permit_for_another_inmate": (
        mark("The permit is for another inmate."),
        mark("Compare the name on the permit with the inmate that you chose."),
    ),
    "permit_expired": (
        mark("The permit has run out."),
        mark("It was valid until {valid_until}. A new one comes from the authority that detains."),
    ),
    "permit_not_yet_valid": (
        mark("The permit is not valid yet."),
        mark("It is valid from {issued_on}. Compare the date, or book a day from then on."),
    ),
    "permit_issuer_unknown": (
        mark("The house does not accept permits of that authority."),
        mark("These are accepted: {issuers}."),
    ),
    "session_full": (
        mark("The session is full."),
        mark("Offer another session or day. A supervisor may allow it, with a reason."),
    ),
    "late_arrival": (
        mark("The group is too late for its session."),
        mark("It closed at {closed_at}. Book another day; a supervisor may allow it."),
    ),
    "claim_taken": (
        mark("Another desk has registered them at this moment."),
        mark("Look at the list, then try again if they are not there."),
    ),
    "visitor_in_open_visit": (
        mark("This person is in the house now."),
        mark("Correct sex and birth date after the visit."),
    ),
    "range_too_long": (
        mark("That is too many days at once."),
        mark("At most {most_days} days. Choose fewer."),
    ),
    "range_reversed": (mark("The range ends before it begins."), mark("Swap the two dates.")),
}
"""By code; ``{name}`` is a fact of that name."""
