"""``kunjungan parked``: what only a person can help. The broker is AMQP_URI's, and the audit is in
the database of MONGO_URI."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from getpass import getuser
from typing import Annotated, Any, NoReturn

import typer
from pymongo.errors import PyMongoError

from chassis.mongo import open_database
from chassis.settings import COMMON, load_settings
from operations.command_line_audit import NoAuditKey, Record, open_audit, who
from operations.parked import Done, ParkingLot, opened
from operations.parked_message import Parked
from operations.parked_shown import line, plain, shown
from operations.secrets import SERVICES
from operations.waiting import Unavailable
from services.gateway.domain.audit_entry import Entry
from services.gateway.store_audit import AuditUnavailable

WAIT_SECONDS = 5
"""For the database: somebody waits for the answer."""

app = typer.Typer(no_args_is_help=True, help="Messages that no service could handle.")

Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="As `list` shows them.")]
SomeIds = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]...", help="As `list` shows them.")
]
OfService = Annotated[str | None, typer.Option(help=f"This one's alone: {', '.join(SERVICES)}.")]
By = Annotated[str, typer.Option(help="Your name, for the audit.")]
Reason = Annotated[str, typer.Option(help="Why, for the audit.")]
AsJson = Annotated[bool, typer.Option("--json", help="One object, for programs.")]


@app.command("list")
def list_parked(service: OfService = None, as_json: AsJson = False) -> None:
    """What is parked and why; it stays where it is."""
    settings = load_settings(COMMON)
    report = [_report(name, list(_look(settings, name))) for name in _services(service)]
    if as_json:
        typer.echo(json.dumps(report, indent=1))
        return
    for lot in report:
        _print(lot)


@app.command()
def show(id: str, service: OfService = None) -> None:
    """All that may be seen of a message, with personal data masked, as JSON."""
    settings = load_settings(COMMON)
    found = [
        shown(one) for name in _services(service) for one in _look(settings, name) if one.id == id
    ]
    for one in found:
        typer.echo(json.dumps(one, indent=1))
    if not found:
        _fail(f"{plain(id)} is not parked")


@app.command()
def replay(
    by: By,
    reason: Reason,
    ids: SomeIds = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    cause: Annotated[str | None, typer.Option(help="All with this cause.")] = None,
    queue: Annotated[str | None, typer.Option(help="All that failed in this queue.")] = None,
    service: OfService = None,
) -> None:
    """Gives messages back to the queue where they failed, as if for the first time."""
    if not (ids or everything or cause or queue):
        raise typer.BadParameter("say which: IDs, --cause, --queue or --all")
    wanted = set(ids or ())

    def chosen(one: Parked) -> bool:
        return (
            (not wanted or one.id in wanted)
            and (cause is None or one.cause == cause)
            and (queue is None or one.queue == queue)
        )

    with _told("parked.replay", by, reason) as (settings, tell):
        done = _each(settings, service, lambda lot: lot.replay(chosen, tell))
        _finish(done, wanted, lambda one: f"replayed into {plain(str(one.queue))}")


@app.command()
def discard(
    ids: Ids,
    by: By,
    reason: Reason,
    service: OfService = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Throws messages away for good. The visit lacks that step for ever."""
    wanted = set(ids)
    with _told("parked.discard", by, reason) as (settings, tell):
        if not yes:
            found = [one for name in _services(service) for one in _look(settings, name)]
            for one in found:
                if one.id in wanted:
                    typer.echo(_line(line(one)))
            typer.confirm("Throw away for good?", abort=True)
        done = _each(settings, service, lambda lot: lot.discard(lambda one: one.id in wanted, tell))
        _finish(done, wanted, lambda _: "discarded")


def _look(settings: dict[str, Any], service: str) -> Iterator[Parked]:
    with _plainly(), opened(*_place(settings, service)) as lot:
        yield from lot.look() if lot else ()


def _each(
    settings: dict[str, Any], service: str | None, act: Callable[[ParkingLot], Iterator[Done]]
) -> Iterator[Done]:
    for name in _services(service):
        with opened(*_place(settings, name)) as lot:
            yield from act(lot) if lot else ()


def _place(settings: dict[str, Any], service: str) -> tuple[str, str, int]:
    return settings["AMQP_URI"], service, settings["MAX_MESSAGE_BYTES"]


def _finish(done: Iterator[Done], wanted: set[str], success: Callable[[Parked], str]) -> None:
    """Says of each message what became of it; fails when one stays, or is not there."""
    seen, problems, count = set(), 0, 0
    for one in done:
        seen.add(one.parked.id)
        name = f"{one.parked.service} {plain(one.parked.id)}"
        if one.problem:
            problems += 1
            typer.echo(f"{name}: stays parked: {plain(one.problem)}", err=True)
        else:
            count += 1
            typer.echo(f"{name}: {success(one.parked)}")
    for missing in sorted(wanted - seen):
        problems += 1
        typer.echo(f"{plain(missing)}: is not parked", err=True)
    typer.echo(f"messages: {count}")
    if problems:
        raise typer.Exit(1)


@contextmanager
def _told(
    action: str, by: str, reason: str
) -> Iterator[tuple[dict[str, Any], Callable[[Parked], None]]]:
    """Nothing is done that cannot be recorded."""
    if not by.strip() or not reason.strip():
        raise typer.BadParameter("--by and --reason must say something")
    settings = {**load_settings(COMMON), "STARTUP_WAIT": WAIT_SECONDS}
    with _plainly():
        database = open_database(settings, "gateway")
        try:
            record = open_audit(database, settings)
            yield settings, lambda one: record_of(record, action, by, reason, one)
        finally:
            database.client.close()


def record_of(record: Record, action: str, by: str, reason: str, one: Parked) -> None:
    """Returns once the entry is durable. Raises AuditUnavailable."""
    facts = {
        "service": one.service,
        "queue": one.queue,
        "cause": plain(one.cause),
        "sha256": one.digest,
        "user": getuser(),
    }
    record(
        Entry(
            one.facility,
            who(by.strip()),
            "",
            "",
            action,
            plain(one.id),
            "asked",
            reason.strip(),
            "",
            facts,
        )
    )


@contextmanager
def _plainly() -> Iterator[None]:
    """Says in one sentence what is wrong."""
    try:
        yield
    except (Unavailable, NoAuditKey, AuditUnavailable, ValueError) as reason:
        _fail(str(reason))
    except PyMongoError as error:
        _fail(f"the database of MONGO_URI does not answer ({type(error).__name__})")


def _report(service: str, messages: list[Parked]) -> dict[str, Any]:
    times = [one.failed_at for one in messages if one.failed_at]
    return {
        "service": service,
        "count": len(messages),
        "oldest": min(times).isoformat() if times else None,
        "causes": Counter(plain(one.cause) for one in messages),
        "queues": Counter(plain(str(one.queue)) for one in messages),
        "messages": [line(one) for one in messages],
    }


def _print(lot: dict[str, Any]) -> None:
    since = f", the oldest of {lot['oldest']}" if lot["oldest"] else ""
    typer.echo(f"{lot['service']}: {lot['count']}{since}")
    for kind in ("causes", "queues"):
        for name, count in lot[kind].items():
            typer.echo(f"  {count} {'in ' if kind == 'queues' else ''}{name}")
    for one in lot["messages"]:
        typer.echo(f"  {_line(one)}")


def _line(one: dict[str, Any]) -> str:
    about = f"{one['type']} of {one['subject']} in {one['facility']}" if one["type"] else "no event"
    return (
        f"{one['id']}  {about}; failed in {one['queue']} at {one['failed_at']} "
        f"after {one['attempts']} attempts: {one['cause']}"
    )


def _services(one: str | None) -> tuple[str, ...]:
    if one is None:
        return SERVICES
    if one not in SERVICES:
        raise typer.BadParameter(f"{one} is none of {', '.join(SERVICES)}")
    return (one,)


def _fail(reason: str) -> NoReturn:
    typer.echo(f"kunjungan: {reason}", err=True)
    raise typer.Exit(1)
