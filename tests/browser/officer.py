"""An officer at a browser of his or her own."""

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from tests.support.staff import PASSWORD

ROOT = Path(__file__).parents[2]
AXE = ROOT / ".data/browser/node_modules/axe-core/axe.min.js"
SCREENS = ROOT / "docs/screens"
DESKTOP, TABLET = {"width": 1366, "height": 768}, {"width": 1024, "height": 768}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
"""WCAG 2.2, levels A and AA."""
STILL = """!document.querySelector("[class*='-leave-active'], [class*='-enter-active']")"""
"""Nothing comes or goes just now."""


class Officer:
    """Signed in, with the start page open. ``page`` is Playwright's."""

    def __init__(
        self, browser: Browser, url: str, username: str, viewport: dict[str, int] = DESKTOP
    ):
        self.url = url
        self.username = username
        self.context: BrowserContext = browser.new_context(viewport=viewport)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.sign_in()

    def sign_in(self, password: str = PASSWORD) -> None:
        self.page.goto(f"{self.url}/sign-in")
        connected(self.page)
        self.page.get_by_label("Nama pengguna").fill(self.username)
        self.page.get_by_label("Kata sandi").fill(password)
        self.page.get_by_role("button", name="Masuk").click()
        self.page.wait_for_selector("nav.places")

    def open(self, path: str) -> Page:
        """A page of the console, once the browser is connected and what it shows is loaded."""
        self.page.goto(self.url + path)
        connected(self.page)
        return self.page


def connected(page: Page) -> None:
    """Until clicks are heard. What is done before is sent afterwards in no certain order: a click
    may overtake what was typed less than 10 ms before it, as no person does."""
    page.wait_for_function("window.did_handshake")


def accessible(page: Page) -> None:
    """Fails when axe finds anything serious or critical."""
    # a menu that is being closed is half taken down already, and nobody can come to it
    page.wait_for_function(STILL)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("(rules) => axe.run(document, rules)", RULES)
    serious = [
        f"{one['id']} ({one['impact']}): {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
    assert not serious, "\n".join(serious)


def picture(page: Page, name: str) -> None:
    """For the README's tour and the guide."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png", animations="disabled")
