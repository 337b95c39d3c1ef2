"""``kunjungan audit``."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pymongo import MongoClient

from chassis.settings import COMMON, given, load_settings
from operations.audit import Checked, check, put, read_checkpoint, signed
from services.gateway.domain.audit_chain import usable
from services.gateway.store_audit import AuditStore, AuditUnavailable

app = typer.Typer(
    no_args_is_help=True, help="The audit: whether it is whole. Needs MONGO_URI and AUDIT_KEY."
)


@app.command()
def verify(
    seen: Annotated[
        Path | None, typer.Option("--checkpoint", help="Made earlier, and kept elsewhere.")
    ] = None,
    facility: Annotated[str | None, typer.Option(help="This one alone.")] = None,
) -> None:
    """Fails and names each chain's first entry that was changed, taken out, put in or moved; with
    a checkpoint also those that were cut off at the end."""
    with _audit() as (store, key):
        heads = read_checkpoint(key, seen) if seen else {}
        chains = list(check(store, key, heads, facility))
    if facility and not chains[0].head.number and not chains[0].broken:
        _fail(f"there is no entry of facility {facility}")
    for chain in chains:
        typer.echo(f"{chain.facility}: {chain.head.number} entries")
    _fail_when_broken(chains)


@app.command()
def checkpoint(
    file: Annotated[Path | None, typer.Argument(help="Written anew; none: shown.")] = None,
) -> None:
    """Verifies everything, also against the checkpoint that is in the file, and signs where the
    chains end now. Signs and writes nothing when something is broken."""
    with _audit() as (store, key):
        heads = read_checkpoint(key, file) if file and file.exists() else {}
        chains = list(check(store, key, heads))
        _fail_when_broken(chains)
        text = signed(key, chains)
        if file is None:
            typer.echo(text)
        else:
            put(file, text)
            total = sum(chain.head.number for chain in chains)
            typer.echo(f"{file}: {len(chains)} chains, {total} entries")


@app.command()
def show(
    facility: Annotated[str, typer.Option(help="- : sign-ins that belong to no account.")],
    count: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
) -> None:
    """The newest entries of a facility as JSON, one a line, newest first. Proves nothing: that is
    what `verify` is for."""
    with _audit() as (store, _):
        for record in store.find(facility, None, None, {}, page=1, page_size=count)[:count]:
            typer.echo(json.dumps(record, default=str))


@contextmanager
def _audit() -> Iterator[tuple[AuditStore, str]]:
    """The store and the key; whatever is missing is said in a sentence."""
    settings = load_settings(COMMON)
    client: MongoClient = MongoClient(
        settings["MONGO_URI"], serverSelectionTimeoutMS=settings["MONGO_TIMEOUT_MS"]
    )
    try:
        key = given("AUDIT_KEY")
        if key is None:
            _fail("give AUDIT_KEY, or AUDIT_KEY_FILE with the path of the gateway's audit_key")
        database = client[settings["DATABASE_PREFIX"] + "gateway"]
        yield AuditStore(database), usable(key)
    except AuditUnavailable as reason:
        _fail(f"the database does not answer: {reason}")
    except (ValueError, OSError) as reason:
        _fail(str(reason))
    finally:
        client.close()


def _fail_when_broken(chains: list[Checked]) -> None:
    broken = [chain.broken for chain in chains if chain.broken]
    for one in broken:
        typer.echo(f"BROKEN: {one}", err=True)
    if broken:
        raise typer.Exit(1)


def _fail(reason: str) -> NoReturn:
    typer.echo(f"kunjungan: {reason}", err=True)
    raise typer.Exit(1)
