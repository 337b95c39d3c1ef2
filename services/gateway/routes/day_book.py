"""The register of visits of one date: to read, to keep and to sign."""

from typing import Any

from flask import Response

from contracts.calls.common import Choice
from services.gateway.exports import FORMATS
from services.gateway.exports.aside import export_aside
from services.gateway.http.operation import Turn, calls_of

_op = calls_of("registration")
JSON = "json"
MEDIA = {
    "text/csv": {"schema": {"type": "string"}},
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {"schema": {}},
    "application/pdf": {"schema": {}},
}


def _in_its_format(turn: Turn, book: dict[str, Any]) -> Any:
    format = turn.more["format"]
    if format == JSON:
        return book
    house = turn.ask("registration.facility")
    made = export_aside(format, book, house, turn.gateway.clock.now())
    name = {"Content-Disposition": f'attachment; filename="{made.filename}"'}
    return Response(made.content, mimetype=made.media_type, headers=name)


OPERATIONS = [
    _op(
        "day_book", "GET", "/day-book", "day_book", personal=True, show=_in_its_format,
        summary="The register of visits of one date, as JSON or as a file to keep or to sign",
        more={"format": Choice(JSON, *FORMATS, load_default=JSON)}, media=MEDIA,
    )
]  # fmt: skip
