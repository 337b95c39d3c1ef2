"""``kunjungan run``: the system on this machine, and what its first user is told."""

import threading
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path

from chassis.mongo import open_database
from chassis.settings import COMMON, load_settings
from operations.demo.timepiece import going_on
from operations.example_house import Newcomer, furnish, inmates
from operations.local import System
from services.gateway.store_staff import StaffAccounts

SECOND = {"female": "searches women and children", "male": "searches men"}
Say = Callable[[str], None]


def run(data_dir: Path, port: int, console_port: int, empty: bool, quiet: bool, say: Say) -> None:
    """Stays until KeyboardInterrupt. ``empty``: no example house is made. ``quiet``: without what
    developers need. A folder in which a day was played goes on with that day."""
    clock = data_dir / "clock.json"
    clock_file = clock if clock.exists() else None
    with (
        going_on(clock) if clock_file else nullcontext(),
        System(
            data_dir, clock_file=clock_file, http_port=port, console_port=console_port
        ) as system,
    ):
        say(f"\nOpen  {system.console_url}\n")
        for line in _way_in(system, clock_file, empty):
            say(line)
        if not quiet:
            say(f"\nservices: {', '.join(system.pids)}\nlogs: {system.logs_dir}")
            say(f"HTTP API: {system.url}/api/v1/docs/")
            say(f"database: {system.mongo_uri}")
            say(f"events:   {without_password(system.amqp_uri)}")
        say("Ctrl-C stops it all.")
        threading.Event().wait()


def _way_in(system: System, clock_file: Path | None, empty: bool) -> list[str]:
    settings = {**load_settings(COMMON), "MONGO_URI": system.mongo_uri}
    if clock_file:
        settings["CLOCK_FILE"] = str(clock_file)
    database = open_database(settings, "gateway")
    unfinished = system.data_dir / "example-unfinished"
    try:
        anybody = bool(StaffAccounts(database).all())
        if empty or not system.has_own_database or (anybody and not unfinished.exists()):
            return _password_lost(system) if anybody else [_nobody_yet()]
        unfinished.touch()  # if this is cut off, nobody has been told the passwords
        made = furnish(system.url, database, settings, system.data_dir / "secrets" / "audit_key")
        unfinished.unlink()
        return _welcome(made)
    finally:
        database.client.close()


def _welcome(made: Iterable[Newcomer]) -> list[str]:
    someone = inmates()[0]
    return [
        "An example house is ready, open at any hour. Two may sign in, at every desk:",
        "",
        *(f"  {one.username:8} {one.password}   {SECOND[one.sex]}" for one in made),
        "",
        "The passwords are shown this once and kept nowhere. Where a second officer signs, it is",
        f"the other one. Somebody to visit: {someone['number']}, {someone['name']}.",
    ]


def _password_lost(system: System) -> list[str]:
    key = system.data_dir / "secrets" / "audit_key"
    return [
        "Sign in as before. A new password for whoever has lost it, here kepala:",
        "",
        f"  MONGO_URI='{system.mongo_uri}' AUDIT_KEY_FILE='{key}' \\",
        "  .venv/bin/kunjungan staff password kepala --generate",
    ]


def _nobody_yet() -> str:
    return 'Nobody can sign in yet. The README tells how to make an account: "Use the API".'


def without_password(uri: str) -> str:
    head, _, tail = uri.rpartition("@")
    return f"{head.split('://')[0]}://***@{tail}" if head else uri
