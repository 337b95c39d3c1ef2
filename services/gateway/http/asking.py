"""Who asks, for which house, and what that allows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from flask import Request

from chassis.tracing import current
from services.gateway.domain.policy import allows
from services.gateway.domain.refusals import NotSignedIn
from services.gateway.domain.request_refusals import (
    FacilityNotNamed,
    Forbidden,
    InvalidKey,
    UnknownFacility,
)
from services.gateway.domain.staff import Staff
from services.gateway.http.shown import require_csrf, session_token

KEY_HEADER = "Idempotency-Key"
KEY = re.compile(r"^[!-~]{1,200}$")


@dataclass(frozen=True)
class Asker:
    """A signed-in member of staff at one request."""

    staff: Staff
    address: str
    traceparent: str

    @property
    def officer(self) -> dict[str, Any]:
        """As the services want to know it."""
        sex = {"sex": self.staff.sex} if self.staff.sex else {}
        return {"id": self.staff.id, "roles": sorted(self.staff.roles), **sex}

    def facility(self, given: Mapping[str, Any]) -> str:
        """The house that the request is for.

        Raises FacilityNotNamed when it names none and the caller works in several; UnknownFacility
        when it is not the caller's: that it exists is none of their business.
        """
        named = given.get("facility")
        mine = self.staff.facilities
        if named is None:
            if len(mine) != 1:
                raise FacilityNotNamed
            return mine[0]
        if named not in mine:
            raise UnknownFacility
        return named

    def command_id(self, request: Request) -> str:
        """The same for a request that is sent again with the same key, and no other.

        Raises InvalidKey.
        """
        key = request.headers.get(KEY_HEADER)
        if key is None:
            return str(uuid4())
        if not KEY.fullmatch(key):
            raise InvalidKey("1 to 200 letters, digits and marks, no blanks.", KEY_HEADER)
        return str(uuid5(NAMESPACE_URL, f"{self.staff.id} {request.method} {request.path} {key}"))


def signed_in(request: Request, accounts: Any) -> Asker:
    """Raises NotSignedIn, CsrfTokenMissing."""
    token, by_cookie = session_token(request)
    staff = accounts.staff_of(token) if token else None
    if token is None or staff is None:
        raise NotSignedIn
    if by_cookie:
        require_csrf(request, token)
    return Asker(staff, request.remote_addr or "", current())


def require(asker: Asker, operation: str) -> None:
    """Raises Forbidden."""
    if not allows(operation, asker.staff.roles):
        raise Forbidden
