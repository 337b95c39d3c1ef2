"""The day in figures, for people and as JSON."""

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from operations.demo.day import VisitingDay
from operations.demo.reconciliation import peak, unique
from operations.demo.staff import PASSWORDS, everybody


def figures(
    day: VisitingDay,
    book: dict[str, Any],
    said: dict[str, dict[str, Any]],
    reconciliation: dict[str, Any],
    seconds: float,
) -> dict[str, Any]:
    """The report, as it is written to the file that REPORT names."""
    visitors = book["visitors"]
    heard = unique(day.heard)
    return {
        "date": book["date"],
        "visitors": {
            "total": visitors["all"],
            **{group: visitors[group] for group in ("men", "women", "children")},
        },
        "visits": book["visits"],
        "sessions": book["sessions"],
        "waiting_minutes": book["waiting"],
        "outcomes": book["outcomes"],
        "refusals": book["refusals"],
        "seizures": book["seizures"],
        "lockers": {
            "peak": peak(heard, "locker_assigned", "belongings_returned"),
            "waited": sum(event["type"] == "locker_unavailable" for event in heard),
        },
        "counts": dict(sorted(day.hall.log.counts.items())),
        "calls": dict(day.hall.front.calls.most_common()),
        "repeated_calls": day.hall.front.repeated,
        "events": {"heard": len(day.heard), "twice": len(day.heard) - len(heard)},
        "reconciliation": reconciliation,
        "seconds": round(seconds, 1),
        "rss_mb": {name: one["rss_mb"] for name, one in said.items()},
    }


def show(console: Console, report: dict[str, Any]) -> None:
    _show_day(console, report)
    _show_sessions(console, report)
    for title, key in (("Refused at the desk", "refusals"), ("Outcomes", "outcomes")):
        table = Table(title=title)
        table.add_column("code")
        table.add_column("visits", justify="right")
        for code, count in report[key].items():
            table.add_row(code, str(count))
        console.print(table)
    _show_reconciliation(console, report["reconciliation"])


def show_way_in(console: Console, folder: Path) -> None:
    """How to look at the day that is over, and as whom: one of each role and, of those who search,
    of each sex."""
    console.print(
        f"\nThe day is kept in {folder}. To look at it in the console, on a clock that goes on "
        f"from its end:\n\n  make run DATA={folder}\n\n"
        "Sign in as one of these. The passwords are shown this once and kept nowhere."
    )
    table = Table("user name", "role", "password")
    seen = set()
    for one in everybody():
        kind = (one.role, one.sex if one.role == "screener" else "")
        if kind not in seen:
            seen.add(kind)
            table.add_row(one.id, one.role, PASSWORDS[one.id])
    console.print(table)


def _show_day(console: Console, report: dict[str, Any]) -> None:
    visitors, visits = report["visitors"], report["visits"]
    waiting = report["waiting_minutes"]["registered_to_started"]
    console.print(
        f"\n[bold]{report['date']}: {visits['admitted']} inmates received {visitors['total']} "
        f"visitors[/]: {visitors['men']} men, {visitors['women']} women, "
        f"{visitors['children']} children"
    )
    console.print(
        f"from the desk to the table: {waiting['median']} minutes (median), "
        f"{waiting['p90']} (90th percentile) · seizures: {report['seizures']} · "
        f"lockers used at peak: {report['lockers']['peak']} · "
        f"groups that waited for a locker: {report['lockers']['waited']}"
    )
    console.print(f"played in {report['seconds']} s · memory (MB): {report['rss_mb']}\n")


def _show_sessions(console: Console, report: dict[str, Any]) -> None:
    table = Table(title="Sessions")
    for heading in ("session", "visits", "admitted", "men", "women", "children"):
        table.add_column(heading, justify="left" if heading == "session" else "right")
    for name, session in report["sessions"].items():
        groups = [str(session["visitors"][group]) for group in ("men", "women", "children")]
        table.add_row(name, str(session["visits"]), str(session["admitted"]), *groups)
    console.print(table)


def _show_reconciliation(console: Console, reconciliation: dict[str, Any]) -> None:
    table = Table(title="Reconciliation")
    for heading in ("line", "expected", "found", ""):
        table.add_column(heading)
    for name, one in reconciliation.items():
        mark = "[green]balanced[/]" if one["balanced"] else "[red]DOES NOT BALANCE[/]"
        table.add_row(name.replace("_", " "), _short(one["expected"]), _short(one["found"]), mark)
    console.print(table)


def _short(value: Any) -> str:
    return f"{sum(value.values())} by code" if isinstance(value, dict) else str(value)
