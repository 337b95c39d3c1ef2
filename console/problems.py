"""How a request to the gateway can fail, told apart by what an officer can do about it."""

from collections.abc import Mapping
from typing import Any


class Problem(Exception):
    """The gateway answered with a problem document (RFC 9457).

    ``code`` names the rule, ``facts`` say more, ``errors`` name the fields that could not be read.
    """

    def __init__(self, status: int, document: Mapping[str, Any]):
        self.status = status
        self.code: str = document.get("code", "internal_error")
        self.detail: str = document.get("detail", "")
        self.field: str | None = document.get("field")
        self.facts: Mapping[str, Any] = document.get("facts") or {}
        self.errors: Mapping[str, Any] = document.get("errors") or {}
        super().__init__(f"{status} {self.code}")


class SignedOut(Problem):
    """The session is over: sign in again, and then the same once more."""


class Away(Exception):
    """No answer, or one that says to come again. Nobody knows whether a command was done."""


def problem_of(status: int, document: Mapping[str, Any]) -> Problem:
    return (SignedOut if status == 401 else Problem)(status, document)
