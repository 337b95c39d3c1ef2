"""An emergency: the house closes in two steps, the roll is called, every desk sees it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.browser.officer import Officer, accessible, picture
from tests.support.eventually import eventually

SitDown = Callable[..., Officer]
CLOSED = "RUTAN DITUTUP sejak"


def close(page: Page, word: str = "TUTUP") -> None:
    page.get_by_role("button", name="Kebakaran atau asap").click()
    page.get_by_label("Ketik TUTUP").fill(word)
    page.get_by_role("button", name="Lanjut ke langkah 2").click()
    page.get_by_role("button", name="Ya, tutup rutan sekarang").click()
    expect(page.get_by_text("Centang tetap ada")).to_be_visible()


def test_a_house_closes_in_two_deliberate_steps(officers: SitDown, house: House) -> None:
    house.started(phones=0)
    page = officers("supervisor").open("/emergency")
    page.get_by_role("button", name="Lanjut ke langkah 2").click()
    expect(page.get_by_text("Wajib diisi")).to_be_visible()
    page.get_by_role("button", name="Kebakaran atau asap").click()
    page.get_by_label("Ketik TUTUP").fill("ya")
    page.get_by_role("button", name="Lanjut ke langkah 2").click()
    expect(page.get_by_text("Katanya bukan itu")).to_be_visible()
    page.get_by_label("Ketik TUTUP").fill(house.id.lower())
    accessible(page)
    picture(page, "darurat")
    page.get_by_role("button", name="Lanjut ke langkah 2").click()
    expect(page.get_by_text("1 orang ada di dalam sekarang")).to_be_visible()
    accessible(page)
    assert house.get(f"/facilities/{house.id}")["status"] == "open"
    page.get_by_role("button", name="Kembali").click()
    expect(page.get_by_label("Alasan")).to_have_value("Kebakaran atau asap")
    page.get_by_role("button", name="Lanjut ke langkah 2").click()
    page.get_by_role("button", name="Ya, tutup rutan sekarang").click()
    expect(page.get_by_text("Centang tetap ada")).to_be_visible()
    assert house.get(f"/facilities/{house.id}")["closure"]["reason"] == "Kebakaran atau asap"


def test_everybody_is_called_by_name_and_the_ticks_outlive_a_reload(
    officers: SitDown, house: House
) -> None:
    woman, child, waiting = house.woman(), house.child(), house.man()
    house.started(woman, child, phones=0)
    house.registered(waiting, inmate=1)
    page = officers("supervisor").open("/emergency")
    close(page)
    total = page.locator(".roll-top .inside-count")
    expect(total).to_have_text("Terlihat: 0 dari 3")
    page.get_by_role("checkbox", name=woman.name).click()
    page.get_by_role("checkbox", name=waiting.name).click()
    expect(total).to_have_text("Terlihat: 2 dari 3")
    accessible(page)
    picture(page, "darurat-absen")
    other = officers("supervisor", sex="male").open("/emergency")
    expect(other.get_by_role("checkbox", name=woman.name)).to_be_checked()
    other.get_by_role("checkbox", name=child.name).click()
    expect(total).to_have_text("Terlihat: 3 dari 3")
    page.reload()
    expect(total).to_have_text("Terlihat: 3 dari 3")
    expect(page.get_by_role("checkbox", name=child.name)).to_be_checked()


def test_each_group_is_counted_out_from_the_roll_and_the_house_reopens(
    officers: SitDown, house: House
) -> None:
    visit = house.started(house.woman(), house.man(), phones=0)
    page = officers("supervisor").open("/emergency")
    close(page)
    inside = page.get_by_role("region", name="Di dalam")
    expect(inside).to_contain_text("siap dihitung keluar")
    inside.get_by_role("button", name="Hitung keluar nomor 1").click()
    page.get_by_label("Jumlah orang yang dihitung").fill("2")
    for box in page.get_by_role("dialog").get_by_role("checkbox").all():
        box.click()
    page.get_by_role("dialog").get_by_role("button", name="Semua terhitung").click()
    expect(inside).to_contain_text("sudah keluar")
    house.until(visit["id"], status="departed", outcome="facility_closed")
    page.get_by_role("button", name="Buka rutan lagi").click()
    expect(page.get_by_role("dialog")).to_contain_text("2 orang belum terlihat")
    page.get_by_role("button", name="Ternyata alarm palsu").click()
    accessible(page)
    page.get_by_role("dialog").get_by_role("button", name="Buka rutan").click()
    expect(page.get_by_text("Langkah 1 dari 2: menutup")).to_be_visible()
    assert house.get(f"/facilities/{house.id}")["status"] == "open"


def test_things_of_who_waited_at_the_lockers_are_named(officers: SitDown, house: House) -> None:
    house.deposited()
    page = officers("supervisor").open("/emergency")
    close(page)
    waiting = page.get_by_role("region", name="Menunggu di depan")
    expect(waiting).to_contain_text("barang masih di loker")


def test_every_desk_sees_it_at_once_and_sees_it_end(officers: SitDown, house: House) -> None:
    desks = [officers("screener").open("/search"), officers("room_officer").open("/room"),
             officers("locker_officer").open("/inside")]  # fmt: skip
    page = officers("supervisor").open("/emergency")
    close(page)
    for desk in [*desks, page]:
        expect(desk.get_by_role("banner")).to_contain_text(CLOSED)
        accessible(desk)
    page.get_by_role("button", name="Buka rutan lagi").click()
    page.get_by_role("button", name="Bahaya sudah lewat").click()
    page.get_by_role("dialog").get_by_role("button", name="Buka rutan").click()
    for desk in [*desks, page]:
        expect(desk.get_by_role("banner")).not_to_contain_text(CLOSED)
        expect(desk.get_by_role("banner")).to_contain_text("sepanjang hari")


def test_a_house_that_was_closed_elsewhere_is_called_from_who_is_inside(
    officers: SitDown, house: House
) -> None:
    woman = house.woman()
    house.started(woman, phones=0)
    page = officers("supervisor").open("/emergency")
    house.post(f"/facilities/{house.id}/close", reason="api di dapur")
    expect(page.get_by_role("checkbox", name=woman.name)).to_be_visible()
    expect(page.get_by_text("Yang menunggu di depan saat rutan ditutup")).to_be_visible()
    eventually("the reason is told", lambda: "api di dapur" in page.inner_text("body"))
