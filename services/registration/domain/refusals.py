"""Every way in which registration says no. Codes are published and never change their meaning.

No name, identity number or phone number in a ``detail`` or a fact: both travel in logs.
"""


class Refusal(Exception):
    """A rule said no.

    ``code`` is stable and published; ``detail`` is for people; ``field`` names the input that
    the rule is about; ``facts`` are plain JSON values.
    """

    code = "refused"

    def __init__(self, detail: str, field: str | None = None, **facts):
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.facts = facts


class NotFound(Refusal):
    """It does not exist in this facility. Facts: ``what``."""

    code = "not_found"


class WrongState(Refusal):
    """The move is not allowed from the present state. Facts: ``state``, ``needed`` (a list)."""

    code = "wrong_state"


# --- the house ---------------------------------------------------------------------------------


class FacilityClosed(Refusal):
    """Intake is stopped, in an emergency or because the day is closed. Facts: ``cause``."""

    code = "facility_closed"


class SettingsConflict(Refusal):
    """Two settings contradict each other, or one names something that does not exist."""

    code = "settings_conflict"


class DateInPast(Refusal):
    """A booking for a day that is over at the facility."""

    code = "date_in_past"


class BookingTooFarAhead(Refusal):
    """A booking further ahead than the house takes them. Facts: ``latest``."""

    code = "booking_too_far_ahead"


class DateBlocked(Refusal):
    """The house receives nobody on that day (a holiday, works). Facts: ``date``."""

    code = "date_blocked"


class NoSession(Refusal):
    """No session is held on that weekday. Facts: ``date``."""

    code = "no_session"


class SessionUnknown(Refusal):
    """That day has no session of that name. Facts: ``sessions`` (those it has)."""

    code = "session_unknown"


class RegistrationClosed(Refusal):
    """The session, or every session of the day, takes nobody in any more. Facts: ``closed_at``."""

    code = "registration_closed"


class OnBreak(Refusal):
    """Nobody is admitted during a break. Facts: ``until``."""

    code = "on_break"


class DayNotOver(Refusal):
    """The last session still runs; closing the day needs a supervisor. Facts: ``closes``."""

    code = "day_not_over"


class DayAlreadyClosed(Refusal):
    """The day was closed before. Facts: ``date``."""

    code = "day_already_closed"


class VisitorsInside(Refusal):
    """Somebody is still in the house. Facts: ``visits`` (ids), ``persons`` (count)."""

    code = "visitors_inside"


class LockerOccupied(Refusal):
    """Belongings still lie in a locker. Facts: ``visits`` (ids)."""

    code = "locker_occupied"


# --- inmates -----------------------------------------------------------------------------------


class InmateUnknown(Refusal):
    """No inmate of this facility has that number."""

    code = "inmate_unknown"


class InmateExists(Refusal):
    """The number is taken by another inmate."""

    code = "inmate_exists"


class StatusNeedsUntil(Refusal):
    """Isolation and induction stop visits for a stated time only. Facts: ``status``."""

    code = "status_needs_until"


class UntilInPast(Refusal):
    """An end date that is over already."""

    code = "until_in_past"


class InmateNotVisitable(Refusal):
    """Why the inmate cannot be visited that day. Facts: ``until`` (the last day, or null)."""

    code = "inmate_not_visitable"


class InmateInIsolation(InmateNotVisitable):
    code = "inmate_in_isolation"


class InmateInInduction(InmateNotVisitable):
    """Newly arrived (*mapenaling*)."""

    code = "inmate_in_induction"


class InmateInHospital(InmateNotVisitable):
    code = "inmate_in_hospital"


class InmateAtCourt(InmateNotVisitable):
    code = "inmate_at_court"


class InmateTransferred(InmateNotVisitable):
    code = "inmate_transferred"


class InmateReleased(InmateNotVisitable):
    code = "inmate_released"


class InmateRefusesVisits(InmateNotVisitable):
    """UU 22/2022 art. 7 and 9: an inmate may receive or refuse visits."""

    code = "inmate_refuses_visits"


# --- bans --------------------------------------------------------------------------------------


class VisitorBanned(Refusal):
    """A ban is in force on somebody of the group. Facts: ``persons``, ``until``."""

    code = "visitor_banned"


class SecondOfficerNeeded(Refusal):
    """The officer who proposed a ban cannot decide it."""

    code = "second_officer_needed"
