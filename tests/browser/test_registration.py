"""The registration desk: who has come is registered, or is told why not."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Cuttable
from tests.browser.house import WHOLE_DAY, House
from tests.browser.officer import TABLET, Officer, accessible, picture
from tests.browser.registrar import (
    choose_inmate,
    inmate,
    refused,
    registered,
    type_visitor,
    visitor,
    written,
)
from tests.support.eventually import eventually
from tests.support.staff import PASSWORD

SitDown = Callable[..., Officer]


@pytest.fixture
def page(officers: SitDown) -> Page:
    return officers("registrar").open("/registration")


@pytest.fixture
def far_registrar(browser: Browser, cuttable: Cuttable, house: House) -> Iterator[Officer]:
    """At a console whose way to the gateway can be cut."""
    officer = Officer(browser, cuttable.url, house.hire("registrar", "registrar"))
    yield officer
    officer.context.close()


def today(house: House) -> date:
    return date.fromisoformat(house.get(f"/facilities/{house.id}")["today"]["date"])


def visits(house: House) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = house.get("/visits")["items"]
    return found


def test_a_family_is_registered_without_the_mouse(page: Page, house: House) -> None:
    before = [house.registered(inmate=2), house.registered(house.man(), house.child(), inmate=3)]
    woman, child, keys = house.woman(), house.child(), page.keyboard
    choose_inmate(page, house.inmates[1])
    type_visitor(page, 1, woman)
    keys.press("F2")
    type_visitor(page, 2, child)
    expect(page.get_by_role("region", name="Hari ini").get_by_role("listitem")).to_have_count(2)
    picture(page, "pendaftaran")
    keys.press("Control+Enter")
    expect(registered(page)).to_contain_text("Nomor antrean")
    expect(inmate(page)).to_be_focused()
    expect(inmate(page)).to_have_value("")
    [visit] = [one for one in visits(house) if one["id"] not in [had["id"] for had in before]]
    expect(registered(page).locator(".number")).to_have_text(str(visit["queue_number"]))
    assert visit["inmate_number"] == house.inmates[1]
    detail = house.visit(visit["id"])
    entered = ("name", "sex", "birth_date", "id_number", "relationship")
    assert [[one[field] for field in entered] for one in detail["members"]] == [
        [who.name, who.sex, who.birth_date.isoformat(), who.nik, who.relationship]
        for who in (woman, child)
    ]
    accessible(page)


def test_enter_leads_to_what_is_missing_and_registers_when_nothing_is(
    page: Page, house: House
) -> None:
    woman, keys, fields = house.woman(), page.keyboard, visitor(page, 1)
    keys.press("Enter")
    expect(page.get_by_text("Pilih warga binaan dari daftar")).to_be_visible()
    choose_inmate(page, house.inmates[0])
    keys.type(woman.nik)
    keys.press("Enter")
    expect(fields.get_by_label("Nama")).to_be_focused()
    keys.type(woman.name)
    keys.press("Enter")
    expect(fields.get_by_label("Hubungan", exact=True)).to_be_focused()
    accessible(page)
    keys.type("ist")
    keys.press("Tab")
    expect(fields.get_by_label("Hubungan", exact=True)).to_have_value("istri")
    keys.press("Enter")
    expect(registered(page)).to_be_visible()
    [visit] = visits(house)
    assert visit["members"][0]["relationship"] == "wife"


def test_an_inmate_is_found_by_words_of_the_name_and_chosen_with_arrows(
    page: Page, house: House
) -> None:
    inmate(page).press_sequentially("binaan")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options).to_have_count(len(house.inmates))
    expect(options.first).to_have_attribute("aria-selected", "true")
    accessible(page)
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(inmate(page)).to_have_value(f"{house.inmates[1]} · Warga Binaan {house.inmates[1]}")


def test_that_an_inmate_cannot_be_visited_is_seen_before_and_told_by_name_after(
    page: Page, house: House
) -> None:
    until = today(house) + timedelta(days=9)
    house.patch(f"/inmates/{house.inmates[2]}", status="isolation", status_until=until.isoformat())
    choose_inmate(page, house.inmates[2])
    expect(page.get_by_text("dalam isolasi", exact=True)).to_be_visible()
    woman = house.woman()
    type_visitor(page, 1, woman)
    page.keyboard.press("Control+Enter")
    expect(refused(page)).to_contain_text("Warga binaan sedang dalam isolasi.")
    expect(refused(page)).to_contain_text(f"Sampai {written(until)}")
    expect(refused(page)).to_contain_text("Sampaikan kepada pengunjung")
    expect(inmate(page)).to_be_focused()
    expect(visitor(page, 1).get_by_label("Nama")).to_have_value(woman.name)
    picture(page, "pendaftaran-ditolak")
    accessible(page)
    assert not visits(house)
    assert house.get("/day-book", date=today(house).isoformat())["refusals"] == {
        "inmate_in_isolation": 1
    }


def test_a_ban_names_the_person_and_the_others_can_go(page: Page, house: House) -> None:
    woman, man = house.woman(), house.man()
    banned(house, man.as_visitor())
    choose_inmate(page, house.inmates[0])
    type_visitor(page, 1, woman)
    page.keyboard.press("F2")
    type_visitor(page, 2, man)
    page.keyboard.press("Control+Enter")
    expect(refused(page)).to_contain_text("Ada larangan berkunjung")
    expect(refused(page)).to_contain_text(man.name)
    expect(refused(page)).not_to_contain_text(woman.name)
    expect(visitor(page, 2).get_by_label("Nama")).to_be_focused()
    page.get_by_role("button", name="Keluarkan pengunjung 2").click()
    page.keyboard.press("Control+Enter")
    expect(registered(page)).to_be_visible()
    assert [one["name"] for one in visits(house)[0]["members"]] == [woman.name]


def test_a_full_session_is_opened_by_a_supervisor_who_signs_at_this_desk(
    page: Page, house: House
) -> None:
    full(house)
    supervisor = house.hire("chief", "supervisor")
    choose_inmate(page, house.inmates[1])
    type_visitor(page, 1, house.woman())
    page.keyboard.press("Control+Enter")
    expect(refused(page)).to_contain_text("Sesi sudah penuh")
    refused(page).get_by_role("button", name="Kepala jaga mengizinkan").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Alasan").fill("datang dari jauh")
    dialog.get_by_label("Nama pengguna").fill(supervisor)
    dialog.get_by_label("Kata sandi").fill(PASSWORD)
    accessible(page)
    dialog.get_by_role("button", name="Izinkan").click()
    expect(registered(page)).to_contain_text("2")
    assert len(visits(house)) == 2


def test_what_a_document_disagrees_with_is_told_apart_from_refusals(
    page: Page, house: House
) -> None:
    choose_inmate(page, house.inmates[0])
    type_visitor(page, 1, house.woman())
    visitor(page, 1).get_by_label("Tanggal lahir").fill("1-2-1988")
    page.keyboard.press("Control+Enter")
    expect(registered(page)).to_contain_text("Tanggal lahir berbeda dari NIK.")
    expect(registered(page)).to_contain_text("Kunjungan tetap terdaftar.")
    expect(refused(page)).to_be_hidden()
    accessible(page)


def test_a_number_that_cannot_be_a_nik_is_marked_where_it_is(page: Page, house: House) -> None:
    choose_inmate(page, house.inmates[0])
    type_visitor(page, 1, house.woman())
    number = visitor(page, 1).get_by_label("Nomor identitas")
    number.fill("64710252039000")
    page.keyboard.press("Control+Enter")
    expect(visitor(page, 1)).to_contain_text("NIK terdiri atas 16 angka.")
    expect(number).to_be_focused()


def test_a_detainee_is_visited_with_a_permit(page: Page, house: House) -> None:
    house.patch(f"/inmates/{house.inmates[3]}", legal_status="detainee")
    choose_inmate(page, house.inmates[3])
    permit = page.get_by_role("group", name="Surat izin mengunjungi tahanan")
    expect(permit).to_be_visible()
    type_visitor(page, 1, house.woman())
    page.keyboard.press("Control+Enter")
    expect(refused(page)).to_contain_text("Pengunjung tahanan harus membawa surat izin.")
    expect(permit.get_by_label("Nomor surat izin")).to_be_focused()
    page.keyboard.type("W17-118")
    permit.get_by_label("Diterbitkan oleh").click()
    page.get_by_role("option", name="jaksa").click()
    day = today(house)
    permit.get_by_label("Tanggal terbit").fill(written(day - timedelta(days=3)))
    permit.get_by_label("Berlaku sampai").fill(written(day + timedelta(days=3)))
    accessible(page)
    page.keyboard.press("Control+Enter")
    expect(registered(page)).to_be_visible()
    permit_of = house.visit(visits(house)[0]["id"])["permit"]
    assert (permit_of["number"], permit_of["issuer"]) == ("W17-118", "prosecutor")


def test_a_visit_is_booked_for_another_day_with_a_contact(page: Page, house: House) -> None:
    tomorrow = today(house) + timedelta(days=1)
    page.get_by_role("radio", name="Memesan untuk hari lain").click()
    page.get_by_label("Hari kunjungan").fill(written(tomorrow))
    expect(page.get_by_label("Sesi", exact=True)).to_have_value("sepanjang hari")
    inmate(page).focus()
    choose_inmate(page, house.inmates[0])
    type_visitor(page, 1, house.woman())
    page.get_by_role("checkbox", name="Pengunjung setuju dikabari").click()
    page.get_by_label("Nomor telepon").fill("0812 3456 7890")
    accessible(page)
    page.get_by_role("button", name="Pesan").click()
    done = page.get_by_role("region", name="Sudah dipesan")
    expect(done).to_contain_text(written(tomorrow))
    [visit] = house.get("/visits", date=tomorrow.isoformat())["items"]
    assert (visit["status"], visit["contact"]) == ("booked", True)


def test_a_lost_gateway_keeps_the_form_and_the_visit_is_registered_once(
    far_registrar: Officer, cuttable: Cuttable, house: House
) -> None:
    page = far_registrar.open("/registration")
    woman = house.woman()
    choose_inmate(page, house.inmates[0])
    type_visitor(page, 1, woman)
    cuttable.to_gateway.cut()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").filter(has_text="tidak menjawab sejak")).to_be_visible()
    expect(page.get_by_role("button", name="Daftarkan")).to_be_disabled()
    expect(visitor(page, 1).get_by_label("Nama")).to_have_value(woman.name)
    cuttable.to_gateway.restore()
    expect(registered(page)).to_be_visible()
    assert [one["members"][0]["name"] for one in visits(house)] == [woman.name]


def test_a_button_keeps_the_focus_while_its_command_is_under_way(
    far_registrar: Officer, cuttable: Cuttable, house: House
) -> None:
    page = far_registrar.open("/registration")
    choose_inmate(page, house.inmates[0])
    type_visitor(page, 1, house.woman())
    button = page.get_by_role("button", name="Daftarkan")
    button.focus()
    cuttable.to_gateway.cut()
    page.keyboard.press("Space")
    expect(button).to_be_disabled()
    expect(button).to_be_focused()
    cuttable.to_gateway.restore()
    expect(registered(page)).to_be_visible()


@pytest.mark.parametrize("cuttable", [{"RETRY_SECONDS": "0"}], indirect=True)
def test_a_gateway_that_stays_away_is_told_and_the_same_is_sent_at_the_next_try(
    far_registrar: Officer, cuttable: Cuttable, house: House
) -> None:
    page = far_registrar.open("/registration")
    woman = house.woman()
    choose_inmate(page, house.inmates[0])
    type_visitor(page, 1, woman)
    cuttable.to_gateway.freeze(only_answers=True)
    page.keyboard.press("Control+Enter")
    eventually("the visit is registered, unheard of here", lambda: len(visits(house)) == 1)
    cuttable.to_gateway.break_connections()
    expect(refused(page)).to_contain_text("Tidak ada jawaban dari server.")
    accessible(page)
    expect(inmate(page)).to_have_value(f"{house.inmates[0]} · Warga Binaan {house.inmates[0]}")
    cuttable.to_gateway.restore()
    page.get_by_role("button", name="Daftarkan").click()
    expect(registered(page)).to_be_visible()
    assert [one["members"][0]["name"] for one in visits(house)] == [woman.name]


def test_a_session_that_is_over_keeps_the_form_and_the_visit_is_registered(
    officers: SitDown, house: House
) -> None:
    registrar = officers("registrar")
    page = registrar.open("/registration")
    choose_inmate(page, house.inmates[0])
    type_visitor(page, 1, house.woman())
    end_other_sessions(house, registrar.username)
    page.keyboard.press("Control+Enter")
    dialog = page.get_by_role("dialog", name="Masuk lagi")
    expect(dialog).to_contain_text("Yang sudah diketik di halaman ini tetap ada.")
    accessible(page)
    dialog.get_by_label("Kata sandi").fill(PASSWORD)
    dialog.get_by_role("button", name="Masuk").click()
    expect(registered(page)).to_be_visible()
    assert len(visits(house)) == 1


def test_all_of_it_fits_on_a_tablet(officers: SitDown) -> None:
    page = officers("registrar", viewport=TABLET).open("/registration")
    expect(page.get_by_role("region", name="Hari ini")).to_be_visible()
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert page.evaluate(wide)
    accessible(page)


def banned(house: House, person: dict[str, Any]) -> None:
    """Proposed by one officer, confirmed by another."""
    document = {name: person[name] for name in ("id_type", "id_number")}
    ban = house.post("/bans", visitor=document, reason="contraband")
    other = signed_in(house, house.hire("other", "supervisor"))
    answer = other.post(
        f"{house.url}/bans/{ban['id']}/decide",
        json={"decision": "confirm", "reason": "barang terlarang"},
        timeout=15,
    )
    assert answer.ok, answer.text


def full(house: House) -> None:
    """One group is all that the session takes, and it is there."""
    configure(house, sessions=[{**WHOLE_DAY, "quota_groups": 1}])
    house.registered()


def configure(house: House, **settings: Any) -> None:
    known = house.get(f"/facilities/{house.id}")
    house.put(
        f"/facilities/{house.id}", name=known["name"], timezone=known["timezone"], settings=settings
    )


def signed_in(house: House, username: str) -> requests.Session:
    session = requests.Session()
    signed = {"username": username, "password": PASSWORD}
    answer = session.post(f"{house.url}/session", json=signed, timeout=15)
    session.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    return session


def end_other_sessions(house: House, username: str) -> None:
    """As the officer does at another browser."""
    session = signed_in(house, username)
    for one in session.get(f"{house.url}/me/sessions", timeout=15).json()["sessions"]:
        if not one["current"]:
            assert session.delete(f"{house.url}/me/sessions/{one['id']}", timeout=15).ok
