"""The inmate who was meant stands first."""

import pytest

from services.registration.domain.inmate_search import Found, best_first

HOUSE = [
    Found("joko", "B-12", "Joko Budiman"),
    Found("budi", "A-17", "Budi Santoso"),
    Found("andi", "B-1", "Andi Setiabudi"),
    Found("adi", "C-4", "Adi B-1 Wijaya"),
    Found("agus", "A-3", "Agus Budi"),
]


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ("b-1", ["andi", "joko", "adi", "agus", "budi"]),
        ("budi", ["budi", "agus", "joko", "adi", "andi"]),
        ("BUDI sant", ["budi", "agus", "joko", "adi", "andi"]),
        ("a-17", ["budi", "adi", "agus", "andi", "joko"]),
    ],
)
def test_number_then_its_beginning_then_names_by_where_the_word_begins(typed, order):
    assert best_first(HOUSE, typed) == order
