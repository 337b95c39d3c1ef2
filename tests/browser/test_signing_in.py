"""Signing in, what a role sees, and the language."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, expect

from tests.browser.house import House
from tests.browser.officer import DESKTOP, Officer, accessible, connected, picture
from tests.support.staff import PASSWORD, hire

SitDown = Callable[..., Officer]


def test_a_wrong_password_is_told_and_the_name_stays(browser: Browser, console: str) -> None:
    page = browser.new_page()
    page.goto(f"{console}/sign-in")
    page.get_by_label("Nama pengguna").fill("nobody.here")
    page.get_by_label("Kata sandi").fill("seekor rusa lain 11")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("alert")).to_contain_text("Nama pengguna atau kata sandi salah")
    expect(page.get_by_label("Nama pengguna")).to_have_value("nobody.here")
    accessible(page)
    page.close()


def test_the_sign_in_page_is_in_indonesian_and_in_english_on_request(
    browser: Browser, console: str
) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.goto(f"{console}/search")
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "id"
    picture(page, "masuk")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.close()


def test_an_officer_of_a_house_that_is_not_set_up_is_told_so_and_can_sign_out(
    browser: Browser, console: str, settings: dict[str, Any]
) -> None:
    hire(settings, "pegawai.baru", "registrar", houses=("RTBARU",))
    page = browser.new_page(viewport=DESKTOP)
    page.goto(f"{console}/sign-in")
    connected(page)
    page.get_by_label("Nama pengguna").fill("pegawai.baru")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", name="Rutan ini belum disiapkan")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Keluar").click()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    page.close()


def test_a_screener_sees_the_search_post_and_no_desk_of_others(officers: SitDown) -> None:
    screener = officers("screener")
    links = screener.page.locator("nav.places a").all_inner_texts()
    assert [text.split("\n")[-1] for text in links] == ["Pos penggeledahan", "Siapa di dalam"]


def test_who_signed_out_must_sign_in_again(officers: SitDown) -> None:
    screener = officers("screener")
    screener.page.get_by_role("link", name="Keluar").click()
    screener.page.goto(f"{screener.url}/search")
    expect(screener.page.get_by_role("heading", name="Masuk")).to_be_visible()


def test_a_page_of_an_officer_whose_browser_another_took_over_shows_no_more(
    officers: SitDown, house: House
) -> None:
    screener = officers("screener")
    left_open = screener.open("/search")
    second_tab = screener.context.new_page()
    second_tab.goto(f"{screener.url}/sign-in")
    second_tab.get_by_label("Nama pengguna").fill(house.hire("other", "screener"))
    second_tab.get_by_label("Kata sandi").fill(PASSWORD)
    second_tab.get_by_role("button", name="Masuk").click()
    second_tab.wait_for_selector("nav.places")
    house.registered()
    expect(left_open.locator(".officer-name")).to_have_text(house.name_of("other"))


def test_the_way_back_from_a_sign_in_never_leads_to_another_site(
    browser: Browser, console: str, house: House
) -> None:
    for other in ("//example.org", "/\\example.org", "https://example.org/search"):
        page = browser.new_page()
        page.goto(f"{console}/sign-in?next={quote(other)}")
        page.get_by_label("Nama pengguna").fill(house.hire("screener", "screener"))
        page.get_by_label("Kata sandi").fill(PASSWORD)
        page.get_by_role("button", name="Masuk").click()
        page.wait_for_selector("nav.places")
        assert page.url.startswith(console)
        page.close()


def test_after_signing_out_the_back_button_shows_nobody(officers: SitDown, house: House) -> None:
    screener = officers("screener")
    page = screener.open("/search")
    page.get_by_role("link", name="Keluar").click()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()
