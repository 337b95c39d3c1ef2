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


# --- registering and checking in ---------------------------------------------------------------


class ChildWithoutAdult(Refusal):
    """Nobody in the group is of age. Facts: ``persons`` (the minors)."""

    code = "child_without_adult"


class LeadIsMinor(Refusal):
    """The lead visitor answers for the group and so must be of age. Facts: ``lead``."""

    code = "lead_is_minor"


class SamePersonTwice(Refusal):
    """Two members of one group show the same document. Facts: ``persons``."""

    code = "same_person_twice"


class BirthDateInFuture(Refusal):
    """Nobody is born after the day of the visit. Facts: ``persons``."""

    code = "birth_date_in_future"


class GroupTooLarge(Refusal):
    """More persons, children included, than may visit together. Facts: ``persons``, ``limit``."""

    code = "group_too_large"


class VisitorAlreadyRegistered(Refusal):
    """Somebody of the group has a visit in this period, as lead or follower.

    Facts: ``persons``, ``period`` ("day" or "week").
    """

    code = "visitor_already_registered"


class InmateAlreadyVisited(Refusal):
    """The inmate has a visit in this period. Facts: ``period`` ("day" or "week")."""

    code = "inmate_already_visited"


class PermitMissing(Refusal):
    """A detainee's visitor needs a permit of the authority that detains."""

    code = "permit_missing"


class PermitForAnotherInmate(Refusal):
    code = "permit_for_another_inmate"


class PermitExpired(Refusal):
    """Facts: ``valid_until``."""

    code = "permit_expired"


class PermitNotYetValid(Refusal):
    """Facts: ``issued_on``."""

    code = "permit_not_yet_valid"


class PermitIssuerUnknown(Refusal):
    """The house does not accept permits of that authority. Facts: ``issuers``."""

    code = "permit_issuer_unknown"


class SessionFull(Refusal):
    """No place left. Facts: ``session``, ``quota`` ("groups" or "persons"), ``limit``."""

    code = "session_full"


class WrongDay(Refusal):
    """The visit is for another day of the facility's calendar. Facts: ``date``, ``today``."""

    code = "wrong_day"


class LateArrival(Refusal):
    """The booked session takes nobody in any more. Facts: ``closed_at``."""

    code = "late_arrival"


class ClaimTaken(Refusal):
    """Another registration was quicker by a moment; who it was, the desk looks up again."""

    code = "claim_taken"


# --- admission, the visit and the way out ------------------------------------------------------


class VisitFlagged(Refusal):
    """Something changed that a supervisor must look at first. Facts: ``flags``."""

    code = "visit_flagged"


class NobodyCleared(Refusal):
    """No adult of the group passed the search and is still allowed in."""

    code = "nobody_cleared"


class BelongingsNotDeposited(Refusal):
    """Things that must stay outside are not locked away yet. Facts: ``belongings``."""

    code = "belongings_not_deposited"


class BriefingNotAcknowledged(Refusal):
    """Nobody enters before the house rules were explained and accepted."""

    code = "briefing_not_acknowledged"


class RoomFull(Refusal):
    """The visiting room has no place. Facts: ``limit_of`` ("persons" or "tables"), ``limit``."""

    code = "room_full"


class TableTaken(Refusal):
    """Facts: ``table``."""

    code = "table_taken"


class TableUnknown(Refusal):
    """The room has no table of that number. Facts: ``tables`` (how many it has)."""

    code = "table_unknown"


class ExtensionTooLong(Refusal):
    """All extensions of one visit together have a limit. Facts: ``limit`` in minutes, ``used``."""

    code = "extension_too_long"


class EndInPast(Refusal):
    """Shortening would end the visit before now: end it instead. Facts: ``ends_at``."""

    code = "end_in_past"


class ReasonRequired(Refusal):
    """That decision is recorded with its reason."""

    code = "reason_required"


class PersonUnknown(Refusal):
    """The group has no such person. Facts: ``persons``."""

    code = "person_unknown"


class HeadCountMismatch(Refusal):
    """People out must equal people in, children included. Facts: ``admitted``, ``counted``."""

    code = "head_count_mismatch"


class IdentityUnchecked(Refusal):
    """An inmate must not walk out as a visitor. Facts: ``persons`` still to be checked."""

    code = "identity_unchecked"


class BelongingsNotReturned(Refusal):
    """The locker still holds the group's things. Facts: ``belongings``."""

    code = "belongings_not_returned"


# --- personal data -----------------------------------------------------------------------------


class VisitorInOpenVisit(Refusal):
    """Sex and age are not corrected while the person is in the house. Facts: ``visit``."""

    code = "visitor_in_open_visit"


class RangeTooLong(Refusal):
    """Figures are counted for so many days at most. Facts: ``most_days``."""

    code = "range_too_long"


class RangeReversed(Refusal):
    """The range ends before it begins."""

    code = "range_reversed"
