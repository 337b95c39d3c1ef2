"""The end of the book: a note on what could not be printed, and the place for signatures."""

from services.gateway.exports.sheet import BODY, GREY, MARGIN, Sheet
from services.gateway.exports.words import Words

HEIGHT, WIDTH = 42.0, 65.0
"""Of the place, and of one signature, in millimetres."""


def signatures(sheet: Sheet, words: Words) -> None:
    """The officer who kept the book signs left, the supervisor right, with place and date."""
    if sheet.left < HEIGHT:
        sheet.add_page()
    if sheet.replaced:
        sheet.style("", BODY, GREY)
        sheet.write_at(MARGIN, sheet.y + 3, words.of("book", "replaced"))
    sheet.style("", 9)
    left, right = MARGIN + 15, sheet.w - MARGIN - 15 - WIDTH
    sheet.write_at(right, sheet.y + 11, words.of("book", "signed_at"))
    for x, role in ((left, "made_by"), (right, "seen_by")):
        sheet.write_at(x, sheet.y + 16, words.of("book", role))
        sheet.line(x, sheet.y + 36, x + WIDTH, sheet.y + 36)
        sheet.write_at(x, sheet.y + 40, words.of("book", "signature_name"))
