"""The pages, each at its address. The desks come in the order of a visitor's way."""

from console.pages import health, session


def add_all() -> None:
    """Makes them known to the web server."""
    from console.pages import search, search_group  # noqa: F401  # isort: skip
    from console.pages import lockers  # noqa: F401  # isort: skip

    health.add()
    session.add()
