"""``kunjungan staff``: who may sign in. The database is MONGO_URI's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pymongo.errors import PyMongoError
from rich.console import Console
from rich.table import Table

from chassis.mongo import open_database
from chassis.restoring import HalfRestored
from chassis.settings import COMMON, load_settings
from operations.command_line_audit import NoAuditKey, told_to_audit
from operations.passphrases import new_password
from services.gateway.domain.refusals import Refusal
from services.gateway.domain.staff import ROLES, Account
from services.gateway.hashing import Hasher
from services.gateway.roster import Roster
from services.gateway.store_audit import AuditUnavailable
from services.gateway.store_sessions import Sessions
from services.gateway.store_staff import StaffAccounts

WAIT_SECONDS = 5
"""Somebody waits for the answer, so less than a service does."""

app = typer.Typer(no_args_is_help=True, help="The accounts of those who work at the desks.")

Username = Annotated[str, typer.Argument(help="Letters, digits and . _ @ -")]
Roles = Annotated[list[str], typer.Option("--role", help=f"Repeatable: {', '.join(ROLES)}.")]
Facilities = Annotated[list[str], typer.Option("--facility", help="Repeatable: a house's id.")]
Sex = Annotated[str | None, typer.Option(help="male or female; a screener's must be known.")]
PasswordFile = Annotated[Path | None, typer.Option(help="Holds the password, and nothing else.")]
Generate = Annotated[bool, typer.Option("--generate", help="Make one up and show it once.")]


@app.command()
def add(
    username: Username,
    role: Roles,
    facility: Facilities,
    name: Annotated[str, typer.Option(help="As colleagues know them.")] = "",
    sex: Sex = None,
    password_file: PasswordFile = None,
    generate: Generate = False,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="Signs in at the identity provider only.")
    ] = False,
) -> None:
    """Makes an account."""
    with _roster() as roster:
        password = None if no_password else new_password(password_file, generate)
        made = roster.add(username, name, role, facility, sex, password)
        typer.echo(f"{made.id} may sign in as {_rights(made)}")


@app.command("list")
def list_accounts() -> None:
    """Shows all accounts."""
    with _roster() as roster:
        table = Table("user name", "name", "roles", "facilities", "sex", "state")
        for one in roster.all():
            table.add_row(
                one.id, one.name, ", ".join(one.roles), ", ".join(one.facilities), one.sex or "",
                _state(one),
            )  # fmt: skip
        _console().print(table)


@app.command()
def rights(username: Username, role: Roles, facility: Facilities, sex: Sex = None) -> None:
    """Replaces roles and facilities, and ends the account's sessions."""
    with _roster() as roster:
        before = roster.get(username)
        changed = roster.set_rights(username, role, facility, sex or before.sex)
        typer.echo(f"{changed.id} may sign in as {_rights(changed)}")


@app.command()
def disable(username: Username) -> None:
    """Ends the account's sessions and lets nobody sign in with it."""
    with _roster() as roster:
        typer.echo(f"{roster.disable(username).id} is disabled")


@app.command()
def enable(username: Username) -> None:
    """Lets a disabled account sign in again."""
    with _roster() as roster:
        typer.echo(f"{roster.enable(username).id} may sign in again")


@app.command()
def password(
    username: Username, password_file: PasswordFile = None, generate: Generate = False
) -> None:
    """Sets another password, and ends the account's sessions."""
    with _roster() as roster:
        account = roster.get(username)
        roster.set_password(account.id, new_password(password_file, generate))
        typer.echo(f"{account.id} has another password")


@app.command()
def sessions(username: Username) -> None:
    """Shows where an account is signed in."""
    with _roster() as roster:
        table = Table("session", "since", "last request", "address", "by")
        for one in roster.sessions(username):
            created, seen = (
                f"{at:%Y-%m-%d %H:%M} UTC" for at in (one.times.created, one.times.seen)
            )
            table.add_row(
                one.id, created, seen, one.address, "cookie" if one.by_cookie else "token"
            )
        _console().print(table)


@app.command("sign-out")
def sign_out(username: Username) -> None:
    """Ends all sessions of an account."""
    with _roster() as roster:
        typer.echo(f"sessions ended: {roster.end_sessions(username)}")


@contextmanager
def _roster() -> Iterator[Roster]:
    """Says in one sentence what is wrong."""
    settings = {**load_settings(COMMON), "STARTUP_WAIT": WAIT_SECONDS}
    try:
        database = open_database(settings, "gateway")
        try:
            told = told_to_audit(database, settings)
            yield Roster(StaffAccounts(database), Sessions(database), Hasher(), told)
        finally:
            database.client.close()
    except Refusal as refusal:
        _fail(refusal.detail)
    except (NoAuditKey, AuditUnavailable, HalfRestored, ValueError) as reason:
        _fail(str(reason))
    except PyMongoError as error:
        _fail(f"the database of MONGO_URI does not answer ({type(error).__name__})")


def _fail(text: str) -> NoReturn:
    typer.echo(f"kunjungan: {text}", err=True)
    raise typer.Exit(1)


def _rights(account: Account) -> str:
    return f"{', '.join(account.roles)} of {', '.join(account.facilities)}"


def _state(account: Account) -> str:
    if account.disabled:
        return "disabled"
    return "" if account.password_hash else "identity provider only"


def _console() -> Console:
    """A user name that was cut off helps nobody, so a file or pipe gets whole lines."""
    console = Console()
    return console if console.is_terminal else Console(width=200)
