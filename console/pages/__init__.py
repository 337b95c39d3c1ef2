"""The pages, each at its address."""

from console.pages import health


def add_all() -> None:
    """Makes them known to the web server."""
    health.add()
