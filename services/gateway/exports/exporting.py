"""The day book as a file to save, to send or to print."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from services.gateway.exports import as_csv, as_pdf, as_xlsx
from services.gateway.exports.house import House, house_of
from services.gateway.exports.register import date_of

Writer = Callable[[Mapping[str, Any], House, datetime | None], bytes]

_WRITERS: dict[str, tuple[Writer, str]] = {
    "csv": (as_csv.as_csv, as_csv.MEDIA_TYPE),
    "xlsx": (as_xlsx.as_xlsx, as_xlsx.MEDIA_TYPE),
    "pdf": (as_pdf.as_pdf, as_pdf.MEDIA_TYPE),
}
FORMATS = tuple(_WRITERS)


class Export(NamedTuple):
    """``filename`` is plain ASCII, for a Content-Disposition header."""

    content: bytes
    media_type: str
    filename: str


def export(
    format: str,
    book: Mapping[str, Any],
    house: Mapping[str, Any],
    made_at: datetime | None = None,
) -> Export:
    """The book in one of FORMATS.

    ``book`` and ``house`` are the answers of ``registration.day_book`` (with its lines) and
    ``registration.facility``. ``made_at`` (with its offset) is what the file says of its making;
    without it, it says nothing. Equal input gives equal bytes.

    It takes about half a second of a processor for 2,000 lines: ``aside.export_aside`` lets the
    gateway go on meanwhile. Raises KeyError for another format.
    """
    write, media_type = _WRITERS[format]
    known, on = house_of(house), date_of(book)
    return Export(
        write(book, known, made_at),
        media_type,
        f"day-book-{_plain(known.id)}-{on.isoformat()}.{format}",
    )


def _plain(id: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "_", id)
