"""The book of inmates."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.browser.officer import Officer, accessible, picture

SitDown = Callable[..., Officer]


@pytest.fixture
def page(officers: SitDown) -> Page:
    return officers("supervisor").open("/inmates")


def inmate(house: House, number: str) -> dict[str, object]:
    [found] = house.get("/inmates", number=number)["items"]
    return dict(found)


def test_inmates_are_found_while_their_name_is_typed(page: Page, house: House) -> None:
    house.inmate("C-7", name="Joko Budiman")
    page.get_by_label("Nama atau nomor").fill("budi")
    expect(page.get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_role("listitem")).to_contain_text("C-7")
    page.get_by_label("Nama atau nomor").fill("")
    expect(page.get_by_role("listitem")).to_have_count(6)
    accessible(page)
    picture(page, "warga-binaan")


def test_a_status_that_needs_a_last_day_says_so_and_keeps_what_was_typed(
    page: Page, house: House
) -> None:
    number = house.inmates[0]
    page.get_by_role("button", name=f"Ubah {number}").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Blok").fill("Melati 3")
    dialog.get_by_role("combobox", name="Status", exact=True).click()
    page.get_by_role("option", name="dalam isolasi").click()
    dialog.get_by_role("button", name="Simpan").click()
    expect(dialog.get_by_role("alert")).to_contain_text("harus punya hari terakhir")
    accessible(page)
    expect(dialog.get_by_label("Blok")).to_have_value("Melati 3")
    dialog.get_by_label("Hari terakhir").fill("2027-01-20")
    dialog.get_by_role("button", name="Simpan").click()
    expect(dialog).to_have_count(0)
    line = page.get_by_role("listitem").filter(has_text=number)
    expect(line).to_contain_text("dalam isolasi")
    expect(line).to_contain_text("sampai 20-01-2027")
    found = inmate(house, number)
    assert (found["status"], found["block"]) == ("isolation", "Melati 3")


def test_an_inmate_is_added_once(page: Page, house: House) -> None:
    for done in (True, False):
        page.get_by_role("button", name="Tambah warga binaan").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Nomor").fill("Z-1")
        dialog.get_by_label("Nama").fill("Slamet")
        dialog.get_by_role("button", name="Simpan").click()
        if done:
            expect(dialog).to_have_count(0)
            expect(page.get_by_role("listitem").filter(has_text="Z-1")).to_be_visible()
        else:
            expect(dialog.get_by_role("alert")).to_contain_text("milik warga binaan lain")
    assert inmate(house, "Z-1")["name"] == "Slamet"
