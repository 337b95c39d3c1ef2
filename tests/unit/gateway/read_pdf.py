"""Reads the pages of a day book as another program would."""

import io
from itertools import accumulate
from typing import Any, NamedTuple

from pypdf import PdfReader

from services.gateway.exports.as_pdf import WIDTHS
from services.gateway.exports.sheet import FOOT, MARGIN

EDGES = [MARGIN + edge for edge in (0, *accumulate(WIDTHS.values()))]
MILLIMETRES = 25.4 / 72


class Piece(NamedTuple):
    """A line of text; ``x`` from the left and ``y`` from below, in millimetres."""

    page: int
    x: float
    y: float
    text: str


def reader(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in reader(content).pages]


def pieces(content: bytes) -> list[Piece]:
    found: list[Piece] = []
    for number, page in enumerate(reader(content).pages):

        def note(text: str, _: Any, at: list[float], *more: Any, number: int = number) -> None:
            if text.strip():
                x, y = at[4] * MILLIMETRES, at[5] * MILLIMETRES
                found.append(Piece(number, x, y, text.strip()))

        page.extract_text(visitor_text=note)
    return found


def register(content: bytes) -> list[list[str]]:
    """The cells of the register's lines, what was broken into lines laid together again."""
    rows: list[list[str]] = []
    last = (0, 0.0)
    for piece in pieces(content):
        column = max(place for place, edge in enumerate(EDGES) if edge <= piece.x)
        first = column == 0 and piece.text.isdigit() and piece.text == str(len(rows) + 1)
        if first:
            rows.append([""] * len(WIDTHS))
            last = (piece.page, piece.y)
        elif not rows or piece.y < FOOT or piece.page != last[0] or piece.y > last[1] + 0.1:
            continue
        elif piece.text == "Jumlah":
            break
        cell = rows[-1][column]
        rows[-1][column] = f"{cell} {piece.text}" if cell else piece.text
    return rows
