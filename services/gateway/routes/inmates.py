"""Inmates whom visitors may ask for."""

from typing import Any

from contracts.calls import ALL
from services.gateway.http.operation import Operation


def _op(name: str, method: str, path: str, call: str, **more: Any) -> Operation:
    return Operation(f"inmates.{name}", method, path, ALL[f"registration.{call}"], **more)


OPERATIONS = [
    _op("list", "GET", "/inmates", "inmates", personal=True),
    _op("add", "POST", "/inmates", "add_inmate", status=201),
    _op("change", "PATCH", "/inmates/<number>", "change_inmate"),
    _op("import", "POST", "/inmates/import", "import_inmates"),
]
