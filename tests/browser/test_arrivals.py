"""The registration desk: who booked and comes, who is called off, who is held, and the pass."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import segno
from playwright.sync_api import Locator, Page, expect

from tests.browser.house import House
from tests.browser.officer import Officer, accessible, connected, picture
from tests.browser.registrar import inmate, registered

SitDown = Callable[..., Officer]
COUNT_PRINTS = "window.printed = 0; window.print = () => { window.printed += 1 }"


@pytest.fixture
def registrar(officers: SitDown) -> Officer:
    return officers("registrar")


@pytest.fixture
def page(registrar: Officer) -> Page:
    """With the focus at the start of the form."""
    page = registrar.open("/registration")
    expect(inmate(page)).to_be_focused()
    return page


def booked(house: House, number: int = 0) -> dict[str, Any]:
    """For today."""
    day = house.get(f"/facilities/{house.id}")["today"]["date"]
    return house.registered(inmate=number, date=day, session="whole_day")


def line(page: Page, house: House, visit: dict[str, Any]) -> Locator:
    name = house.visit(visit["id"])["members"][0]["name"]
    return page.get_by_role("region", name="Hari ini").get_by_role("listitem").filter(has_text=name)


def test_a_scanned_pass_checks_the_booked_group_in(page: Page, house: House) -> None:
    visit = booked(house)
    expect(line(page, house, visit)).to_contain_text("sudah memesan")
    page.keyboard.press("F4")
    page.keyboard.type(visit["id"])
    page.keyboard.press("Enter")
    came = house.until(visit["id"], status="registered")
    expect(registered(page).locator(".number")).to_have_text(str(came["queue_number"]))
    expect(line(page, house, visit)).to_contain_text("menunggu panggilan")
    accessible(page)


def test_a_pass_may_be_scanned_into_the_form_as_well(page: Page, house: House) -> None:
    visit = booked(house)
    page.keyboard.type(visit["id"])
    page.keyboard.press("Enter")
    house.until(visit["id"], status="registered")
    expect(registered(page)).to_be_visible()
    expect(inmate(page)).to_have_value("")


@pytest.mark.parametrize("typed", ["code", "document"])
def test_a_typed_code_or_number_opens_the_booking_and_enter_checks_it_in(
    page: Page, house: House, typed: str
) -> None:
    visit = booked(house)
    document = house.visit(visit["id"])["members"][0]["id_number"]
    page.keyboard.press("F4")
    page.keyboard.type(visit["id"][:8] if typed == "code" else document)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Kunjungan")
    expect(dialog).to_contain_text(document)
    expect(dialog.get_by_role("button", name="Daftar ulang")).to_be_focused()
    accessible(page)
    page.keyboard.press("Enter")
    house.until(visit["id"], status="registered")
    expect(registered(page)).to_be_visible()


def test_a_pass_that_was_used_is_shown_and_changes_nothing(page: Page, house: House) -> None:
    visit = house.registered()
    page.keyboard.press("F4")
    page.keyboard.type(visit["id"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Kunjungan")).to_contain_text("menunggu panggilan")
    assert house.visit(visit["id"])["queue_number"] == visit["queue_number"]


def test_the_list_is_narrowed_by_a_name_and_by_what_is_awaited(page: Page, house: House) -> None:
    came, expected = house.registered(), booked(house, 1)
    shown = page.get_by_role("region", name="Hari ini").get_by_role("listitem")
    expect(shown).to_have_count(2)
    page.get_by_role("button", name="Belum datang 1").click()
    expect(shown).to_have_count(1)
    expect(line(page, house, expected)).to_be_visible()
    page.get_by_role("button", name="Semua 2").click()
    page.keyboard.press("F4")
    page.keyboard.type(house.visit(came["id"])["members"][0]["name"])
    expect(shown).to_have_count(1)
    expect(line(page, house, came)).to_be_visible()


def test_a_visit_is_called_off_with_cause_and_reason(page: Page, house: House) -> None:
    visit = house.registered()
    line(page, house, visit).get_by_role("button", name="Rincian").click()
    page.get_by_role("dialog", name="Kunjungan").get_by_role("button", name="Batalkan").click()
    dialog = page.get_by_role("dialog", name="Batalkan kunjungan")
    expect(dialog.get_by_label("Penyebab")).to_be_focused()
    dialog.get_by_label("Penyebab").click()
    page.get_by_role("option", name="Warga binaan tidak mau dikunjungi").click()
    dialog.get_by_label("Alasan").fill("menyampaikan lewat petugas blok")
    accessible(page)
    dialog.get_by_role("button", name="Batalkan kunjungan").click()
    house.until(visit["id"], status="cancelled", outcome="inmate_refused")
    expect(line(page, house, visit)).to_contain_text("dibatalkan")


def test_a_held_group_goes_back_in_line(page: Page, house: House) -> None:
    visit = house.called()
    house.eventually_post(f"/screenings/{visit['id']}/hold", reason="belum datang")
    held = line(page, house, visit)
    held.get_by_role("button", name="Kembali antre").click()
    expect(held.get_by_role("button", name="Kembali antre")).to_have_count(0)
    assert house.get(f"/screenings/{visit['id']}")["status"] == "waiting"


def test_a_pass_prints_itself_once_and_the_audit_knows(
    registrar: Officer, page: Page, house: House
) -> None:
    visit = house.registered(house.woman(), house.child())
    registrar.context.add_init_script(COUNT_PRINTS)
    line(page, house, visit).get_by_role("button", name="Rincian").click()
    with registrar.context.expect_page() as opened:
        page.get_by_role("dialog", name="Kunjungan").get_by_role(
            "link", name="Cetak karcis"
        ).click()
    paper = opened.value
    expect(paper.locator(".paper-number")).to_have_text(str(visit["queue_number"]))
    expect(paper.locator(".paper")).to_contain_text("Kunjungan tidak dipungut biaya")
    expect(paper.locator(".paper")).to_contain_text("2 orang")
    for one in house.visit(visit["id"])["members"]:
        expect(paper.locator(".paper")).not_to_contain_text(one["name"])
    assert drawn(visit["id"]) == paper.locator(".paper-picture path").get_attribute("d")
    paper.wait_for_function("window.printed === 1")
    picture(paper, "karcis")
    assert sheets(paper) == 1
    accessible(paper)
    assert printings(house, visit) == [registrar.username]
    paper.reload()
    connected(paper)
    expect(paper.get_by_role("button", name="Cetak")).to_be_visible()
    assert printings(house, visit) == [registrar.username]
    paper.get_by_role("button", name="Cetak").click()
    paper.wait_for_function("window.printed === 1")
    assert len(printings(house, visit)) == 2


def test_the_pass_of_what_was_just_registered_is_printed_by_a_key(
    registrar: Officer, page: Page, house: House
) -> None:
    visit = booked(house)
    page.keyboard.type(visit["id"])
    page.keyboard.press("Enter")
    expect(registered(page)).to_be_visible()
    with registrar.context.expect_page() as opened:
        page.keyboard.press("F8")
    expect(opened.value.locator(".paper-code")).to_contain_text(visit["id"][:8])


def test_a_visit_that_is_over_has_no_pass(registrar: Officer, house: House) -> None:
    visit = house.registered()
    house.post(f"/visits/{visit['id']}/cancel", reason="salah", by="visitor")
    page = registrar.open(f"/pass/{visit['id']}?now=1")
    expect(page.get_by_role("alert")).to_contain_text("sudah di langkah lain")
    expect(page.locator(".paper")).to_be_hidden()


def sheets(page: Page) -> int:
    """How many of A6 it takes to print the page."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(width="105mm", height="148mm")))


def printings(house: House, visit: dict[str, Any]) -> list[str]:
    """By whom the visit's pass was printed, the latest first."""
    entries = house.get("/audit", action="visits.pass", subject=visit["id"])["entries"]
    return [one["staff"] for one in entries]


def drawn(visit_id: str) -> str:
    """The dark squares of the picture that holds the id."""
    svg = segno.make(visit_id, error="m", micro=False).svg_inline(omitsize=True, border=2)
    return svg.split(' d="')[1].split('"')[0]
