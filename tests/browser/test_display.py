"""The public display: a screen in the waiting room, seen by all and looked after by nobody."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from operations.local import System
from tests.browser.console_process import console_running
from tests.browser.house import House
from tests.browser.officer import accessible, picture
from tests.support.proxy import Proxy

SCREEN, LARGE = {"width": 1366, "height": 768}, {"width": 1920, "height": 1080}
LISTENER = """
window.heard = [];
class Words { constructor(text) { this.text = text; } }
window.SpeechSynthesisUtterance = Words;
Object.defineProperty(window, "speechSynthesis", { value: {
  speak: (words) => window.heard.push([words.text, words.lang]),
  cancel: () => {}, getVoices: () => [],
} });
"""
"""In place of the loudspeaker: what the page gives the browser to say."""
OVERFLOW = """() => {
  const found = [];
  for (const one of document.querySelectorAll("body, main, section, header, footer, ul, ol"))
    if (one.offsetParent !== null && (one.scrollHeight > one.clientHeight + 1
        || one.scrollWidth > one.clientWidth + 1)) found.push(one.tagName + "#" + one.id);
  const page = document.scrollingElement;
  if (page.scrollHeight > innerHeight || page.scrollWidth > innerWidth) found.push("page");
  return found;
}"""
Open = Callable[..., Page]


@pytest.fixture
def screens(browser: Browser, console: str) -> Iterator[Open]:
    """``screens(facility)`` is another screen; a fault of its script fails the test."""
    opened, faults = [], []

    def open_screen(facility: str, url: str = console, size: dict[str, int] = SCREEN) -> Page:
        context = browser.new_context(viewport=size)
        opened.append(context)
        context.add_init_script(LISTENER)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{url}/display?facility={facility}")
        return page

    yield open_screen
    for one in opened:
        one.close()
    assert not faults


def newest(page: Page, number: int | str, post: str = "Pos 1") -> None:
    within = page.locator("#newest")
    expect(within.locator(".number")).to_have_text(str(number))
    expect(within.locator(".post")).to_have_text(f"→ {post}")


def call(house: House, post: str = "post-1") -> str:
    """Whoever is next; the visit."""
    called = house.eventually_post("/screenings/call-next", on_duty=["female", "male"], post=post)
    return called["visit_id"]


def test_a_number_is_called_and_seen_by_all_with_its_post_and_what_comes_next(
    house: House, screens: Open
) -> None:
    page = screens(house.id)
    expect(page.locator("#newest")).to_contain_text("Belum ada nomor yang dipanggil")
    for place in range(3):
        house.registered(inmate=place)
    call(house)
    newest(page, 1)
    expect(page.locator("#newest .mark")).to_have_text("BARU")
    expect(page.locator("#coming li")).to_have_text(["2", "3"])
    expect(page.locator("#waiting")).to_contain_text("2 menunggu")
    call(house, post="POS-02")
    newest(page, 2, "Pos 2")
    expect(page.locator("#others li")).to_have_text([re.compile("^1→ Pos 1")])
    expect(page.locator("#sessions")).to_contain_text("00:00–23:59")
    expect(page.get_by_text("Kunjungan tidak dipungut biaya")).to_be_visible()
    expect(page.get_by_text("Visits are free of charge")).to_be_visible()
    expect(page.locator("#time")).to_have_text(re.compile(r"^1[123]:\d\d$"))  # about noon there


def test_the_newest_call_is_marked_for_a_while_and_by_more_than_its_colour(
    house: House, browser: Browser, console: str
) -> None:
    page = browser.new_context(viewport=SCREEN).new_page()
    page.clock.install()
    page.goto(f"{console}/display?facility={house.id}")
    expect(page.locator("#newest")).to_contain_text("Belum ada nomor")
    house.registered()
    call(house)
    page.clock.run_for(3000)
    expect(page.locator("#newest .mark")).to_have_text("BARU")
    page.clock.run_for(25_000)
    expect(page.locator("#newest .mark")).to_have_count(0)
    newest(page, 1)
    page.context.close()


def test_a_recall_is_noticed_and_spoken_again(house: House, screens: Open) -> None:
    page = screens(house.id)
    expect(page.locator("#newest")).to_contain_text("Belum ada nomor")
    page.get_by_role("button", name="Suara mati").click()
    house.registered()
    visit = call(house)
    newest(page, 1)
    house.post(f"/screenings/{visit}/recall")
    expect(page.locator("#newest .mark")).to_have_text("DIPANGGIL LAGI")
    spoken = ["Nomor antrean 1, silakan ke pos 1", "id-ID"]
    assert page.evaluate("window.heard") == [["Suara nyala", "id-ID"], spoken, spoken]


def test_it_is_silent_until_somebody_wants_it_to_speak_and_again_when_nobody_does(
    house: House, screens: Open
) -> None:
    page = screens(house.id)
    expect(page.locator("#newest")).to_contain_text("Belum ada nomor")
    house.registered()
    house.registered(inmate=1)
    call(house)
    newest(page, 1)
    assert page.evaluate("window.heard") == []
    page.get_by_role("button", name="Suara mati").click()
    page.get_by_role("button", name="Suara nyala").click()
    call(house)
    newest(page, 2)
    assert page.evaluate("window.heard.slice(1)") == []


def test_no_name_is_anywhere_in_it_and_no_cookie_is_set(
    house: House, screens: Open, console: str
) -> None:
    page = screens(house.id)
    woman = house.woman()
    house.registered(woman)
    call(house)
    newest(page, 1)
    answer = requests.get(f"{console}/display/board?facility={house.id}", timeout=10)
    inmate = f"Warga Binaan {house.inmates[0]}"
    for told in (page.content(), answer.text):
        for secret in (woman.name, woman.name.split()[0], woman.nik, inmate, house.inmates[0]):
            assert secret not in told
    assert not page.context.cookies()
    assert "set-cookie" not in answer.headers


def test_a_cut_between_screen_and_console_is_told_with_its_time_and_passes_by_itself(
    house: House, screens: Open, console: str
) -> None:
    with Proxy(console) as wire:
        page = screens(house.id, wire.through(console))
        house.registered()
        house.registered(inmate=1)
        call(house)
        newest(page, 1)
        wire.cut()
        cut = page.get_by_role("alert")
        expect(cut).to_contain_text(re.compile(r"Terputus sejak 1[123]:\d\d .+, mencoba lagi"))
        expect(cut).to_contain_text("Nomor di layar mungkin sudah lama")
        newest(page, 1)
        call(house, post="post-2")
        wire.restore()
        newest(page, 2, "Pos 2")
        expect(cut).to_be_hidden()


def test_a_console_that_freezes_is_told_too(house: House, screens: Open, console: str) -> None:
    with Proxy(console) as wire:
        page = screens(house.id, wire.through(console))
        expect(page.locator("#newest")).to_contain_text("Belum ada nomor")
        wire.freeze()
        expect(page.get_by_role("alert")).to_contain_text("Terputus sejak", timeout=15_000)
        wire.restore()
        expect(page.get_by_role("alert")).to_be_hidden(timeout=15_000)


def test_a_cut_between_console_and_gateway_is_told_and_passes_by_itself(
    house: House, screens: Open, system: System, tmp_path: Path
) -> None:
    with Proxy(system.url) as wire, console_running(wire.through(system.url), tmp_path) as url:
        page = screens(house.id, url)
        house.registered()
        house.registered(inmate=1)
        call(house)
        newest(page, 1)
        wire.cut()
        expect(page.get_by_role("alert")).to_contain_text("Terputus sejak 1")
        picture(page, "layar-antrean-terputus")
        newest(page, 1)
        call(house, post="post-2")
        wire.restore()
        newest(page, 2, "Pos 2")
        expect(page.get_by_role("alert")).to_be_hidden()


def test_a_screen_that_is_switched_on_before_the_gateway_waits_for_it(
    house: House, screens: Open, system: System, tmp_path: Path
) -> None:
    with Proxy(system.url) as wire, console_running(wire.through(system.url), tmp_path) as url:
        wire.cut()
        page = screens(house.id, url)
        expect(page.locator("#told")).to_contain_text("Menunggu server")
        expect(page.get_by_role("alert")).to_contain_text("Terputus sejak")
        wire.restore()
        expect(page.locator("#house")).to_have_text(f"Rutan {house.id}")


def test_the_gateway_is_asked_once_however_many_screens_there_are(
    house: House, system: System, console: str
) -> None:
    def watch(_screen: int) -> None:
        tag = ""
        for _ in range(4):  # each but the first is held for a second, as nothing happens
            answer = requests.get(
                f"{console}/display/board?facility={house.id}",
                headers={"If-None-Match": tag}, timeout=10,
            )  # fmt: skip
            tag = answer.headers["ETag"]
            assert answer.status_code in (200, 304)

    before = asked_for_boards(system)
    with ThreadPoolExecutor(12) as screens:
        list(screens.map(watch, range(12)))
    assert 1 <= asked_for_boards(system) - before <= 12


def asked_for_boards(system: System) -> int:
    text = requests.get(f"{system.url}/metrics", timeout=10).text
    told = re.findall(r"^kunjungan_http_requests_total\{(.*)\} (\S+)$", text, re.MULTILINE)
    return int(sum(float(count) for labels, count in told if "display" in labels))


def test_a_house_that_there_is_not_is_told(screens: Open) -> None:
    expect(screens("NOWHERE").locator("#told")).to_contain_text("Tidak ada rumah tahanan “NOWHERE”")
    expect(screens("").locator("#told")).to_contain_text("Sebutkan rumah tahanannya")
    page = screens("%3Cimg%20src=x%20onerror=alert(1)%3E")
    expect(page.locator("#told")).to_contain_text("Tidak ada rumah tahanan “<img")
    assert page.locator("img").count() == 0


def test_all_fits_on_the_screen_and_axe_finds_nothing_serious(house: House, screens: Open) -> None:
    for place in range(5):
        house.registered(inmate=place)
    for place in range(4):
        call(house, post=f"post-{place + 1}")
    for size in (SCREEN, LARGE):
        page = screens(house.id, size=size)
        newest(page, 4, "Pos 4")
        expect(page.locator("#others li")).to_have_count(3)
        assert page.evaluate(OVERFLOW) == []
        accessible(page)
        picture(page, f"layar-antrean-{size['width']}" if size == LARGE else "layar-antrean")
