"""A rush in eight parts, each with its delays and cost: what a growing session makes of them."""

from statistics import median
from typing import Any

from bench.sampling import Samples

PARTS = 8


def parts(answers: list[dict[str, Any]], samples: Samples) -> list[dict[str, Any]]:
    """Delays and cost in the order in which they were answered."""
    ended = sorted(answers, key=lambda one: one["ended"])
    size = max(1, len(ended) // PARTS)
    rows, since = [], min(one["began"] for one in answers)
    for first in range(0, len(ended), size):
        part = ended[first : first + size]
        took = sorted(1000 * (one["ended"] - one["began"]) for one in part)
        until = part[-1]["ended"]
        rows.append({
            "from": first + 1,
            "per_s": round(len(part) / (until - since), 1),
            "p50_ms": round(median(took), 1),
            "p99_ms": round(took[int(len(took) * 0.99)], 1),
            "cpu_ms": {
                name: round(1000 * cpu / len(part), 1)
                for name, cpu in samples.cpu_between(since, until).items()
            },
        })  # fmt: skip
        since = until
    return rows


def table(report: dict[str, Any]) -> str:
    lines = [
        "| | a second | p50, p99 ms | CPU ms each: registration, database |",
        "|---|---:|---:|---:|",
    ]
    for what, rows in (("booking", report["booking_parts"]), ("check-in", report["parts"])):
        for row in rows:
            cpu, delays = row["cpu_ms"], f"{row['p50_ms']}, {row['p99_ms']}"
            lines.append(
                f"| {what} {row['from']} and on | {row['per_s']} | {delays} "
                f"| {cpu['registration']}, {cpu['database']} |"
            )
    return "\n".join(lines)
