"""The pages, each at its address. The desks come in the order of a visitor's way."""

from importlib import import_module

from console.pages import display, health, session

DESKS = (
    "registration",
    "visit_pass",
    "search",
    "search_group",
    "lockers",
    "room",
    "inside",
    "emergency",
    "supervisor",
    "inmates",
    "account",
)


def add_all() -> None:
    """Makes them known to the web server."""
    for name in DESKS:
        import_module(f"console.pages.{name}")
    display.add()
    health.add()
    session.add()
