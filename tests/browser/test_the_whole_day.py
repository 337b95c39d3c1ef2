"""One group's day at five desks, each at a browser of its own, all open from the beginning.

Nothing is loaded again by hand: every page shows by itself what the desk before it has done. In the
middle the gateway is killed while a form is half filled.
"""

import os
import re
import signal
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from operations.demo.people import Person
from operations.local import System
from tests.browser.house import House
from tests.browser.officer import Officer
from tests.browser.registrar import choose_inmate, registered, type_visitor

SitDown = Callable[..., Officer]
LONG = 60_000
"""Milliseconds; the gateway comes back meanwhile."""


def register(page: Page, house: House, woman: Person, child: Person) -> int:
    choose_inmate(page, house.inmates[0])
    type_visitor(page, 1, woman)
    page.keyboard.press("F2")
    type_visitor(page, 2, child)
    page.keyboard.press("Control+Enter")
    number = registered(page).locator(".number")
    expect(number).to_have_text(re.compile(r"^\d+$"))
    return int(number.inner_text())


def search(page: Page, number: int, woman: Person, display: Page) -> None:
    expect(page.locator("#waiting")).to_contain_text("1 perempuan, 1 anak")
    page.get_by_role("button", name="Panggil berikutnya").click()
    is_called(display, number)
    page.get_by_role("link", name=f"Geledah, nomor {number}").click()
    page.get_by_role("button", name="Bersedia digeledah").click()
    page.get_by_role("button", name="Semua lolos").click()
    hers = page.get_by_role("region", name=woman.name, exact=True)
    hers.get_by_role("button", name="HP", exact=True).click()
    page.get_by_role("button", name="Simpan hasil").click()
    expect(page.locator("#next-step")).to_contain_text("Ke meja loker")


def deposit(page: Page, number: int) -> int:
    """The card that the group was given."""
    page.get_by_role("button", name=f"disiapkan, kartu 1, nomor antrean {number}").click()
    page.get_by_role("group", name="Barang rombongan").get_by_role(
        "button", name="HP", exact=True
    ).click()
    page.get_by_role("button", name="serahkan kartu").click()
    told = page.locator("#done").inner_text()
    [card] = re.findall(r"kartu (\d+)", told)
    return int(card)


def admit(page: Page, system: System, number: int) -> None:
    """While the dialog is half filled the gateway dies, and the supervisor of processes starts
    another."""
    page.get_by_role("button", name=f"Terima masuk nomor {number}").click()
    accepted = page.get_by_role("checkbox", name="Rombongan sudah mendengar")
    accepted.click()
    page.get_by_role("combobox", name="Meja").click()
    page.get_by_role("option", name="Meja 3", exact=True).click()
    killed = system.pids["gateway"]
    os.kill(killed, signal.SIGKILL)
    page.get_by_role("dialog").get_by_role("button", name="Terima masuk").click()
    expect(away(page)).to_be_visible()
    expect(accepted).to_be_checked()
    expect(table(page)).to_be_visible(timeout=LONG)
    expect(away(page)).to_have_count(0, timeout=LONG)
    assert system.pids["gateway"] != killed


def away(page: Page) -> Locator:
    """What every page says while the gateway does not answer."""
    return page.get_by_role("status").filter(has_text="tidak menjawab sejak")


def table(page: Page) -> Locator:
    return page.get_by_role("article", name="Meja 3", exact=True)


def end(page: Page) -> None:
    page.get_by_role("button", name="Meja 3: +5 menit").click()
    page.get_by_role("button", name="Keluarga datang dari jauh").click()
    page.get_by_role("dialog").get_by_role("button", name="Perpanjang").click()
    expect(table(page)).to_contain_text("35 menit lagi")
    page.get_by_role("button", name="Meja 3: akhiri kunjungan").click()
    page.get_by_role("dialog").get_by_role("button", name="Akhiri kunjungan").click()
    expect(leaving(page)).to_contain_text("ambil barang dulu di loker")


def leaving(page: Page) -> Locator:
    return page.get_by_role("region", name="Menuju pintu keluar")


def give_back(page: Page, card: int) -> None:
    page.get_by_label("Nomor kartu (Enter)").fill(str(card))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Semua lengkap").click()
    page.get_by_role("button", name="Barang dikembalikan").click()
    expect(page.locator("#done")).to_contain_text("Barang dikembalikan")


def count_out(page: Page, number: int) -> None:
    expect(leaving(page)).to_contain_text("barang dikembalikan")
    page.get_by_role("button", name=f"Hitung keluar nomor {number}").click()
    page.get_by_label("Jumlah orang yang dihitung").fill("2")
    for box in page.get_by_role("dialog").get_by_role("checkbox").all():
        box.click()
    page.get_by_role("dialog").get_by_role("button", name="Semua terhitung").click()
    expect(leaving(page)).to_contain_text("Tidak ada yang sedang keluar")


def girl(house: House) -> Person:
    """The screener is a woman, and alone at the post."""
    return next(one for one in iter(house.child, None) if one.sex == "female")


@pytest.fixture
def display(browser: Browser, console: str, house: House) -> Iterator[Page]:
    """The screen in the waiting room, in a window of its own."""
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.goto(f"{console}/display?facility={house.id}")
    yield page
    page.context.close()


def is_called(display: Page, number: int) -> None:
    called = display.locator("#newest .number")
    expect(called).to_have_text(str(number), timeout=LONG)


@pytest.mark.timeout(300)
def test_a_family_comes_visits_and_goes(
    officers: SitDown, house: House, system: System, display: Page
) -> None:
    woman, child = house.woman(), girl(house)
    registrar = officers("registrar").open("/registration")
    screener = officers("screener").open("/search")
    locker = officers("locker_officer").open("/lockers")
    room = officers("room_officer").open("/room")
    supervisor = officers("supervisor").open("/inside")
    expect(supervisor.get_by_text("0 orang di dalam")).to_be_visible()

    number = register(registrar, house, woman, child)
    search(screener, number, woman, display)
    card = deposit(locker, number)
    expect(room.get_by_role("region", name="Siap masuk")).to_contain_text("barang di loker")
    admit(room, system, number)
    second = house.registered(inmate=1)["queue_number"]
    screener.get_by_role("link", name="Kembali ke antrean", exact=True).click()
    expect(screener.locator("#waiting")).to_contain_text("1 perempuan")
    screener.get_by_role("button", name="Panggil berikutnya").click()
    is_called(display, second)
    expect(supervisor.get_by_text("2 orang di dalam")).to_be_visible(timeout=LONG)
    expect(supervisor.get_by_role("row", name=woman.name)).to_be_visible()
    end(room)
    give_back(locker, card)
    count_out(room, number)
    expect(supervisor.get_by_text("0 orang di dalam")).to_be_visible()

    [visit] = house.get("/visits", status="departed")["items"]
    assert (visit["status"], visit["outcome"]) == ("departed", "completed")
    assert visit["extended_minutes"] == 5
    started = [
        one for one in house.get(f"/visits/{visit['id']}/history")["history"]
        if one["action"] == "started"
    ]  # fmt: skip
    assert len(started) == 1  # though it was asked for again and again
