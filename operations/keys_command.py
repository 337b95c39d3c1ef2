"""``kunjungan keys``."""

from pathlib import Path
from typing import Annotated

import typer
from pymongo import MongoClient
from rich.progress import Progress as Bars
from rich.progress import TaskID

from chassis.keyring import KeyRingInvalid
from chassis.settings import COMMON, load_settings
from operations import keys

app = typer.Typer(no_args_is_help=True, help="The keys that personal data is encrypted under.")


@app.callback()
def _keys() -> None:
    """Keeps `rotate` a command of its own name."""


@app.command()
def rotate(
    secrets_dir: Annotated[
        Path, typer.Option(envvar="SECRETS_DIR", help="Where the key rings are.")
    ] = Path(".data/run/secrets"),
    reencrypt: Annotated[bool, typer.Option("--reencrypt", help="Second step.")] = False,
    retire: Annotated[bool, typer.Option("--retire", help="Third step.")] = False,
) -> None:
    """Makes a new key (restart the services then); with --reencrypt saves what is under old keys
    anew; with --retire drops the keys that no value uses. The database is MONGO_URI's."""
    try:
        found = keys.rings(secrets_dir)
        if not reencrypt and not retire:
            for ring in found:
                typer.echo(f"{ring.path}: {keys.add_key(ring)} encrypts from now on")
            typer.echo("Restart the services, then run `kunjungan keys rotate --reencrypt`.")
            return
        settings = load_settings(COMMON)
        prefix = settings["DATABASE_PREFIX"]
        client: MongoClient = MongoClient(settings["MONGO_URI"])
        with client, Bars() as bars:
            for ring in found:
                if reencrypt:
                    count = keys.reencrypt(ring, client, prefix, _shown(bars))
                    bars.console.print(f"{ring.path}: {count} documents saved anew")
                if retire:
                    used = keys.in_use(ring, client, prefix, _shown(bars))
                    dropped = keys.retire(ring, used)
                    bars.console.print(f"{ring.path}: dropped {', '.join(dropped) or 'nothing'}")
    except (keys.StillInUse, FileNotFoundError, KeyRingInvalid) as reason:
        typer.echo(f"kunjungan: {reason}", err=True)
        raise typer.Exit(1) from None


def _shown(bars: Bars) -> keys.Progress:
    tasks: dict[str, TaskID] = {}

    def show(collection: str, seen: int, total: int) -> None:
        if collection not in tasks:
            tasks[collection] = bars.add_task(collection)
        bars.update(tasks[collection], completed=seen, total=total)

    return show
