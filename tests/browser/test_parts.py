"""What changes in one part of a page makes the browser render that part, and no other."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.house import House
from tests.browser.officer import Officer

LISTENS = """() => {
  window.rendered = new Set();
  const render = window.renderRecursively;
  window.renderRecursively = (elements, id, ...more) => {
    window.rendered.add(`c${id}`);
    return render(elements, id, ...more);
  };
}"""
IDS = "(part) => [...part.querySelectorAll('*')].map((one) => one.id)"


def rendered(page: Page) -> set[str]:
    """Ids of elements, since the page listens."""
    return set(page.evaluate("[...window.rendered]"))


def within(part: Locator) -> set[str]:
    return set(part.evaluate(IDS)) - {""}


def test_the_form_is_left_alone_when_the_list_beside_it_changes(
    officers: Callable[..., Officer], house: House
) -> None:
    page = officers("registrar").open("/registration")
    form = page.get_by_role("region", name="Kunjungan baru")
    today = page.get_by_role("region", name="Hari ini")
    expect(today.get_by_role("listitem")).to_have_count(0)
    expect(page.locator("#shown")).to_have_attribute("data-loaded", "yes")
    page.evaluate(LISTENS)
    house.registered()
    expect(today.get_by_role("listitem")).to_have_count(1)
    assert within(today.get_by_role("listitem")) <= rendered(page)
    assert not within(form) & rendered(page)
    assert not within(page.get_by_role("banner")) & rendered(page)
