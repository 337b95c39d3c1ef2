"""The search post: who is called, searched, held and cleared."""

from typing import Any

from services.gateway.domain.policy import SCREENER
from services.gateway.domain.request_refusals import SearcherUnknown
from services.gateway.http.operation import Turn, calls_of


def _with_sex_on_file(turn: Turn) -> dict[str, Any]:
    """The searcher's sex is what the account says, whatever the request says.

    Raises SearcherUnknown.
    """
    for finding in turn.payload.get("members", []):
        searcher = finding.get("searched_by")
        if searcher:
            officer = turn.gateway.accounts.searcher(searcher["id"])
            if (
                officer is None
                or SCREENER not in officer.roles
                or turn.payload["facility"] not in officer.facilities
            ):
                raise SearcherUnknown
            finding["searched_by"] = {"id": officer.id, "sex": officer.sex}
    return turn.payload


_op = calls_of("screening")


OF_VISIT = "/screenings/<visit_id>"
OPERATIONS = [
    _op("screenings.list", "GET", "/screenings", "screenings",
        summary="The line: a day's groups, and how many are in each status"),
    _op("screenings.show", "GET", OF_VISIT, "screening", personal=True,
        summary="Everything that the search post knows of one group"),
    _op("screenings.call_next", "POST", "/screenings/call-next", "call_next",
        summary="Calls the next group that the officers on duty can search"),
    _op("screenings.recall", "POST", f"{OF_VISIT}/recall", "recall",
        summary="Calls a group again, or holds it when that was often enough"),
    _op("screenings.hold", "POST", f"{OF_VISIT}/hold", "hold",
        summary="Takes a group out of the line for now"),
    _op("screenings.resume", "POST", f"{OF_VISIT}/resume", "resume",
        summary="Puts a held group back in the line under its old number"),
    _op("screenings.result", "POST", f"{OF_VISIT}/result", "result", tell=_with_sex_on_file,
        summary="Records consent, search, things and a decision for each person"),
]  # fmt: skip
