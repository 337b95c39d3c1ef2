"""What officers see, and what becomes of what they did, when a connection is cut."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from operations.local import System
from tests.browser.conftest import Cuttable
from tests.browser.console_process import console_running
from tests.browser.house import House
from tests.browser.officer import Officer, connected
from tests.support.eventually import eventually


@pytest.fixture
def screener(browser: Browser, cuttable: Cuttable, house: House) -> Iterator[Officer]:
    officer = Officer(browser, cuttable.url, house.hire("screener", "screener"))
    yield officer
    officer.context.close()


def test_a_cut_from_the_gateway_is_told_and_what_happened_meanwhile_is_shown_afterwards(
    cuttable: Cuttable, screener: Officer, house: House
) -> None:
    page = screener.open("/search")
    waiting = page.get_by_role("region", name="Menunggu")
    cuttable.to_gateway.cut()
    banner = page.get_by_role("status").filter(has_text="tidak menjawab sejak")
    expect(banner).to_be_visible()
    visit = house.registered()
    cuttable.to_gateway.restore()
    expect(waiting).to_contain_text(str(visit["queue_number"]))
    expect(banner).to_have_count(0)


def test_a_command_whose_answer_is_lost_is_done_once(
    cuttable: Cuttable, screener: Officer, house: House
) -> None:
    for inmate in range(3):
        house.registered(inmate=inmate)
    page = screener.open("/search")
    expect(page.get_by_role("region", name="Menunggu")).to_contain_text("3")
    cuttable.to_gateway.freeze(only_answers=True)
    page.get_by_role("button", name="Panggil berikutnya").click()
    eventually("one group is called", lambda: called(house) == 1)
    cuttable.to_gateway.break_connections()
    cuttable.to_gateway.restore()
    expect(page.get_by_role("region", name="Dipanggil")).to_contain_text("1")
    expect(page.get_by_role("button", name="Panggil berikutnya")).to_be_enabled()
    assert called(house) == 1


def test_a_page_waits_for_its_console_and_goes_on(
    cuttable: Cuttable, screener: Officer, house: House
) -> None:
    page = screener.open("/search")
    cuttable.to_console.cut()
    expect(page.get_by_text("Sambungan ke konsol terputus")).to_be_visible()
    visit = house.registered()
    cuttable.to_console.restore()
    expect(page.get_by_text("Sambungan ke konsol terputus")).to_be_hidden()
    waiting = page.get_by_role("region", name="Menunggu")
    expect(waiting).to_contain_text(str(visit["queue_number"]))


def test_a_page_opened_while_the_gateway_is_away_comes_by_itself(
    cuttable: Cuttable, screener: Officer, house: House
) -> None:
    cuttable.to_gateway.cut()
    screener.page.goto(f"{screener.url}/search")
    expect(screener.page.get_by_role("heading", name="Server tidak menjawab")).to_be_visible()
    connected(screener.page)
    cuttable.to_gateway.restore()
    expect(screener.page.get_by_role("heading", name="Menunggu")).to_be_visible()


def test_a_desk_that_was_left_is_signed_out(
    browser: Browser, system: System, house: House, tmp_path: Path
) -> None:
    with console_running(system.url, tmp_path, IDLE_MINUTES="0.05") as url:
        officer = Officer(browser, url, house.hire("screener", "screener"))
        officer.open("/search")
        expect(officer.page.get_by_role("heading", name="Masuk")).to_be_visible()
        officer.context.close()


def called(house: House) -> int:
    counts: int = house.get("/screenings")["counts"]["called"]
    return counts
