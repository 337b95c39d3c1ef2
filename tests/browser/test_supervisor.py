"""The supervisor's page: what the day is like, what waits for a decision, and its end."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.browser.officer import TABLET, Officer, accessible, picture
from tests.support.eventually import eventually

SitDown = Callable[..., Officer]


@pytest.fixture
def page(officers: SitDown) -> Page:
    return officers("supervisor").open("/supervisor")


def part(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")


def test_the_day_is_shown_in_pictures_that_can_also_be_read(page: Page, house: House) -> None:
    expect(page.locator(".tile", has_text="Kunjungan")).to_be_visible()
    house.started(house.woman(), house.child())
    tile = page.locator(".tile", has_text="Pengunjung")
    expect(tile).to_contain_text("0 laki-laki, 1 perempuan, 1 anak")
    arrived = page.get_by_role("figure", name="Rombongan per jam")
    expect(arrived.locator("svg rect").first).to_be_visible()
    expect(arrived.locator("table tr").nth(1)).to_contain_text("1")
    expect(page.get_by_label("Ruang kunjungan sekarang")).to_contain_text("2 dari")
    expect(page.get_by_role("figure", name="Loker sekarang")).to_contain_text("berisi barang: 1")
    accessible(page)
    picture(page, "kepala-jaga")


def test_x(page: Page, house: House, officers: SitDown) -> None:
    for name in ("Larangan", "Perlu ditinjau", "Buku", "Tutup hari"):
        part(page, name)
        page.wait_for_timeout(600)
        page.screenshot(path=f"/tmp/shots/{name}.png")
