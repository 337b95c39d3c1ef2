"""Paper: landscape A4 with the house's head and foot on every page. Lengths are millimetres."""

from datetime import datetime
from pathlib import Path

import fontpkg_fira_sans_condensed
from fpdf import FPDF
from fpdf.fonts import TTFFont

from services.gateway.exports.lettering import Lettering

FAMILY = "Fira Sans Condensed"
FONTS = Path(fontpkg_fira_sans_condensed.ROOT, "files")
STYLES = {"": "FiraSansCondensed-Regular.ttf", "B": "FiraSansCondensed-SemiBold.ttf"}

MARGIN, TOP, FOOT = 10.0, 14.0, 12.0
BODY = 7.5
"""Points."""
GREY, LINE = 110, 190
"""From 0, black, to 255, white."""


class Sheet(FPDF):
    """A document of its own: nothing is shared, so that many may be made in threads at once."""

    def __init__(self, head: tuple[str, str], foot: str, page: str, made_at: datetime):
        """``head``: what stands left and right over each page but the first, ``foot``: left under
        it, ``page``: the word before its number."""
        super().__init__(orientation="L", unit="mm", format="A4")
        self.set_creation_date(made_at)
        self.set_margins(MARGIN, TOP, MARGIN)
        self.set_auto_page_break(False)
        for style, file in STYLES.items():
            self.add_font(FAMILY, style, FONTS / file)
        self._letters = {style: Lettering(self._widths(style)) for style in STYLES}
        self._head, self._foot, self._page = head, foot, page
        self.style("", BODY)
        self.add_page()

    def _widths(self, style: str) -> dict[int, float]:
        font = self.fonts[FAMILY.lower() + style]
        assert isinstance(font, TTFFont)
        return {code: font.cw[code] for code in font.cmap}

    def style(self, style: str, size: float, grey: int = 0) -> None:
        """``size`` in points."""
        self.set_font(FAMILY, style, size)
        self.set_text_color(grey)

    @property
    def letters(self) -> Lettering:
        """Of the present style."""
        return self._letters[self.font_style]

    @property
    def replaced(self) -> bool:
        return any(one.replaced for one in self._letters.values())

    @property
    def left(self) -> float:
        """Of the page's height, above its foot."""
        return self.h - FOOT - self.y

    def write_at(self, x: float, y: float, text: str, align: str = "L") -> None:
        """One line, its base at ``y``; with ``align`` R it ends at ``x``."""
        text = self.letters.known(text)
        if align == "R":
            x -= self.letters.width(text, self.font_size)
        self.text(x, y, text)

    def header(self) -> None:
        self.set_y(MARGIN)
        if self.page_no() > 1:
            self.style("", BODY, GREY)
            self.write_at(MARGIN, MARGIN, self._head[0])
            self.write_at(self.w - MARGIN, MARGIN, self._head[1], "R")
            self.set_y(TOP)

    def footer(self) -> None:
        self.style("", BODY, GREY)
        self.write_at(MARGIN, self.h - 6, self._foot)
        self.set_xy(MARGIN, self.h - 9)
        # fpdf2 writes the number of pages when all are there, if a cell asks for it
        self.cell(self.epw, 4, f"{self._page} {self.page_no()}/{{nb}}", align="C")
