"""The search post: who is called, searched, held and cleared."""

from typing import Any

from contracts.calls import ALL
from services.gateway.domain.policy import SCREENER
from services.gateway.domain.request_refusals import SearcherUnknown
from services.gateway.http.asking import Asker
from services.gateway.http.operation import Operation


def _with_sex_on_file(asker: Asker, payload: dict[str, Any], gateway: Any) -> dict[str, Any]:
    """The searcher's sex is what the account says, whatever the request says.

    Raises SearcherUnknown.
    """
    for finding in payload.get("members", []):
        searcher = finding.get("searched_by")
        if searcher:
            officer = gateway.accounts.searcher(searcher["id"])
            if (
                officer is None
                or SCREENER not in officer.roles
                or payload["facility"] not in officer.facilities
            ):
                raise SearcherUnknown
            finding["searched_by"] = {"id": officer.id, "sex": officer.sex}
    return payload


def _op(name: str, method: str, path: str, call: str, **more: Any) -> Operation:
    return Operation(f"screenings.{name}", method, path, ALL[f"screening.{call}"], **more)


OF_VISIT = "/screenings/<visit_id>"
OPERATIONS = [
    _op("list", "GET", "/screenings", "screenings"),
    _op("show", "GET", OF_VISIT, "screening", personal=True),
    _op("call_next", "POST", "/screenings/call-next", "call_next"),
    _op("recall", "POST", f"{OF_VISIT}/recall", "recall"),
    _op("hold", "POST", f"{OF_VISIT}/hold", "hold"),
    _op("resume", "POST", f"{OF_VISIT}/resume", "resume"),
    _op("result", "POST", f"{OF_VISIT}/result", "result", tell=_with_sex_on_file),
]
