"""The day book as pages, read back with pypdf."""

from datetime import UTC, datetime

import pytest

from services.gateway.exports import export
from services.gateway.exports.as_pdf import WIDTHS
from services.gateway.exports.sheet import MARGIN
from tests.unit.gateway import day_books
from tests.unit.gateway.day_book_lines import NAME, TIMES, TITLES, lines_of
from tests.unit.gateway.read_pdf import EDGES, Piece, pages, pieces, reader, register


def pdf(book: dict, made_at: datetime | None = None, **house: str) -> bytes:
    return export("pdf", book, day_books.house(**house), made_at).content


def _in_name_column(piece: Piece) -> bool:
    return EDGES[NAME] <= piece.x < EDGES[NAME + 1] and any(
        word in piece.text for word in ("Panjang", "Ani")
    )


def joined(page: str) -> str:
    return " ".join(page.split())


def test_every_cell_of_the_register_is_the_books():
    book = day_books.usual(100)
    expected = lines_of(book)
    for row in expected:
        row[TIMES] = [time and time[11:16] for time in row[TIMES]]
    assert register(pdf(book)) == [
        ["" if cell is None else str(cell) for cell in row] for row in expected
    ]


def test_the_title_names_the_house_the_date_and_the_clock():
    first = joined(pages(pdf(day_books.usual()))[0])
    assert "Buku Daftar Kunjungan" in first
    assert "Rutan Kelas IIA Balikpapan · Sabtu, 17 Januari 2026" in first
    assert "WITA (Asia/Makassar)" in first


def test_every_page_has_its_number_and_every_part_of_the_register_its_head():
    content = pdf(day_books.usual(200))
    told = [joined(page) for page in pages(content)]
    assert len(told) > 5
    for number, page in enumerate(told, 1):
        assert f"Halaman {number}/{len(told)}" in page
    parts = {piece.page for piece in pieces(content) if piece.text.startswith("6471")}
    assert len(parts) > 4
    for part in parts:
        assert all(title.split()[0] in told[part] for title in TITLES)
    assert all("Sabtu, 17 Januari 2026" in page for page in told)


def test_every_figure_is_the_books():
    book = day_books.usual(40)
    told = " ".join(joined(page) for page in pages(pdf(book)))
    for said, figure in (
        ("Kunjungan seluruhnya", book["visits"]["all"]),
        ("Pengunjung perempuan", book["visitors"]["women"]),
        ("Penyitaan barang terlarang", 1),
        ("Dari daftar sampai dipanggil", "19 7.0 7.0"),
        ("tanpa surat izin", 1),
        ("sesi penuh", 2),
        ("pengunjung tidak datang", 1),
    ):
        assert f"{said} {figure} " in told


def test_there_is_a_place_for_the_supervisor_to_sign():
    last = joined(pages(pdf(day_books.usual()))[-1])
    assert "Mengetahui: Kepala Jaga," in last
    assert "Nama / NIP" in last


def test_paper_is_a4_on_its_side_and_the_columns_fill_it():
    box = reader(pdf(day_books.usual())).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (842, 595)
    assert sum(WIDTHS.values()) == 297 - 2 * MARGIN


def test_it_says_when_it_was_printed_on_the_houses_clock_if_that_is_known():
    made_at = datetime(2026, 1, 17, 16, 30, tzinfo=UTC)
    content = pdf(day_books.usual(), made_at)
    assert "Dicetak: 2026-01-18 00:30" in pages(content)[0]
    assert reader(content).metadata.creation_date == made_at


def test_without_a_time_of_making_it_says_none_and_the_files_own_date_is_the_books():
    content = pdf(day_books.usual())
    assert "Dicetak" not in pages(content)[0]
    midnight = datetime(2026, 1, 17, tzinfo=day_books.ZONE)
    assert reader(content).metadata.creation_date == midnight


def test_a_time_of_another_date_is_shown_with_it():
    book = day_books.usual()
    book["lines"][0]["departed_at"] = "2026-01-18T00:10:00+08:00"
    assert register(pdf(book))[0][6] == "18/01 00:10"


@pytest.mark.parametrize("name", ["Nguyễn Thị Ánh", "Łukasz Żółć", "Владимир Петров", "Αθηνά"])
def test_a_name_in_letters_of_the_font_is_printed_as_it_is(name: str):
    content = pdf(day_books.named(name))
    assert register(content)[0][NAME] == name
    assert "huruf yang tidak ada" not in pages(content)[-1]


def test_letters_that_the_font_lacks_are_question_marks_and_a_note_says_so():
    content = pdf(day_books.named("Lim 林 \U0001f600"))
    assert register(content)[0][NAME] == "Lim ? ?"
    assert "huruf yang tidak ada pada fon cetak" in pages(content)[-1]


def test_a_long_name_goes_on_below_and_pushes_the_next_line_down():
    long = "Raden Mas " + "Panjang " * 20 + "Akhir"
    book = day_books.book_of(
        day_books.visit(1, (day_books.visitor(1, long), day_books.visitor(2, "Ani")))
    )
    content = pdf(book)
    assert [row[NAME] for row in register(content)] == [long, "Ani"]
    first, *_, last, below = [piece.y for piece in pieces(content) if _in_name_column(piece)]
    assert first > last > below


def test_the_sign_for_the_number_of_pages_is_a_name_like_any_other():
    assert register(pdf(day_books.named("{nb}")))[0][NAME] == "{nb}"


def test_an_empty_day_says_so_in_the_houses_language():
    (page,) = pages(pdf(day_books.empty(), language="en"))
    assert "No visits on this date." in page
    assert "Register of Visits" in page
    assert "Page 1/1" in page
