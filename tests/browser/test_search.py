"""The search post: calling, holding, and the search of a group."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.house import House
from tests.browser.officer import TABLET, Officer, accessible, connected, picture
from tests.support.eventually import eventually

SitDown = Callable[..., Officer]


def part(page: Page, name: str) -> Locator:
    return page.locator(f"#{name}")


def person(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def of_group(officers: SitDown, visit: dict[str, Any]) -> Page:
    """The page of a called group, before a screener who has asked for consent."""
    page = officers("screener").open(f"/search/{visit['id']}")
    page.get_by_role("button", name="Bersedia digeledah").click()
    return page


def by_colleague(page: Page, house: House, sex: str = "male") -> None:
    """A colleague of that sex has searched everybody of that sex."""
    name = house.hire(f"colleague-{sex}", "screener", sex=sex)
    word = {"male": "laki-laki", "female": "perempuan"}[sex]
    fields = page.get_by_label(f"Digeledah oleh (nama pengguna petugas {word})")
    for place in range(fields.count()):
        fields.nth(place).fill(name)


def save(page: Page) -> None:
    page.get_by_role("button", name="Simpan hasil").click()


def test_the_next_number_is_called_by_a_key_and_its_page_opened_by_another(
    officers: SitDown, house: House
) -> None:
    visit = house.registered()
    page = officers("screener").open("/search")
    expect(part(page, "waiting")).to_contain_text("1 perempuan")
    page.get_by_label("Nama pos ini").fill("A")
    page.keyboard.press("F2")
    called = part(page, "called")
    expect(called).to_contain_text("pos A")
    expect(part(page, "waiting")).to_contain_text("Tidak ada yang menunggu")
    expect(page.get_by_role("link", name="Geledah, nomor 1")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/search/{visit['id']}")
    page.get_by_role("link", name="Kembali ke antrean").click()
    expect(page.get_by_label("Nama pos ini")).to_have_value("A")


def test_who_cannot_be_searched_here_is_marked_until_a_colleague_comes(
    officers: SitDown, house: House
) -> None:
    house.registered(house.man())
    house.registered(house.woman(), house.child(), inmate=1)
    page = officers("screener").open("/search")
    waiting = part(page, "waiting").get_by_role("listitem")
    expect(waiting.nth(0)).to_contain_text("perlu petugas laki-laki")
    expect(waiting.nth(1)).to_contain_text("1 perempuan, 1 anak")
    accessible(page)
    picture(page, "penggeledahan")
    page.get_by_role("checkbox", name="Di pos ini juga ada petugas laki-laki").click()
    expect(part(page, "waiting")).not_to_contain_text("perlu petugas")
    page.get_by_role("button", name="Panggil berikutnya").click()
    expect(part(page, "called")).to_contain_text("1 laki-laki")


def test_a_group_that_nobody_here_can_search_is_held_and_that_is_told(
    officers: SitDown, house: House
) -> None:
    house.registered(house.man())
    house.registered(inmate=1)
    page = officers("screener").open("/search")
    expect(part(page, "waiting").get_by_role("listitem")).to_have_count(2)
    page.get_by_role("button", name="Panggil berikutnya").click()
    expect(page.get_by_role("alert")).to_contain_text("petugas berjenis kelamin sama")
    expect(part(page, "held")).to_contain_text("petugas sejenis tidak ada di pos")
    page.get_by_role("button", name="Antrekan lagi, nomor 1").click()
    expect(part(page, "waiting")).to_contain_text("1 laki-laki")


def test_when_nobody_waits_that_is_told(officers: SitDown) -> None:
    page = officers("screener").open("/search")
    page.get_by_role("button", name="Panggil berikutnya").click()
    expect(page.get_by_role("alert")).to_contain_text("Tidak ada")


def test_a_number_is_called_again_and_held_with_a_reason(officers: SitDown, house: House) -> None:
    visit = house.called()
    page = officers("screener").open("/search")
    page.get_by_role("button", name="Panggil lagi, nomor 1").click()
    expect(part(page, "called")).to_contain_text("2 kali")
    page.get_by_role("button", name="Tunda …, nomor 1").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Kurang sehat").click()
    accessible(page)
    dialog.get_by_role("button", name="Tunda", exact=True).click()
    expect(part(page, "held")).to_contain_text("ditunda petugas")
    history = house.get(f"/screenings/{visit['id']}")["history"]
    assert history[-1]["reason"] == "Kurang sehat"


def test_what_another_desk_does_is_seen_without_a_reload(officers: SitDown, house: House) -> None:
    page = officers("screener").open("/search")
    expect(part(page, "waiting")).to_contain_text("Tidak ada yang menunggu")
    house.called()
    expect(part(page, "called")).to_contain_text("1 perempuan")


def test_a_supervisor_looks_and_does_not_search(officers: SitDown, house: House) -> None:
    visit = house.called()
    supervisor = officers("supervisor")
    page = supervisor.open("/search")
    expect(part(page, "called")).to_contain_text("1 perempuan")
    expect(page.get_by_role("button", name="Panggil berikutnya")).to_have_count(0)
    expect(page.get_by_role("button", name="Tunda …, nomor 1")).to_be_visible()
    page = supervisor.open(f"/search/{visit['id']}")
    expect(page.get_by_text("sedang digeledah")).to_be_visible()
    expect(page.get_by_role("button", name="Simpan hasil")).to_have_count(0)


def test_a_family_is_searched_and_sent_to_the_locker_desk(officers: SitDown, house: House) -> None:
    visit = house.called(house.woman(), house.man(), house.child())
    names = [one["name"] for one in house.visit(visit["id"])["members"]]
    page = of_group(officers, visit)
    expect(page.get_by_role("button", name="Semua lolos")).to_be_focused()
    page.keyboard.press("Enter")
    by_colleague(page, house)
    mine = person(page, names[0])
    for thing in ("HP", "HP", "rokok", "bungkusan makanan"):
        mine.get_by_role("button", name=thing, exact=True).click()
    mine.get_by_label("Barang lain (Enter)").fill("power bank")
    page.keyboard.press("Enter")
    mine.get_by_role("button", name="tambah: power bank").click()
    mine.get_by_role("button", name="kunci", exact=True).click()
    expect(page.locator("#summary")).to_contain_text("6 barang ke loker")
    mine.get_by_role("button", name="Hapus: kunci").click()
    expect(page.locator("#summary")).to_have_text(
        "3 orang masuk. 5 barang ke loker. 1 barang untuk warga binaan."
    )
    accessible(page)
    picture(page, "penggeledahan-rombongan")
    save(page)
    expect(page.locator("#next-step")).to_have_text("Ke meja loker, dengan 5 barang.")
    accessible(page)
    picture(page, "penggeledahan-hasil")
    house.until(visit["id"], status="cleared")
    kept = house.get(f"/screenings/{visit['id']}")
    assert {(one["kind"], one["count"], one["disposition"]) for one in kept["items"]} == {
        ("phone", 2, "deposit"), ("cigarettes", 1, "deposit"), ("food_parcel", 1, "parcel"),
        ("power bank", 2, "deposit"),
    }  # fmt: skip
    child = next(one for one in kept["members"] if one["minor"])
    assert child["accompanied_by"] == "p1"
    assert child["searched_by"]["sex"] == child["sex"]


def test_without_things_a_group_goes_straight_to_the_room(officers: SitDown, house: House) -> None:
    visit = house.called()
    page = of_group(officers, visit)
    page.get_by_role("button", name="Semua lolos").click()
    save(page)
    expect(page.locator("#next-step")).to_contain_text("Langsung ke ruang kunjungan")


def test_what_is_missing_is_said_before_anything_is_sent(officers: SitDown, house: House) -> None:
    visit = house.called()
    name = house.visit(visit["id"])["members"][0]["name"]
    page = officers("screener").open(f"/search/{visit['id']}")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Tanyakan dahulu kesediaannya")
    page.get_by_role("button", name="Bersedia digeledah").click()
    save(page)
    expect(page.get_by_role("alert")).to_contain_text(f"Putuskan untuk {name}")
    assert house.get(f"/screenings/{visit['id']}")["status"] == "called"


def test_a_refused_lead_hands_over_and_the_things_go_back_outside(
    officers: SitDown, house: House
) -> None:
    visit = house.called(house.woman(), house.woman())
    names = [one["name"] for one in house.visit(visit["id"])["members"]]
    page = of_group(officers, visit)
    page.get_by_role("button", name="Semua lolos").click()
    lead = person(page, names[0])
    lead.get_by_role("button", name="HP", exact=True).click()
    lead.get_by_role("button", name="Tidak lolos").click()
    expect(page.locator("#summary")).to_contain_text("Isi mengapa")
    lead.get_by_role("combobox", name="Alasan tidak lolos").click()
    page.get_by_role("option", name="pakaian tidak sesuai tata tertib").click()
    expect(page.get_by_role("combobox", name="Ketua rombongan yang baru")).to_be_visible()
    expect(page.locator("#summary")).to_have_text("1 orang masuk. 1 orang tidak masuk.")
    accessible(page)
    save(page)
    expect(page.get_by_role("heading", name="Sebagian orang lolos")).to_be_visible()
    kept = house.get(f"/screenings/{visit['id']}")
    assert kept["lead"] == "p2"
    assert kept["items"][0]["disposition"] == "returned_outside"


def test_a_seizure_names_its_number_and_proposes_a_ban(officers: SitDown, house: House) -> None:
    visit = house.called()
    name = house.visit(visit["id"])["members"][0]["name"]
    page = of_group(officers, visit)
    page.get_by_role("button", name="Tidak lolos").click()
    page.get_by_role("combobox", name="Alasan tidak lolos").click()
    page.get_by_role("option", name="membawa barang terlarang").click()
    page.get_by_role("button", name="obat", exact=True).click()
    page.get_by_role("combobox", name="Tujuan barang: obat").click()
    page.get_by_role("option", name="disita").click()
    expect(page.locator("#summary")).to_contain_text("Lengkapi penyitaan")
    page.get_by_label("Saksi (nama pengguna petugas lain)").fill("budi")
    page.get_by_label("Diserahkan kepada").fill("Kepala KPR")
    page.get_by_role("combobox", name="Usulkan larangan").click()
    page.get_by_role("option", name=name).click()
    accessible(page)
    picture(page, "penggeledahan-penyitaan")
    save(page)
    expect(page.locator("#next-step")).to_contain_text("kembali ke pintu masuk")
    kept = house.get(f"/screenings/{visit['id']}")
    seizure = kept["items"][0]["seizure"]
    assert (seizure["category"], seizure["witness"]) == ("medicine", "budi")
    expect(page.get_by_text(seizure["evidence_number"])).to_be_visible()
    page.reload()
    expect(page.get_by_text(seizure["evidence_number"])).to_be_visible()
    bans = eventually("a ban is proposed", lambda: house.get("/bans")["items"])
    assert bans[0]["reason"] == "contraband"


def test_who_refuses_consent_is_not_searched(officers: SitDown, house: House) -> None:
    visit = house.called(house.woman(), house.child())
    page = officers("screener").open(f"/search/{visit['id']}")
    page.get_by_role("button", name="Menolak digeledah").click()
    expect(page.get_by_text("Itu hak mereka")).to_be_visible()
    expect(page.get_by_role("button", name="HP", exact=True)).to_have_count(0)
    accessible(page)
    save(page)
    expect(page.get_by_role("heading", name="Tidak ada yang masuk")).to_be_visible()
    kept = house.until(visit["id"], status="refused")
    assert kept["outcome"] == "visitor_declined_search"


def test_somebody_elses_account_that_may_not_search_is_refused_and_the_form_stays(
    officers: SitDown, house: House
) -> None:
    visit = house.called(house.man())
    page = of_group(officers, visit)
    page.get_by_role("button", name="Semua lolos").click()
    page.get_by_role("button", name="HP", exact=True).click()
    who = page.get_by_label("Digeledah oleh (nama pengguna petugas laki-laki)")
    who.fill("bukan.petugas")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("searcher_unknown")
    expect(who).to_have_value("bukan.petugas")
    expect(page.get_by_role("button", name="kurangi: HP")).to_be_visible()
    by_colleague(page, house)
    save(page)
    expect(page.locator("#next-step")).to_contain_text("Ke meja loker")


def test_when_another_officer_was_faster_that_is_told_and_what_was_typed_stays(
    officers: SitDown, house: House
) -> None:
    visit = house.called()
    page = of_group(officers, visit)
    page.get_by_role("button", name="Semua lolos").click()
    page.get_by_role("button", name="HP", exact=True).click()
    searcher = {"id": house.hire("faster", "screener"), "sex": "female"}
    house.post(
        f"/screenings/{visit['id']}/result", consent="given",
        members=[{"person": "p1", "decision": "cleared", "searched_by": searcher}],
    )  # fmt: skip
    expect(page.get_by_role("status").filter(has_text="tidak lagi berstatus")).to_be_visible()
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Petugas lain lebih dulu")
    expect(page.get_by_role("button", name="kurangi: HP")).to_be_visible()
    page.get_by_role("link", name="Lihat hasilnya").click()
    connected(page)
    expect(page.get_by_role("heading", name="Semua orang lolos")).to_be_visible()


def test_the_search_fits_on_a_tablet(officers: SitDown, house: House) -> None:
    visit = house.called(house.woman(), house.man())
    screener = officers("screener", viewport=TABLET)
    for path in ("/search", f"/search/{visit['id']}"):
        page = screener.open(path)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        accessible(page)
    page.get_by_role("button", name="Bersedia digeledah").click()
    expect(page.get_by_role("button", name="Semua lolos")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_when_consent_is_withdrawn_only_what_was_found_is_told(
    officers: SitDown, house: House
) -> None:
    visit = house.called()
    page = of_group(officers, visit)
    page.get_by_role("button", name="HP", exact=True).click()
    page.get_by_role("button", name="Semula bersedia").click()
    expect(page.get_by_role("button", name="Lolos", exact=True)).to_be_hidden()
    expect(page.get_by_text("Catat di bawah hanya yang sudah ditemukan")).to_be_visible()
    accessible(page)
    save(page)
    expect(page.locator("#next-step")).to_contain_text("kembali ke pintu masuk")
    kept = house.get(f"/screenings/{visit['id']}")
    assert kept["consent"]["answer"] == "withdrawn"
    assert kept["items"][0]["disposition"] == "returned_outside"


def test_a_banned_person_can_only_be_refused(officers: SitDown, house: House) -> None:
    visit = house.called(house.woman(), house.woman())
    members = house.visit(visit["id"])["members"]
    banned = {name: members[1][name] for name in ("id_type", "id_number")}
    proposer = house.signed_in(house.hire("proposer", "screener"))
    body = {"visitor": banned, "reason": "violence"}
    ban = proposer.post(f"{house.url}/bans", json=body, timeout=15).json()
    house.post(f"/bans/{ban['id']}/decide", decision="confirm", reason="benar")
    heard = lambda: house.get(f"/screenings/{visit['id']}")["banned"] == ["p2"]  # noqa: E731
    eventually("the search post has heard of the ban", heard)
    page = of_group(officers, visit)
    page.get_by_role("button", name="Semua lolos").click()
    second = person(page, members[1]["name"])
    expect(second).to_contain_text("hanya dapat ditolak")
    expect(second.get_by_role("button", name="Lolos", exact=True)).to_be_disabled()
    accessible(page)
    save(page)
    expect(page.get_by_role("heading", name="Sebagian orang lolos")).to_be_visible()
    assert house.get(f"/screenings/{visit['id']}")["members"][1]["reason"] == "banned"
