"""Every way in which screening says no. Codes are published and never change their meaning.

Nothing that an officer typed freely goes into a ``detail`` or a fact: both travel in logs.
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


# --- the queue ---------------------------------------------------------------------------------


class FacilityNotConfigured(Refusal):
    """The settings of the house have not arrived, so its date is not known."""

    code = "facility_not_configured"


class FacilityClosed(Refusal):
    """Nobody is called while the house is closed. Facts: ``cause``."""

    code = "facility_closed"


class NobodyWaiting(Refusal):
    """No group waits that the officers on duty could search. Facts: ``held``, the groups that
    this very call had to hold: [{visit_id, queue_number, session, reason}]."""

    code = "nobody_waiting"


# --- consent and search ------------------------------------------------------------------------


class ConsentRequired(Refusal):
    """Without consent nobody goes on (Mandela Rule 60). Facts: ``persons``."""

    code = "consent_required"


class SearchWithoutConsent(Refusal):
    """Consent was refused, so neither a search nor its finds can be recorded. Facts:
    ``persons``."""

    code = "search_without_consent"


class NotSearched(Refusal):
    """A person may only be cleared after a search. Facts: ``person``."""

    code = "not_searched"


class SameSexOfficerRequired(Refusal):
    """Visitors are searched by an officer of their own sex (Bangkok Rule 19). Facts: ``person``,
    ``needed`` (the sex)."""

    code = "same_sex_officer_required"


class MinorNeedsAdult(Refusal):
    """A child is searched in the presence of an adult of its own group. Facts: ``person``."""

    code = "minor_needs_adult"


# --- decisions ---------------------------------------------------------------------------------


class UnknownPerson(Refusal):
    """No such person in this group. Facts: ``person``."""

    code = "unknown_person"


class PersonNotDecided(Refusal):
    """Every person of the group gets a decision. Facts: ``persons`` (those without)."""

    code = "person_not_decided"


class PersonDecidedTwice(Refusal):
    """A person gets one decision. Facts: ``person``."""

    code = "person_decided_twice"


class ReasonRequired(Refusal):
    """Nobody is refused without a reason. Facts: ``person``."""

    code = "reason_required"


class PersonBanned(Refusal):
    """A ban is in force: the person can only be refused. Facts: ``person``."""

    code = "person_banned"


class LeadRequired(Refusal):
    """The lead is refused while others are cleared: name a new lead or refuse the others too.
    Facts: ``candidates``, the cleared adults."""

    code = "lead_required"


class LeadNotClearedAdult(Refusal):
    """The lead of a group that goes on is a cleared adult. Facts: ``person``, ``candidates``."""

    code = "lead_not_cleared_adult"


# --- items -------------------------------------------------------------------------------------


class SeizureDetailsRequired(Refusal):
    """A seizure names category, quantity, witness and who took it over. Facts: ``item`` (its
    place in the list, from 0)."""

    code = "seizure_details_required"


class SeizureNotExpected(Refusal):
    """Details of a seizure came with an item that is not seized. Facts: ``item``."""

    code = "seizure_not_expected"


class WitnessMustBeAnother(Refusal):
    """An officer does not witness their own seizure. Facts: ``item``."""

    code = "witness_must_be_another"


class DepositForRefusedPerson(Refusal):
    """Who does not go in takes their things along; a locker is for those who do. Facts:
    ``item``, ``person``."""

    code = "deposit_for_refused_person"
