"""The locker desk: the wall of lockers, deposits, returns, lost cards."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from operations.local import System
from tests.browser.conftest import NUMBERS
from tests.browser.house import House
from tests.browser.officer import DESKTOP, TABLET, Officer, accessible, picture
from tests.support.eventually import eventually
from tests.support.staff import PASSWORD

SitDown = Callable[..., Officer]


def desk(officers: SitDown, *roles: str, **more: Any) -> Page:
    return officers(*(roles or ("locker_officer",)), **more).open("/lockers")


def door(page: Page, number: int) -> Locator:
    return page.locator(f".wall [data-locker='{number}']")


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Yang sedang dikerjakan")


def done(page: Page) -> Locator:
    return page.locator("#done")


def type_card(page: Page, number: int) -> None:
    page.get_by_label("Nomor kartu (Enter)").fill(str(number))
    page.keyboard.press("Enter")


def deposit(house: House, visit: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = house.get(f"/lockers/{visit['id']}/deposit")
    return found


def until_it_is(house: House, visit: dict[str, Any], status: str) -> None:
    eventually(f"the deposit is {status}", lambda: deposit(house, visit)["status"] == status)


def name_of(house: House, visit: dict[str, Any]) -> str:
    return str(house.visit(visit["id"])["members"][0]["name"])


def sign(page: Page, username: str, password: str = PASSWORD) -> None:
    page.get_by_label("Nama pengguna", exact=True).fill(username)
    page.get_by_label("Kata sandi").fill(password)


def test_a_group_deposits_and_gets_its_card(officers: SitDown, house: House) -> None:
    page = desk(officers)
    visit = house.cleared(phones=3)
    expect(door(page, 1)).to_have_attribute("data-word", "no. 1")
    page.get_by_role("button", name="Titip, nomor 1").click()
    expect(panel(page)).to_contain_text(name_of(house, visit))
    expect(panel(page)).to_contain_text("3 barang menurut penggeledahan")
    expect(panel(page).get_by_role("button", name="HP", exact=True)).to_be_focused()
    for thing in ("HP", "HP", "jaket", "kunci"):
        panel(page).get_by_role("button", name=thing, exact=True).click()
    panel(page).get_by_role("button", name="kurangi: kunci").click()
    panel(page).get_by_label("Ciri: jaket").fill("hitam")
    expect(panel(page)).to_contain_text("3 barang dihitung")
    accessible(page)
    picture(page, "loker-penitipan")
    page.get_by_role("button", name="Sudah dikunci: serahkan kartu 1").click()
    expect(done(page)).to_have_text("Loker 1 · serahkan kartu 1")
    expect(door(page, 1)).to_have_attribute("data-word", "kartu 1")
    expect(page.get_by_label("Nomor kartu (Enter)")).to_be_focused()
    accessible(page)
    assert deposit(house, visit)["items"] == [
        {"kind": "phone", "count": 2, "description": None},
        {"kind": "jacket", "count": 1, "description": "hitam"},
    ]


def test_things_go_back_against_the_card_by_keyboard_alone(officers: SitDown, house: House) -> None:
    visit = house.ended(phones=2)
    page = desk(officers)
    expect(door(page, 1)).to_have_class("door due")
    expect(page.get_by_label("Nomor kartu (Enter)")).to_be_focused()
    page.keyboard.type(str(visit["card"]))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Semua lengkap")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Barang dikembalikan")).to_be_focused()
    accessible(page)
    page.keyboard.press("Enter")
    expect(done(page)).to_have_text("Barang dikembalikan")
    expect(door(page, 1)).to_have_class("door free")
    given = deposit(house, visit)
    assert given["status"] == "returned"
    assert given["returned_to"] == "p1"


def test_a_card_without_things_is_told_at_its_field(officers: SitDown, house: House) -> None:
    page = desk(officers)
    expect(door(page, 1)).to_be_visible()
    type_card(page, 3)
    expect(page.get_by_text("Tidak ada titipan dengan kartu ini")).to_be_visible()


def test_nothing_goes_back_uncounted(officers: SitDown, house: House) -> None:
    visit = house.ended()
    page = desk(officers)
    expect(door(page, 1)).to_have_class("door due")
    type_card(page, visit["card"])
    page.get_by_role("button", name="Barang dikembalikan").click()
    expect(page.get_by_role("alert")).to_contain_text("Hitung setiap baris dahulu")
    assert deposit(house, visit)["status"] == "due"


def test_what_is_missing_becomes_a_dispute(officers: SitDown, house: House) -> None:
    visit = house.ended(phones=2)
    page = desk(officers)
    expect(door(page, 1)).to_have_class("door due")
    type_card(page, visit["card"])
    page.get_by_role("button", name="Kurang/rusak").click()
    page.get_by_role("button", name="kurangi: kembali: HP").click()
    page.get_by_role("button", name="Barang dikembalikan").click()
    expect(page.get_by_text("Wajib diisi")).to_be_visible()
    page.get_by_label("Keterangan pengunjung").fill("satu HP hitam tidak ada")
    accessible(page)
    picture(page, "loker-keberatan")
    page.get_by_role("button", name="Barang dikembalikan").click()
    expect(panel(page)).to_contain_text("1 barang kurang")
    given = deposit(house, visit)
    assert given["missing"] == 1
    assert given["dispute"]["description"] == "satu HP hitam tidak ada"


def test_before_the_visit_is_over_a_supervisor_gives_the_word(
    officers: SitDown, house: House
) -> None:
    visit = house.deposited()
    boss = house.hire("boss", "supervisor")
    page = desk(officers)
    expect(door(page, 1)).to_have_class("door occupied")
    type_card(page, visit["card"])
    page.get_by_role("button", name="Semua lengkap").click()
    page.get_by_role("button", name="Barang dikembalikan").click()
    page.get_by_role("button", name="Kepala jaga mengizinkan …").click()
    page.get_by_role("dialog").get_by_label("Alasan").fill("pengunjung sakit")
    sign(page, boss)
    page.get_by_role("button", name="Izinkan", exact=True).click()
    expect(done(page)).to_have_text("Barang dikembalikan")
    assert deposit(house, visit)["history"][-1]["second"] == boss


def test_a_lost_card_takes_two_officers_and_then_the_identity(
    officers: SitDown, house: House
) -> None:
    visit = house.ended()
    second = house.hire("second", "locker_officer")
    page = desk(officers)
    expect(door(page, 1)).to_have_class("door due")
    page.get_by_role("button", name="Kartu pengunjung hilang …").click()
    page.get_by_label("Nomor antrean, atau sebagian nama").fill(name_of(house, visit)[:4])
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Yang ini").click()
    expect(panel(page)).to_contain_text(name_of(house, visit))
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("alert")).to_contain_text("Periksa identitasnya dahulu")
    page.get_by_role("checkbox", name="Kartu identitas sudah dilihat").click()
    page.get_by_role("button", name="Lanjut").click()
    page.get_by_label("Keterangan dari pengunjung").fill("HP hitam, layar retak")
    accessible(page)
    page.get_by_role("button", name="Lanjut").click()
    sign(page, second, "kata sandi yang lain 9")
    accessible(page)
    picture(page, "loker-kartu-hilang")
    page.get_by_role("button", name="Catat kartu hilang").click()
    expect(page.get_by_role("alert")).to_contain_text("approval_refused")
    expect(page.get_by_label("Nama pengguna", exact=True)).to_have_value(second)
    page.get_by_role("button", name="Mundur").click()
    expect(page.get_by_label("Keterangan dari pengunjung")).to_have_value("HP hitam, layar retak")
    page.get_by_role("button", name="Lanjut").click()
    sign(page, second)
    page.get_by_role("button", name="Catat kartu hilang").click()
    expect(page.get_by_role("region", name="Kartu diblokir")).to_contain_text("lost")
    page.get_by_role("button", name="Semua lengkap").click()
    page.get_by_role("checkbox", name="Kartu identitas sudah diperiksa").click()
    page.get_by_role("button", name="Barang dikembalikan").click()
    expect(done(page)).to_have_text("Barang dikembalikan")
    given = deposit(house, visit)
    assert given["card_state"] == "lost"
    assert given["lost_description"] == "HP hitam, layar retak"
    assert next(one for one in given["history"] if one["action"] == "card_lost")["second"] == second


def test_a_lost_card_that_is_found_may_be_given_out_again(officers: SitDown, house: House) -> None:
    visit = house.ended()
    second = house.hire("second", "locker_officer")
    signed = {"username": second, "password": PASSWORD}
    house.eventually_post(
        f"/cards/{visit['card']}/lost", visit_id=visit["id"], identity_checked=True,
        description="HP", second_officer=signed,
    )  # fmt: skip
    page = desk(officers)
    blocked = page.get_by_role("region", name="Kartu diblokir")
    expect(blocked).to_contain_text(str(visit["card"]))
    page.get_by_role("button", name="Kartu diserahkan …").click()
    page.get_by_label("Nomor kartu", exact=True).fill(str(visit["card"]))
    page.get_by_role("button", name="Petugas kebersihan").click()
    sign(page, second)
    accessible(page)
    page.get_by_role("button", name="Kartu sudah di meja").click()
    expect(done(page)).to_have_text(f"Kartu {visit['card']} sudah di meja.")
    expect(blocked).to_be_hidden()
    assert deposit(house, visit)["card_state"] == "desk"


def test_a_locker_goes_out_of_service_and_comes_back(officers: SitDown, house: House) -> None:
    page = desk(officers)
    door(page, 2).click()
    page.get_by_role("button", name="Tidak dapat dipakai …").click()
    page.get_by_role("dialog").get_by_role("button", name="Kunci macet").click()
    accessible(page)
    page.get_by_role("dialog").get_by_role("button", name="Simpan").click()
    expect(done(page)).to_have_text("Loker 2 tidak dipakai.")
    expect(door(page, 2)).to_have_class("door out_of_service")
    expect(door(page, 2)).to_have_attribute("aria-label", "Loker 2, tidak dipakai, Kunci macet")
    door(page, 2).click()
    expect(panel(page)).to_contain_text("Alasan: Kunci macet")
    page.get_by_role("button", name="Pakai lagi …").click()
    page.get_by_role("dialog").get_by_role("button", name="Sudah diperbaiki").click()
    page.get_by_role("dialog").get_by_role("button", name="Simpan").click()
    expect(door(page, 2)).to_have_class("door free")


def test_a_damaged_card_is_blocked_and_put_back_into_use(officers: SitDown, house: House) -> None:
    page = desk(officers)
    page.get_by_role("button", name="Blokir kartu …").click()
    page.get_by_label("Nomor kartu", exact=True).fill("4")
    page.get_by_role("button", name="Kartu rusak").click()
    accessible(page)
    page.get_by_role("button", name="Blokir", exact=True).click()
    blocked = page.get_by_role("region", name="Kartu diblokir")
    expect(blocked).to_contain_text("Kartu rusak")
    blocked.get_by_role("button", name="Pakai lagi …, kartu 4").click()
    page.get_by_role("dialog").get_by_role("button", name="Kartu sudah diganti").click()
    page.get_by_role("dialog").get_by_role("button", name="Simpan").click()
    expect(blocked).to_be_hidden()


def test_what_nobody_fetches_goes_to_the_store_and_out_of_it_by_identity(
    officers: SitDown, house: House
) -> None:
    visit = house.ended()
    page = desk(officers)
    expect(door(page, 1)).to_have_class("door due")
    door(page, 1).click()
    page.get_by_role("button", name="Ke gudang …").click()
    accessible(page)
    page.get_by_role("dialog").get_by_role("button", name="Pindahkan").click()
    expect(done(page)).to_have_text("Loker 1 kosong lagi.")
    store = page.get_by_role("region", name="Di gudang")
    store.get_by_role("button", name="Serahkan, nomor 1").click()
    page.get_by_role("button", name="Semua lengkap").click()
    page.get_by_role("button", name="Barang diserahkan").click()
    expect(page.get_by_role("alert")).to_contain_text("identity_required")
    page.get_by_role("checkbox", name="Kartu identitas sudah diperiksa").click()
    page.get_by_role("button", name="Barang diserahkan").click()
    expect(store).to_be_hidden()
    until_it_is(house, visit, "returned")


def test_what_another_desk_does_is_seen_without_a_reload(officers: SitDown, house: House) -> None:
    page = desk(officers)
    expect(door(page, 1)).to_have_class("door free")
    visit = house.deposited()
    expect(door(page, 1)).to_have_class("door occupied")
    house.post(f"/visits/{visit['id']}/start", briefing_acknowledged=True)
    house.eventually_post(f"/visits/{visit['id']}/end", outcome="completed")
    expect(door(page, 1)).to_have_class("door due")


def test_when_another_officer_was_faster_that_is_told_and_the_count_stays(
    officers: SitDown, house: House
) -> None:
    visit = house.cleared()
    page = desk(officers)
    page.get_by_role("button", name="Titip, nomor 1").click()
    panel(page).get_by_role("button", name="tas", exact=True).click()
    panel(page).get_by_label("Ciri: tas").fill("merah")
    house.post(f"/lockers/{visit['id']}/deposit", items=[{"kind": "phone", "count": 1}])
    expect(panel(page).get_by_text("tidak lagi disiapkan")).to_be_visible()
    page.get_by_role("button", name="Sudah dikunci").click()
    expect(page.get_by_role("alert")).to_contain_text("Petugas lain lebih dulu")
    expect(panel(page).get_by_label("Ciri: tas")).to_have_value("merah")


def test_a_supervisor_sees_the_wall_and_does_what_a_supervisor_may(
    officers: SitDown, house: House
) -> None:
    house.deposited()
    house.cleared(inmate=1)
    page = desk(officers, "supervisor")
    expect(door(page, 2)).to_have_class("door assigned")
    expect(page.get_by_label("Nomor kartu (Enter)")).to_have_count(0)
    expect(page.get_by_role("button", name="Titip, nomor 2")).to_have_count(0)
    door(page, 2).click()
    expect(panel(page)).to_contain_text("Disiapkan untuk nomor 2")
    expect(page.get_by_role("button", name="Tidak dapat dipakai …")).to_be_visible()
    door(page, 1).click()
    expect(panel(page)).to_contain_text("1 × HP")
    expect(page.get_by_role("button", name="Ke gudang …")).to_be_visible()
    expect(page.get_by_role("button", name="Barang dikembalikan")).to_have_count(0)
    accessible(page)


def test_the_arrow_keys_go_along_the_wall(officers: SitDown, house: House) -> None:
    page = desk(officers)
    expect(page.locator("#card-number")).to_be_focused()  # where the desk begins, by itself
    door(page, 1).focus()
    page.keyboard.press("ArrowRight")
    expect(door(page, 2)).to_be_focused()
    page.keyboard.press("ArrowDown")
    below = page.evaluate("Number(document.activeElement.dataset.locker)")
    assert below > 2
    assert page.locator(".wall [tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    expect(panel(page)).to_contain_text(f"Loker {below}")


def test_the_wall_shows_every_state_and_fits_on_a_desk_and_on_a_tablet(
    officers: SitDown, house: House
) -> None:
    house.ended()
    house.deposited(house.woman(), house.man(), inmate=1)
    house.deposited(inmate=2)
    house.cleared(inmate=3)
    house.cleared(house.man(), house.child(), inmate=4)
    for number, reason in ((9, "kunci macet"), (20, "pintu rusak")):
        house.patch(f"/lockers/{number}", status="out_of_service", reason=reason)
    page = desk(officers)
    for number, state in enumerate(("due", "occupied", "occupied", "assigned", "assigned"), 1):
        expect(door(page, number)).to_have_class(f"door {state}")
    expect(page.locator(".legend")).to_contain_text("tidak dipakai2")
    accessible(page)
    picture(page, "loker")
    for size in (DESKTOP, TABLET):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    accessible(page)


@pytest.fixture
def large_house(system: System, settings: dict[str, Any]) -> House:
    return House(system, settings, next(NUMBERS), lockers=500, cards=600)


def test_five_hundred_lockers_stay_beside_the_card_field(
    browser: Any, console: str, large_house: House
) -> None:
    officer = Officer(browser, console, large_house.hire("locker", "locker_officer"))
    page = officer.open("/lockers")
    expect(page.locator(".wall [data-locker]")).to_have_count(500)
    visit = large_house.deposited()
    expect(door(page, visit["locker"])).to_have_class("door occupied")
    expect(page.get_by_label("Nomor kartu (Enter)")).to_be_in_viewport()
    door(page, 1).focus()
    page.keyboard.press("End")
    expect(door(page, 500)).to_be_in_viewport()
    expect(page.get_by_label("Nomor kartu (Enter)")).to_be_in_viewport()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    officer.context.close()
