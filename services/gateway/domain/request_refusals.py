"""What the gateway says no to in a request, whoever the service is that it was meant for."""

from services.gateway.domain.refusals import Refusal


class Forbidden(Refusal):
    """The caller's role does not allow the operation."""

    code = "forbidden"

    def __init__(self) -> None:
        super().__init__("Your role does not allow this.")


class UnknownFacility(Refusal):
    """It is not the caller's, or does not exist: which of the two is none of their business."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__("There is no such facility.", "facility")


class FacilityNotNamed(Refusal):
    """Whoever works in several houses must say which one is meant."""

    code = "facility_required"

    def __init__(self) -> None:
        super().__init__("Say for which facility.", "facility")


class InvalidKey(Refusal):
    """An Idempotency-Key that cannot be one."""

    code = "invalid_key"


class OverrideNeedsSupervisor(Refusal):
    """Rules are set aside by a supervisor of the house, who signs for it."""

    code = "override_needs_supervisor"

    def __init__(self) -> None:
        super().__init__("A supervisor of this house has to sign.", "override")


class ApprovalRefused(Refusal):
    """Who was to sign at this desk gave a wrong user name or password, or may not sign in."""

    code = "approval_refused"

    def __init__(self) -> None:
        super().__init__("User name or password of the officer who signs is wrong.")


class SecondOfficerMissing(Refusal):
    """Two officers answer for a lost card, so it takes two."""

    code = "second_officer_needed"

    def __init__(self) -> None:
        super().__init__("Another officer of this house has to sign.", "second_officer")


class SearcherUnknown(Refusal):
    """Only a screener of the house searches; their sex is on their account, not in the request."""

    code = "searcher_unknown"

    def __init__(self) -> None:
        super().__init__("No screener of this house has this name.", "members")
