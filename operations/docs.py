"""The pages under docs/ that are written from the code, and whether they are up to date."""

from collections.abc import Callable, Mapping
from pathlib import Path

from operations.asyncapi import asyncapi
from operations.event_pages import events_page
from operations.refusal_pages import refusals_page
from operations.route_pages import routes_page
from operations.rpc_pages import rpc_page
from operations.settings_pages import settings_page

PAGES: Mapping[str, Callable[[], str]] = {
    "events.md": events_page,
    "asyncapi.yaml": asyncapi,
    "routes.md": routes_page,
    "rpc.md": rpc_page,
    "refusals.md": refusals_page,
    "settings.md": settings_page,
}


def write_docs(directory: Path) -> list[Path]:
    """Writes what differs and returns it."""
    changed = stale_docs(directory)
    directory.mkdir(parents=True, exist_ok=True)
    for path in changed:
        path.write_text(PAGES[path.name](), encoding="utf-8")
    return changed


def stale_docs(directory: Path) -> list[Path]:
    """The pages that are missing or do not say what the code says."""
    return [
        directory / name
        for name, page in PAGES.items()
        if not (directory / name).exists()
        or (directory / name).read_text(encoding="utf-8") != page()
    ]
