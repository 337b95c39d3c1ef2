"""The visiting room: in, at the tables, out; and who is inside."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.house import House
from tests.browser.officer import TABLET, Officer, accessible, picture
from tests.support.eventually import eventually

SitDown = Callable[..., Officer]


def room_of(officers: SitDown, *roles: str) -> Page:
    return officers(*(roles or ("room_officer",))).open("/room")


def table(page: Page, number: int) -> Locator:
    return page.get_by_role("article", name=f"Meja {number}", exact=True)


def part(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def rules(house: House, **settings: int) -> None:
    told = house.get(f"/facilities/{house.id}")
    house.put(
        f"/facilities/{house.id}", name=told["name"], timezone=told["timezone"], settings=settings
    )


def in_a_dialog(page: Page, button: str) -> None:
    page.get_by_role("dialog").get_by_role("button", name=button).click()


def test_a_group_is_admitted_with_the_briefing(officers: SitDown, house: House) -> None:
    page = room_of(officers)
    visit = house.deposited(house.woman(), house.child())
    waiting = part(page, "Siap masuk")
    expect(waiting).to_contain_text("2 orang, termasuk 1 anak")
    expect(waiting).to_contain_text("barang di loker")
    waiting.get_by_role("button", name=f"Terima masuk nomor {visit['queue_number']}").click()
    in_a_dialog(page, "Terima masuk")
    expect(page.get_by_role("alert")).to_contain_text("Tata tertib belum disetujui")
    accessible(page)
    page.get_by_role("checkbox", name="Rombongan sudah mendengar").click()
    picture(page, "tata-tertib")
    in_a_dialog(page, "Terima masuk")
    expect(table(page, 1)).to_contain_text("30 menit lagi")
    expect(waiting).to_contain_text("Belum ada yang menunggu")
    expect(page.get_by_role("group", name="Isi ruang kunjungan")).to_contain_text("Orang: 2 dari")
    house.until(visit["id"], status="started", table=1)


def test_the_officer_may_choose_the_table(officers: SitDown, house: House) -> None:
    house.cleared(phones=0)
    page = room_of(officers)
    page.get_by_role("button", name="Terima masuk nomor 1").click()
    page.get_by_role("checkbox", name="Rombongan sudah mendengar").click()
    page.get_by_role("combobox", name="Meja").click()
    page.get_by_role("option", name="Meja 7", exact=True).click()
    in_a_dialog(page, "Terima masuk")
    expect(table(page, 7)).to_be_visible()


def test_who_has_not_deposited_is_named_and_may_not_come_in(
    officers: SitDown, house: House
) -> None:
    house.cleared(phones=1)
    page = room_of(officers)
    expect(part(page, "Siap masuk")).to_contain_text("barang belum dititipkan")
    page.get_by_role("button", name="Terima masuk nomor 1").click()
    page.get_by_role("checkbox", name="Rombongan sudah mendengar").click()
    in_a_dialog(page, "Terima masuk")
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Barang rombongan ini belum dititipkan di loker")
    expect(told).to_contain_text("Arahkan rombongan ke meja loker")
    expect(page.get_by_role("checkbox", name="Rombongan sudah mendengar")).to_be_checked()


def test_time_is_warned_of_and_then_over_without_a_reload(officers: SitDown, house: House) -> None:
    rules(house, visit_minutes=2, warning_minutes=1)
    page = room_of(officers)
    visit = house.started(phones=0)
    card = table(page, 1)
    expect(card).to_contain_text("2 menit lagi")
    house.post(f"/visits/{visit['id']}/extend", minutes=-1, reason="apel")
    expect(card).to_contain_text("1 menit lagi: saatnya berpamitan")
    assert "warning" in (card.get_attribute("class") or "")
    share = _value(card)
    eventually("the bar is shorter", lambda: _value(card) < share)
    accessible(page)
    expect(card).to_contain_text("Waktu habis", timeout=75_000)
    assert _value(card) == 0
    accessible(page)


def _value(card: Locator) -> float:
    return float(card.get_by_role("progressbar").get_attribute("value") or 0)


def test_a_tick_leaves_the_card_as_it_is(officers: SitDown, house: House) -> None:
    rules(house, visit_minutes=2, warning_minutes=1)
    house.started(phones=0)
    page = room_of(officers)
    card = table(page, 1)
    expect(card).to_contain_text("2 menit lagi")
    before = _value(card)
    handle = card.element_handle()
    page.get_by_role("button", name="Meja 1: +5 menit").focus()
    eventually("the bar moved", lambda: _value(card) < before)
    assert page.evaluate("card => card.isConnected", handle)
    expect(page.get_by_role("button", name="Meja 1: +5 menit")).to_be_focused()


def test_beyond_the_limit_a_supervisor_gives_the_word(officers: SitDown, house: House) -> None:
    kepala = house.hire("kepala", "supervisor")
    house.started(phones=0)
    page = room_of(officers)
    page.get_by_role("button", name="Meja 1: +15 menit").click()
    page.get_by_role("button", name="Keluarga datang dari jauh").click()
    in_a_dialog(page, "Perpanjang")
    expect(table(page, 1)).to_contain_text("45 menit lagi")
    page.get_by_role("button", name="Meja 1: +5 menit").click()
    page.get_by_label("Alasan").fill("lansia")
    in_a_dialog(page, "Perpanjang")
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Paling banyak 15 menit seluruhnya; 15 menit sudah dipakai")
    expect(page.get_by_label("Alasan")).to_have_value("lansia")
    accessible(page)
    page.get_by_role("button", name="Kepala jaga mengizinkan").click()
    word = page.get_by_role("dialog", name="Kepala jaga mengizinkan")
    word.get_by_label("Alasan").fill("dari luar pulau")
    word.get_by_label("Nama pengguna").fill(kepala)
    word.get_by_label("Kata sandi").fill("seekor rusa di tepi danau 47")
    word.get_by_role("button", name="Izinkan").click()
    expect(table(page, 1)).to_contain_text("50 menit lagi")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_cards_stand_in_the_order_of_their_end_or_of_their_tables(
    officers: SitDown, house: House
) -> None:
    house.started(phones=0, inmate=0)
    second = house.started(phones=0, inmate=1)
    house.post(f"/visits/{second['id']}/extend", minutes=-10, reason="apel")
    page = room_of(officers)
    cards = part(page, "Meja").get_by_role("article")
    expect(cards.nth(0)).to_contain_text("Meja 2")
    page.get_by_role("button", name="menurut meja").click()
    expect(cards.nth(0)).to_contain_text("Meja 1")
    assert cards.count() == 2


def test_a_visit_is_stopped_with_a_reason(officers: SitDown, house: House) -> None:
    visit = house.started(phones=0)
    page = room_of(officers)
    page.get_by_role("button", name="Meja 1: hentikan kunjungan").click()
    in_a_dialog(page, "Hentikan sekarang")
    expect(page.get_by_role("dialog")).to_contain_text("Wajib diisi")
    page.get_by_role("button", name="Pertengkaran").click()
    accessible(page)
    in_a_dialog(page, "Hentikan sekarang")
    expect(part(page, "Meja")).to_contain_text("Ruangan kosong")
    house.until(visit["id"], status="ended", outcome="terminated_by_staff")


def test_a_group_goes_out_by_its_head_count(officers: SitDown, house: House) -> None:
    man = house.man()
    visit = house.started(house.woman(), man, house.child(), phones=0)
    page = room_of(officers)
    page.get_by_role("button", name="Meja 1: akhiri kunjungan").click()
    page.get_by_role("radio", name="Diakhiri lebih awal oleh pengunjung").click()
    in_a_dialog(page, "Akhiri kunjungan")
    leaving = part(page, "Menuju pintu keluar")
    expect(leaving).to_contain_text("3 orang, termasuk 1 anak")
    out = leaving.get_by_role("button", name="Hitung keluar nomor 1")
    expect(out).to_be_focused()
    page.keyboard.press("Enter")
    count = page.get_by_label("Jumlah orang yang dihitung")
    expect(count).to_have_value("")
    expect(count).to_be_focused()
    in_a_dialog(page, "Semua terhitung")
    expect(page.get_by_role("dialog")).to_contain_text("Wajib diisi")
    count.fill("2")
    in_a_dialog(page, "Semua terhitung")
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Jumlah tidak cocok: 3 orang masuk, 2 orang dihitung")
    expect(told).to_contain_text("Jangan buka pintu")
    accessible(page)
    picture(page, "keluar")
    count.fill("3")
    in_a_dialog(page, "Semua terhitung")
    expect(told).to_contain_text("Masih ada yang identitasnya belum diperiksa")
    expect(told).to_contain_text(man.name)
    for box in page.get_by_role("dialog").get_by_role("checkbox").all():
        box.click()
    in_a_dialog(page, "Semua terhitung")
    expect(leaving).to_contain_text("Tidak ada yang sedang keluar")
    house.until(visit["id"], status="departed", outcome="ended_early_by_visitor")


def test_belongings_in_the_locker_hold_a_group_until_a_supervisor_lets_it_go(
    officers: SitDown, house: House
) -> None:
    visit = house.ended()
    page = room_of(officers, "supervisor")
    leaving = part(page, "Menuju pintu keluar")
    expect(leaving).to_contain_text("ambil barang dulu di loker")
    leaving.get_by_role("button", name="Hitung keluar nomor 1").click()
    page.get_by_label("Jumlah orang yang dihitung").fill("1")
    page.get_by_role("dialog").get_by_role("checkbox").click()
    in_a_dialog(page, "Semua terhitung")
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Barang rombongan ini masih di loker")
    where = f"di loker {visit['locker']}, kartu {visit['card']}"
    expect(page.get_by_role("dialog")).to_contain_text(where)
    page.get_by_role("button", name="Kepala jaga mengizinkan").click()
    word = page.get_by_role("dialog", name="Kepala jaga mengizinkan")
    word.get_by_label("Alasan").fill("sakit, dibawa ambulans")
    word.get_by_role("button", name="Izinkan").click()
    expect(leaving).to_contain_text("Tidak ada yang sedang keluar")
    house.until(visit["id"], status="departed")


def test_returned_belongings_are_seen_at_the_exit(officers: SitDown, house: House) -> None:
    visit = house.ended()
    page = room_of(officers)
    leaving = part(page, "Menuju pintu keluar")
    expect(leaving).to_contain_text("ambil barang dulu di loker")
    card = house.get(f"/lockers/{visit['id']}/deposit")["card"]
    house.eventually_post(
        f"/lockers/{visit['id']}/return", card=card, items=[{"kind": "phone", "count": 1}]
    )
    expect(leaving).to_contain_text("barang dikembalikan")


def test_a_full_room_fits_on_a_desk_and_on_a_tablet(officers: SitDown, house: House) -> None:
    for inmate in range(3):
        visit = house.started(house.woman(), house.child(), phones=0, inmate=inmate)
        less = (0, -12, -26)[inmate]
        if less:
            house.post(f"/visits/{visit['id']}/extend", minutes=less, reason="apel")
    house.cleared(house.woman(), house.man(), inmate=3)
    house.ended(inmate=4)
    desk = room_of(officers)
    expect(part(desk, "Siap masuk").get_by_role("button")).to_have_count(1)
    expect(part(desk, "Menuju pintu keluar").get_by_role("button")).to_have_count(1)
    accessible(desk)
    picture(desk, "ruang-kunjungan")
    assert _fits(desk)
    tablet = officers("room_officer", sex="male", viewport=TABLET).open("/room")
    expect(part(tablet, "Meja").get_by_role("article")).to_have_count(3)
    assert _fits(tablet)


def _fits(page: Page) -> bool:
    told = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    return bool(page.evaluate(told))


def test_who_is_inside_is_live_and_printing_it_is_audited(officers: SitDown, house: House) -> None:
    screener = officers("screener")
    screener.page.add_init_script("window.print = () => { window.printed = true; }")
    page = screener.open("/inside")
    expect(page.get_by_text("Tidak ada orang di dalam")).to_be_visible()
    woman, child = house.woman(), house.child()
    house.started(woman, child, phones=0)
    people = page.get_by_role("table", name="Siapa di dalam")
    expect(people).to_contain_text(woman.name)
    expect(people.get_by_role("row", name=child.name)).to_contain_text("anak")
    expect(page.get_by_text("2 orang di dalam · termasuk 1 anak · 1 rombongan")).to_be_visible()
    house.started(house.man(), house.woman(), phones=0, inmate=1)
    house.ended(house.woman(), phones=0, inmate=2)
    expect(page.get_by_text("5 orang di dalam · termasuk 1 anak · 3 rombongan")).to_be_visible()
    accessible(page)
    picture(page, "di-dalam")
    page.emulate_media(media="print")
    expect(people).to_be_hidden()  # not by the browser's own menu
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Cetak daftar").click()
    page.wait_for_function("window.printed")
    page.emulate_media(media="print")
    expect(people).to_be_visible()
    expect(page.get_by_text("dicetak")).to_be_visible()
    picture(page, "di-dalam-cetak")
    printed = house.get("/audit", facility=house.id, action="inside.print")["entries"]
    assert [one["staff"] for one in printed] == [screener.username]
