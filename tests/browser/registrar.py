"""What a registrar does at the form, by keys alone, as a person would: typing, Tab, Enter."""

from datetime import date

from playwright.sync_api import Locator, Page, expect

from operations.demo.people import Person

RELATIONSHIPS = {"relative": "kerabat", "child": "anak"}


def visitor(page: Page, place: int) -> Locator:
    return page.get_by_role("group", name=f"Pengunjung {place}")


def inmate(page: Page) -> Locator:
    return page.get_by_label("Warga binaan: nama atau nomor")


def choose_inmate(page: Page, text: str) -> None:
    """The focus must be at the start of the form."""
    expect(inmate(page)).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(visitor(page, 1).get_by_label("Nomor identitas")).to_be_focused()


def type_visitor(page: Page, place: int, person: Person) -> None:
    """From the document's number on; sex and birth date come from the NIK."""
    fields, keys = visitor(page, place), page.keyboard
    expect(fields.get_by_label("Nomor identitas")).to_be_focused()
    keys.type(person.nik)
    keys.press("Tab")
    keys.type(person.name)
    expect(fields.get_by_label("Tanggal lahir")).to_have_value(written(person.birth_date))
    for _ in ("sex", "birth date", "relationship"):
        keys.press("Tab")
    expect(fields.get_by_label("Hubungan", exact=True)).to_be_focused()
    keys.type(RELATIONSHIPS[person.relationship])


def registered(page: Page) -> Locator:
    """What says that it was done."""
    return page.get_by_role("region", name="Terdaftar")


def refused(page: Page) -> Locator:
    """Where the form says why not."""
    return page.get_by_role("region", name="Kunjungan baru").locator(".alert.error")


def written(day: date) -> str:
    return f"{day:%d-%m-%Y}"
