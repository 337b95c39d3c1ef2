"""What the OpenAPI document tells of a view that is written by hand."""

from collections.abc import Callable
from typing import Any

from marshmallow import Schema

from services.gateway.http.problems import MEDIA_TYPE, PROBLEMS, Problem
from services.gateway.http.reading import Blueprint


def documented(
    made: Blueprint,
    operation: str,
    view: Callable[..., Any],
    status: int,
    answer: type[Schema] | None = None,
) -> Callable[..., Any]:
    """``status`` and ``answer`` when it goes well, and any operation's problems."""
    if answer is None:
        view = made.alt_response(status, description="Done.", success=True)(view)
    else:
        view = made.alt_response(status, schema=answer, success=True)(view)
    for problem in PROBLEMS:
        view = made.alt_response(problem, schema=Problem, content_type=MEDIA_TYPE)(view)
    return made.doc(operationId=operation.replace(".", "_"))(view)
