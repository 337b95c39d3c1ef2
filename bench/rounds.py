"""Rounds of questions, and what comes out of all of them."""

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from typing import Any

import requests

from bench.machine import cpu_seconds, named
from operations.local import System

ASKED = re.compile(r"^kunjungan_asked_seconds_(sum|count)\{[^}]*\} (\S+)", re.MULTILINE)
PROCESSES = ("gateway", "registration", "database")


@dataclass(frozen=True)
class Counters:
    """CPU seconds by process, and what the gateway has waited for services."""

    cpu: dict[str, float]
    asked_seconds: float

    @classmethod
    def of(cls, system: System) -> "Counters":
        port = system.mongo_uri.partition("127.0.0.1:")[2].partition("/")[0]
        pids = {**system.pids, "database": named(f"--port {port} ")}
        text = requests.get(f"{system.url}/metrics", timeout=30).text
        told: dict[str, float] = defaultdict(float)
        for what, value in ASKED.findall(text):
            told[what] += float(value)
        return cls({name: cpu_seconds(pids[name]) for name in PROCESSES}, told["sum"])

    def __sub__(self, before: "Counters") -> "Counters":
        cpu = {name: seconds - before.cpu[name] for name, seconds in self.cpu.items()}
        return Counters(cpu, self.asked_seconds - before.asked_seconds)


@dataclass(frozen=True)
class Round:
    name: str
    way: str
    clients: int
    took_ms: list[float]
    failed: int
    seconds: float
    cpu_seconds: float
    cost: Counters


def summary(rounds: list[Round]) -> list[dict[str, Any]]:
    """A row for each question and number of clients; each figure is the median of the rounds, but
    percentiles are of all requests together."""

    def key(one: Round) -> tuple[str, int]:
        return one.name, one.clients

    order = list(dict.fromkeys(key(one) for one in rounds))
    grouped = {k: list(found) for k, found in groupby(sorted(rounds, key=key), key)}
    return [_row(*k, grouped[k]) for k in order]


def _row(name: str, clients: int, rounds: list[Round]) -> dict[str, Any]:
    rpc = [one for one in rounds if one.way == "rpc"]
    http = [one for one in rounds if one.way == "http"]
    ratios = [_mean(mine) / _mean(bare) for mine, bare in zip(http, rpc, strict=True)]
    own = [1 - 1000 * one.cost.asked_seconds / sum(one.took_ms) for one in http]
    return {
        "question": name,
        "clients": clients,
        "rpc": _figures(rpc),
        "http": _figures(http),
        "times_the_rpc": round(median(ratios), 2),
        "times_the_rpc_by_round": [round(one, 2) for one in ratios],
        "share_in_the_gateway": round(median(own), 2),
    }


def _figures(rounds: list[Round]) -> dict[str, Any]:
    took = sorted(ms for one in rounds for ms in one.took_ms)
    rates = [len(one.took_ms) / one.seconds for one in rounds]
    cpu = {name: sum(one.cost.cpu[name] for one in rounds) for name in PROCESSES}
    cpu["generator"] = sum(one.cpu_seconds for one in rounds)
    return {
        "requests": len(took),
        "failed": sum(one.failed for one in rounds),
        "per_second": round(median(rates), 1),
        "p50_ms": round(took[len(took) // 2], 1),
        "p99_ms": round(took[int(len(took) * 0.99)], 1),
        "cpu_ms": {name: round(1000 * one / len(took), 2) for name, one in cpu.items()},
    }


def _mean(one: Round) -> float:
    return sum(one.took_ms) / len(one.took_ms)


def table(results: list[dict[str, Any]]) -> str:
    lines = [
        "| question | clients | bare/s | gateway/s | bare p50, p99 ms | gateway p50, p99 ms "
        "| times the RPC | share in the gateway | CPU ms gateway | CPU ms generator |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in results:
        rpc, http = row["rpc"], row["http"]
        bad = rpc["failed"] + http["failed"]
        failed = f" ({bad} failed)" if bad else ""
        lines.append(
            f"| {row['question']}{failed} | {row['clients']} | {rpc['per_second']} "
            f"| {http['per_second']} | {rpc['p50_ms']}, {rpc['p99_ms']} "
            f"| {http['p50_ms']}, {http['p99_ms']} | {row['times_the_rpc']} "
            f"| {row['share_in_the_gateway']:.0%} | {http['cpu_ms']['gateway']} "
            f"| {http['cpu_ms']['generator']} |"
        )
    return "\n".join(lines)
