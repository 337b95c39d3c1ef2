"""The supervisor's page: what the day is like, what waits for a decision, and its end."""

from collections.abc import Callable
from typing import Any

import pytest
import requests
from playwright.sync_api import Locator, Page, expect

from tests.browser.house import House
from tests.browser.officer import TABLET, Officer, accessible, picture
from tests.support.eventually import eventually
from tests.support.staff import PASSWORD

SitDown = Callable[..., Officer]


@pytest.fixture
def page(officers: SitDown) -> Page:
    return officers("supervisor").open("/supervisor")


def part(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")


def tile(page: Page, title: str) -> Locator:
    return page.locator(".tile", has=page.get_by_text(title, exact=True))


def give_reason(page: Page, reason: str, yes: str) -> None:
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Alasan").fill(reason)
    dialog.get_by_role("button", name=yes).click()
    expect(dialog).to_have_count(0)


def proposal(house: House, as_officer: str = "", **more: Any) -> str:
    """The id of a new one, by the officer who does everything, or by another."""
    person = house.woman().as_visitor()
    body = {"visitor": {name: person[name] for name in ("id_type", "id_number")},
            "reason": "contraband", **more}  # fmt: skip
    if not as_officer:
        return str(house.post("/bans", **body)["id"])
    signed = {"username": as_officer, "password": PASSWORD}
    token = requests.post(f"{house.url}/session", json=signed, timeout=15).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    answer = requests.post(f"{house.url}/bans", json=body, headers=headers, timeout=15)
    return str(answer.json()["id"])


def ban(house: House, ban_id: str) -> dict[str, Any]:
    return next(one for one in house.get("/bans")["items"] if one["id"] == ban_id)


def test_the_day_is_shown_in_pictures_that_can_also_be_read(page: Page, house: House) -> None:
    expect(tile(page, "Rombongan terdaftar")).to_contain_text("0")
    house.started(house.woman(), house.child())
    house.ended(house.man(), inmate=1)
    house.called(inmate=2)
    for _ in range(2):
        with pytest.raises(AssertionError, match="inmate_already_visited"):
            house.registered()

    expect(tile(page, "Rombongan terdaftar")).to_contain_text("3")
    expect(tile(page, "Pengunjung")).to_contain_text("1 laki-laki, 1 perempuan, 1 anak")
    by_hour = page.get_by_role("figure", name="Rombongan per jam")
    expect(by_hour.locator("svg rect.first").first).to_be_visible()
    arrived = by_hour.locator("table tr:not(:first-child) td:nth-child(2)").all_inner_texts()
    assert sum(map(int, arrived)) == 3
    expect(page.get_by_label("Ruang kunjungan sekarang")).to_contain_text("2 dari")
    expect(page.get_by_label("Ruang kunjungan sekarang")).to_contain_text("1 orang sedang keluar")
    expect(page.get_by_role("figure", name="Loker sekarang")).to_contain_text("terisi: 2")
    # a refusal is no event, so it comes with the next one
    house.registered(inmate=3)
    refused = page.get_by_role("figure", name="Ditolak di loket")
    expect(refused.locator("tr").nth(1)).to_contain_text("2")
    accessible(page)
    picture(page, "kepala-jaga")


def test_an_earlier_day_is_shown_without_what_is_now(page: Page, house: House) -> None:
    house.registered()
    expect(tile(page, "Rombongan terdaftar")).to_contain_text("1")
    expect(page.get_by_label("Ruang kunjungan sekarang")).to_be_visible()
    page.get_by_label("Tanggal").fill("2026-01-17")
    expect(tile(page, "Rombongan terdaftar")).to_contain_text("0")
    expect(page.get_by_label("Ruang kunjungan sekarang")).to_have_count(0)


def test_a_proposed_ban_comes_by_itself_and_is_confirmed_with_a_reason(
    page: Page, house: House
) -> None:
    part(page, "Larangan")
    waiting = page.get_by_role("region", name="Perlu diputuskan")
    expect(waiting).to_contain_text("Tidak ada yang menunggu")
    ban_id = proposal(house, note="ponsel di dalam sepatu")
    # proposed at the registration desk it is no event: it comes with the next look
    expect(waiting).to_contain_text("ponsel di dalam sepatu", timeout=30_000)
    tab = page.get_by_role("tab", name="Larangan")
    expect(tab).to_contain_text("1 menunggu", timeout=30_000)
    accessible(page)
    picture(page, "kepala-jaga-larangan")
    waiting.get_by_role("button", name="Sahkan larangan").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Sahkan larangan").click()
    expect(dialog).to_contain_text("Wajib diisi")
    accessible(page)
    give_reason(page, "ponsel ditemukan saat digeledah", "Sahkan larangan")
    in_force = page.get_by_role("region", name="Berlaku")
    expect(in_force).to_contain_text("ponsel ditemukan saat digeledah")
    assert ban(house, ban_id)["status"] == "confirmed"
    expect(tab).not_to_contain_text("menunggu")

    page.reload()
    in_force.get_by_role("button", name="Cabut larangan").click()
    give_reason(page, "salah orang", "Cabut larangan")
    expect(in_force).to_contain_text("Tidak ada yang dilarang")
    assert ban(house, ban_id)["status"] == "lifted"


def test_a_ban_may_be_rejected(page: Page, house: House) -> None:
    ban_id = proposal(house)
    part(page, "Larangan")
    waiting = page.get_by_role("region", name="Perlu diputuskan")
    waiting.get_by_role("button", name="Tolak usulan").click()
    give_reason(page, "barangnya ternyata obat dengan resep", "Tolak usulan")
    expect(waiting).to_contain_text("Tidak ada yang menunggu")
    assert ban(house, ban_id)["status"] == "rejected"


def test_whoever_proposed_a_ban_sees_that_another_decides(officers: SitDown, house: House) -> None:
    supervisor = officers("supervisor")
    proposal(house, as_officer=supervisor.username)
    page = supervisor.open("/supervisor")
    part(page, "Larangan")
    waiting = page.get_by_role("region", name="Perlu diputuskan")
    expect(waiting).to_contain_text("Anda yang mengusulkan larangan ini")
    expect(waiting.get_by_role("button", name="Sahkan larangan")).to_have_count(0)


def test_a_flagged_visit_is_reviewed_and_who_is_ticked_stays_outside(
    page: Page, house: House
) -> None:
    mother, uncle = house.woman(), house.man()
    visit = house.registered(mother, uncle)
    house.patch(f"/inmates/{house.inmates[0]}", status="hospital")
    part(page, "Perlu ditinjau")
    review = page.get_by_role("region", name="Kunjungan yang perlu ditinjau")
    expect(review).to_contain_text(house.inmates[0])
    accessible(page)
    picture(page, "kepala-jaga-tinjauan")
    review.get_by_role("button", name="Tinjau").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name=uncle.name).click()
    accessible(page)
    give_reason(page, "sudah kembali dari rumah sakit", "Kunjungan dilanjutkan")
    expect(review).to_contain_text("Tidak ada yang menunggu Anda")
    found = house.visit(visit["id"])
    assert found["flags"] == []
    assert [one["decision"] for one in found["members"]] == [None, "refused"]


@pytest.mark.parametrize(
    ("format", "begins"), [("PDF", b"%PDF-"), ("XLSX", b"PK"), ("CSV", b"\xef\xbb\xbf")]
)
def test_the_day_book_is_saved_as_a_file(
    page: Page, house: House, format: str, begins: bytes
) -> None:
    house.started(phones=0)
    part(page, "Buku kunjungan")
    expect(page.get_by_role("region", name="Jumlah tanggal")).to_contain_text("Kunjungan1")
    with page.expect_download() as saving:
        page.get_by_role("button", name=format).click()
    assert saving.value.suggested_filename.endswith(f".{format.lower()}")
    assert saving.value.path().read_bytes().startswith(begins)
    if format == "PDF":
        accessible(page)
        picture(page, "kepala-jaga-buku")


def test_the_day_ends_when_nothing_is_in_its_way_and_before_the_time_with_a_reason(
    page: Page, house: House
) -> None:
    woman = house.woman()
    visit = house.deposited(woman)
    house.eventually_post(f"/visits/{visit['id']}/start", briefing_acknowledged=True)
    house.registered(inmate=1)
    part(page, "Tutup hari")
    checks = page.get_by_role("region", name="Yang masih menghalangi")
    expect(checks).to_contain_text(woman.name)
    expect(checks).to_contain_text("1 loker terpakai")
    expect(checks).to_contain_text("1 rombongan masih menunggu")
    expect(checks).to_contain_text("sampai 23:59")
    accessible(page)
    picture(page, "kepala-jaga-tutup-hari")

    close(page)
    expect(page.get_by_role("alert")).to_contain_text("Sesi terakhir masih berjalan")
    page.get_by_role("button", name="Kepala jaga mengizinkan").click()
    give_reason(page, "banjir", "Izinkan")
    expect(page.get_by_role("alert")).to_contain_text("Masih ada pengunjung di dalam")

    house.eventually_post(f"/visits/{visit['id']}/end", outcome="completed")
    things = [{"kind": "phone", "count": 1}]
    house.eventually_post(f"/lockers/{visit['id']}/return", card=visit["card"], items=things)
    house.eventually_post(f"/visits/{visit['id']}/depart", persons=1, identities_checked=["p1"])
    expect(checks).to_contain_text("Tidak ada orang di dalam")
    expect(checks).to_contain_text("Semua loker kosong")
    close(page)
    page.get_by_role("button", name="Kepala jaga mengizinkan").click()
    give_reason(page, "banjir", "Izinkan")
    expect(checks).to_contain_text("Hari ini sudah ditutup")
    expect(page.get_by_role("button", name="Tutup hari ini")).to_be_disabled()
    told = house.get(f"/facilities/{house.id}")
    assert told["days_closed"] == [told["today"]["date"]]


def close(page: Page) -> None:
    page.get_by_role("button", name="Tutup hari ini").click()
    page.get_by_role("dialog").get_by_role("button", name="Tutup hari ini").click()


def test_the_audit_is_for_those_who_hold_that_role(officers: SitDown, house: House) -> None:
    visit = house.registered()
    alone = officers("supervisor").open("/supervisor")
    expect(alone.get_by_role("tab", name="Tutup hari")).to_be_visible()
    expect(alone.get_by_role("tab", name="Audit")).to_have_count(0)

    page = officers("supervisor", "auditor").open("/supervisor")
    part(page, "Audit")
    page.get_by_label("Tindakan").fill("visits.register")
    page.get_by_role("button", name="Cari").click()
    rows = page.get_by_role("region", name="Catatan").locator("tr:not(:first-child)")
    eventually("only registrations are shown", lambda: set(
        rows.locator("td:nth-child(3)").all_inner_texts()) == {"visits.register"})  # fmt: skip
    expect(rows.first).to_contain_text(visit["id"])
    page.get_by_label("Petugas").fill("nobody.here")
    page.get_by_role("button", name="Cari").click()
    expect(page.get_by_role("region", name="Catatan")).to_contain_text("Tidak ada catatan")
    page.get_by_label("Petugas").fill("")
    page.get_by_role("button", name="Cari").click()
    expect(rows.first).to_contain_text(visit["id"])
    accessible(page)
    picture(page, "audit")


def test_an_auditor_reads_and_decides_nothing(officers: SitDown, house: House) -> None:
    proposal(house)
    page = officers("auditor").open("/supervisor")
    expect(tile(page, "Rombongan terdaftar")).to_be_visible()
    expect(page.get_by_role("tab", name="Tutup hari")).to_have_count(0)
    part(page, "Larangan")
    expect(page.get_by_role("region", name="Perlu diputuskan")).to_contain_text("Diusulkan oleh")
    expect(page.get_by_role("button", name="Sahkan larangan")).to_have_count(0)


def test_on_a_tablet_nothing_is_cut_off(officers: SitDown, house: House) -> None:
    house.started()
    page = officers("supervisor", "auditor", viewport=TABLET).open("/supervisor")
    for name in ("Hari ini", "Larangan", "Perlu ditinjau", "Buku kunjungan", "Tutup hari", "Audit"):
        part(page, name)
        expect(page.locator(".panel")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
