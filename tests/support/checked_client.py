"""A client that holds every answer against its published schema."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import jsonschema_rs
from marshmallow import Schema

from chassis.calling import RpcClient
from contracts.calls import ALL
from operations.schemas import REF, answer_schemas, schema_name

answered: set[str] = set()
"""Every ``service.method`` whose answer was checked in this process, and found as published."""


class CheckedClient(RpcClient):
    """AssertionError when an answer is not what is published, to marshmallow or to a reader of
    the OpenAPI document."""

    def call(
        self,
        service: str,
        method: str,
        payload: Mapping[str, Any],
        timeout: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        answer = super().call(service, method, payload, timeout, headers)
        if (address := f"{service}.{method}") in ALL:
            check_answer(address, answer)
            answered.add(address)
        return answer


def check_answer(address: str, answer: Any) -> None:
    """AssertionError unless ``answer`` is one that ``service.method`` may give."""
    schema = ALL[address].answer
    assert answer is not None, f"{address} answered null"
    wrong = _loading(schema).validate(answer)
    assert not wrong, f"{address} answered what {schema.__name__} does not know: {wrong}"
    broken = next(validator(schema).iter_errors(answer), None)
    assert broken is None, f"{address} breaks {schema.__name__}: {broken}"


@cache
def _loading(schema: type[Schema]) -> Schema:
    return schema()


@cache
def _parts() -> dict[str, Any]:
    return {"schemas": answer_schemas()}


@cache
def validator(schema: type[Schema]) -> Any:
    """Reads the schema as a reader of the OpenAPI document does."""
    whole = {"$ref": REF + schema_name(schema), "components": _parts()}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
