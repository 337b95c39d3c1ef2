"""``kunjungan backup`` and ``kunjungan restore``."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from pymongo.errors import PyMongoError

from chassis.publishing import NotConfirmed
from chassis.settings import COMMON, load_settings
from operations.backup import making, restoring
from operations.backup.archive import ArchiveInvalid, Reader
from operations.backup.files import readable, written
from operations.backup.keys import KeysDoNotFit, read_keys
from operations.local import System
from operations.waiting import Unavailable
from services.gateway.store_audit import AuditUnavailable

LOCAL_SECRETS = Path(".data/run/secrets")
"""Written by `make run`."""

Secrets = Annotated[
    Path | None, typer.Option(envvar="SECRETS_DIR", help="Where the keys of the data are.")
]
File = Annotated[Path, typer.Argument(help="The archive; - : standard output or input.")]


def backup(
    file: File,
    check: Annotated[
        bool, typer.Option("--check", help="Make none: prove that this one is whole.")
    ] = False,
    quiet: Annotated[
        float, typer.Option(min=0, help="Seconds for which nothing may have been under way.")
    ] = making.QUIET_SECONDS,
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds to wait for that before it is given up.")
    ] = making.WAIT_SECONDS,
    secrets_dir: Secrets = None,
    management_url: Annotated[
        str | None, typer.Option(envvar="MANAGEMENT_URL", help="RabbitMQ's, where there is one.")
    ] = None,
) -> None:
    """Saves the whole system into one file, at a moment at which nothing is under way. The system
    may run. Needs MONGO_URI, AMQP_URI and the keys, which are not in the file."""
    with _plainly():
        if check:
            with readable(file) as archive:
                _tell(restoring.verify(archive))
            return
        keys = read_keys(secrets_dir or LOCAL_SECRETS)
        patience = making.Patience(quiet, wait)
        with written(file) as archive:
            made = making.make_backup(_settings(), keys, archive, patience, management_url, _say)
        _say(f"{file}: {_counted(made.counts)}")


def restore(
    file: File,
    data_dir: Annotated[
        Path | None, typer.Option(help="Of a system on this machine, as `make run` has it.")
    ] = None,
    secrets_dir: Secrets = None,
) -> None:
    """Puts a backup into empty databases and empties the queues. The services must be stopped.
    Needs MONGO_URI and AMQP_URI, or --data-dir, and the keys of the time of the backup."""
    with _plainly(), ExitStack() as opened:
        archive = opened.enter_context(readable(file))
        keys = read_keys(secrets_dir or (data_dir / "secrets" if data_dir else LOCAL_SECRETS))
        reader = restoring.check_fit(archive, keys)
        _tell(reader)
        settings = _settings()
        if data_dir and "MONGO_URI" not in os.environ and "MONGO_URI_FILE" not in os.environ:
            system = opened.enter_context(System(data_dir, services=[]))
            settings |= {"MONGO_URI": system.mongo_uri, "AMQP_URI": system.amqp_uri}
        counts = restoring.restore(settings, keys, archive, _say)
        _say(f"restored: {_counted(counts)}")
        _say("Start the services now. Everybody signs in again.")


def _settings() -> dict[str, Any]:
    return load_settings(COMMON)


def _tell(reader: Reader) -> None:
    header = reader.header
    _say(f"made {header['at']:%Y-%m-%d %H:%M:%S} UTC by version {header['version']}, "
         f"id {header['id']}: {_counted(reader.counts)}")  # fmt: skip


def _counted(counts: dict[str, int]) -> str:
    given_up = counts.pop("given up", None)
    parked = sum(count for name, count in counts.items() if name.startswith("parked/"))
    text = f"{sum(counts.values()) - parked} documents, {parked} parked messages"
    return text if given_up is None else f"{text}; notifications given up: {given_up}"


def _say(text: str) -> None:
    """Not to standard output, where the archive may go."""
    typer.echo(text, err=True)


@contextmanager
def _plainly() -> Iterator[None]:
    """Says in one sentence what is wrong."""
    try:
        yield
    except BlockingIOError:
        _fail("another backup is being written to this file")
    except (AuditUnavailable, PyMongoError) as error:
        _fail(f"the database of MONGO_URI fails: {error}")
    except NotConfirmed as error:
        _fail(f"the broker of AMQP_URI fails: {error}")
    except (
        ArchiveInvalid, KeysDoNotFit, making.NotQuiet, restoring.NotRestored, Unavailable,
        OSError, ValueError,
    ) as reason:  # fmt: skip
        _fail(str(reason))


def _fail(text: str) -> None:
    typer.echo(f"kunjungan: {text}", err=True)
    raise typer.Exit(1)
