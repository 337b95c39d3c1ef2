"""The ``kunjungan`` command."""

import logging
import os
import signal
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from chassis.settings import COMMON, load_settings
from operations.audit_command import app as audit
from operations.backup.command import backup, restore
from operations.keys_command import app as keys
from operations.parked_command import app as parked
from operations.staff import app as staff
from operations.waiting import Unavailable

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Runs and looks after Kunjungan."
)
app.add_typer(keys, name="keys")
app.add_typer(audit, name="audit")
app.add_typer(staff, name="staff")
app.add_typer(parked, name="parked")
app.command()(backup)
app.command()(restore)
IMAGE_USER = 10001
"""User id that the services have in the container image."""

DataDir = Annotated[Path, typer.Option(help="Where database, secrets and logs are kept.")]


@app.command()
def run(
    data_dir: DataDir = Path(".data/run"),
    port: Annotated[int, typer.Option(help="Where the HTTP API is served, here.")] = 8080,
    console_port: Annotated[int, typer.Option(help="Where the console is, here.")] = 8090,
    empty: Annotated[bool, typer.Option("--empty", help="Make no example house.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say only what to open.")] = False,
) -> None:
    """Starts the whole system on this machine and stays until Ctrl-C."""
    from operations.running import run as start

    _stop_on_sigterm()
    with _plainly():
        try:
            start(data_dir, port, console_port, empty, quiet, typer.echo)
        except KeyboardInterrupt:
            typer.echo("stopped")


@app.command()
def provision(
    management_url: Annotated[
        str | None,
        typer.Option(envvar="MANAGEMENT_URL", help="RabbitMQ's management; makes the users."),
    ] = None,
    secrets_dir: Annotated[
        Path | None, typer.Option(envvar="SECRETS_DIR", help="Written by `kunjungan secrets`.")
    ] = None,
) -> None:
    """Makes users, permissions, exchanges, queues, policies and indexes. Safe to run again."""
    from operations.provision import provision as make_ready

    with _plainly():
        make_ready(load_settings(COMMON), management_url, secrets_dir, typer.echo)


@app.command()
def secrets(
    directory: Annotated[Path, typer.Argument(help="Folder to write to.")] = Path("secrets"),
    subscribers: Annotated[
        str, typer.Option(envvar="SUBSCRIBERS", help="Outside systems, separated by commas.")
    ] = "",
    owner: Annotated[
        int | None,
        typer.Option(envvar="SECRETS_OWNER", help="User id to give the files to (root only)."),
    ] = None,
) -> None:
    """Writes a random password or key into each file that is missing. Overwrites nothing."""
    from operations.secrets import write_secrets

    if owner is None and os.geteuid() == 0:
        owner = IMAGE_USER
    names = [name.strip() for name in subscribers.split(",") if name.strip()]
    try:
        written = write_secrets(directory, subscribers=names, owner=owner)
    except ValueError as reason:
        raise typer.BadParameter(str(reason)) from None
    typer.echo(f"{len(written)} secrets written to {directory}")


@app.command()
def docs(
    directory: Annotated[Path, typer.Argument(help="Folder to write to.")] = Path("docs"),
    check: Annotated[bool, typer.Option(help="Write nothing; fail if a page is stale.")] = False,
) -> None:
    """Writes the pages of docs/ about events, calls, refusals and settings from the code."""
    from operations.docs import stale_docs, write_docs

    if not check:
        for path in write_docs(directory):
            typer.echo(f"wrote {path}")
    elif stale := stale_docs(directory):
        names = ", ".join(map(str, stale))
        _fail(f"Stale: {names}. Run `make docs` and commit.")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def demo(context: typer.Context) -> None:
    """Plays a real visiting day and checks that its books balance."""
    from operations.demo import main

    _stop_on_sigterm()
    with _plainly():
        raise typer.Exit(main(context.args))


class _plainly:  # noqa: N801  reads as a word in the with statement
    """Says what is missing in one sentence instead of a traceback."""

    def __enter__(self) -> None:
        logging.basicConfig(level=logging.WARNING, format="%(message)s")

    def __exit__(self, _type: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Unavailable):
            _fail(str(error))


def _fail(text: str) -> NoReturn:
    typer.echo(f"kunjungan: {text}", err=True)
    raise typer.Exit(1)


def _stop_on_sigterm() -> None:
    """SIGTERM stops as Ctrl-C does, in order."""

    def interrupt(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
