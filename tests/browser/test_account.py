"""One's own account at the console."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.house import House
from tests.browser.officer import Officer, accessible, picture
from tests.support.staff import PASSWORD

SitDown = Callable[..., Officer]
NEW = "empat perahu menyusuri muara 91"


def test_an_officer_sets_another_password_and_signs_in_with_it(officers: SitDown) -> None:
    officer = officers("registrar")
    page = officer.open("/account")
    page.get_by_label("Kata sandi sekarang").fill(PASSWORD)
    page.get_by_label("Kata sandi baru", exact=True).fill(NEW)
    page.get_by_label("Kata sandi baru sekali lagi").fill(NEW + "x")
    page.get_by_role("button", name="Ganti", exact=True).click()
    expect(page.get_by_text("Tidak sama dengan yang di atas.")).to_be_visible()
    accessible(page)
    page.get_by_label("Kata sandi baru sekali lagi").fill(NEW)
    page.get_by_role("button", name="Ganti", exact=True).click()
    expect(page.get_by_text("Kata sandi sudah diganti.")).to_be_visible()
    picture(page, "akun")
    page.get_by_role("link", name="Keluar").click()
    officer.sign_in(NEW)


def test_a_wrong_present_password_changes_nothing_and_is_told(officers: SitDown) -> None:
    officer = officers("registrar")
    page = officer.open("/account")
    page.get_by_label("Kata sandi sekarang").fill("seekor rusa lain 11")
    page.get_by_label("Kata sandi baru", exact=True).fill(NEW)
    page.get_by_label("Kata sandi baru sekali lagi").fill(NEW)
    page.get_by_role("button", name="Ganti", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="wrong_password")).to_be_visible()
    page.get_by_role("link", name="Keluar").click()
    officer.sign_in(PASSWORD)


def test_a_session_that_was_left_elsewhere_is_ended_from_here(
    officers: SitDown, house: House
) -> None:
    left, here = officers("registrar"), officers("registrar")
    page = here.open("/account")
    page.get_by_role("button", name="Keluarkan dari sana").click()
    expect(page.get_by_role("button", name="Keluarkan dari sana")).to_have_count(0)
    # the stream of the desk that was left notices within a heartbeat of the gateway
    asked = left.page.get_by_role("heading", name="Masuk lagi")
    expect(asked).to_be_visible(timeout=40_000)
