"""How a refused or failed call looks to whoever made it."""

from typing import Any, Protocol, runtime_checkable

from nameko.exceptions import registry


@runtime_checkable
class Refusal(Protocol):
    """What a service's own refusals look like; they need not inherit from anything here."""

    code: str
    detail: str
    field: str | None
    facts: dict[str, Any]


class Refused(Exception):
    """The callee said no. ``problem`` is {code, detail, field?, facts?, errors?}: plain JSON.

    ``code`` is stable and may be programmed against; ``detail`` is for people.
    """

    def __init__(self, problem: dict[str, Any]):
        super().__init__(problem)
        self.problem = problem
        self.code: str = problem.get("code", "internal_error")
        self.detail: str = problem.get("detail", "")
        self.field: str | None = problem.get("field")
        self.facts: dict[str, Any] = problem.get("facts", {})
        self.errors: dict[str, Any] = problem.get("errors", {})

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"


class InvalidInput(Exception):
    """The input cannot be read. ``errors`` names each field and what is wrong with it."""

    code = "invalid_input"
    field = None

    def __init__(self, errors: dict[str, Any], detail: str = "the input is not valid"):
        super().__init__(detail)
        self.detail = detail
        self.errors = errors
        self.facts: dict[str, Any] = {}


class CommandIdReused(Exception):
    """The same command id came with another body: a mistake of the caller, not a retry."""

    code = "command_id_reused"
    field = "command_id"

    def __init__(self) -> None:
        self.detail = "this command_id was used before with another body"
        self.facts: dict[str, Any] = {}
        super().__init__(self.detail)


class CallTimedOut(Refused):
    """No answer came within the timeout. The command may or may not have had its effect: a
    retry with the same command_id is safe."""

    def __init__(self, service: str, seconds: float):
        super().__init__(
            {"code": "timed_out", "detail": f"{service} gave no answer in {seconds} s"}
        )


def problem_of(error: BaseException) -> dict[str, Any]:
    """The problem that a refusal stands for."""
    problem = {"code": error.code, "detail": error.detail}  # type: ignore[attr-defined]
    for name in ("field", "facts", "errors"):
        if value := getattr(error, name, None):
            problem[name] = value
    return problem


registry["chassis.errors.Refused"] = Refused
