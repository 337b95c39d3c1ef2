"""How many entries the audit takes: ``python -m bench.audit``, on an embedded database of its own
or on MONGO_URI's. Prints a table for docs/adr/0014."""

import eventlet

eventlet.monkey_patch()

import tempfile  # noqa: E402
import time  # noqa: E402
from datetime import UTC, datetime  # noqa: E402
from pathlib import Path  # noqa: E402

from eventlet.greenpool import GreenPool  # noqa: E402
from pymongo import MongoClient  # noqa: E402

from services.gateway.domain.audit_chain import Break, verified  # noqa: E402
from services.gateway.domain.audit_entry import Entry  # noqa: E402
from services.gateway.group_commit import GroupCommit  # noqa: E402
from services.gateway.store_audit import AuditStore  # noqa: E402
from tests.support.servers import database_server  # noqa: E402

KEY = "a key for benches alone"
SECONDS = 3.0


def measure(uri: str, writers: int, processes: int = 1) -> str:
    """``processes``: group commits with a connection each, all in this process."""
    client: MongoClient = MongoClient(uri)
    client.drop_database("bench_audit")
    AuditStore(client["bench_audit"]).create_indexes()
    commits = [
        GroupCommit(
            AuditStore(MongoClient(uri)["bench_audit"]), KEY, lambda: datetime.now(UTC), 2000
        )
        for _ in range(processes)
    ]
    ends = time.monotonic() + SECONDS
    waits: list[float] = []

    def write(commit: GroupCommit) -> None:
        while (begun := time.monotonic()) < ends:
            commit.record(Entry("H", "budi", "s" * 24, "10.0.0.7", "visits.end", "v" * 36, "done",
                                trace="t" * 55))  # fmt: skip
            waits.append(time.monotonic() - begun)

    pool = GreenPool()
    for n in range(writers):
        pool.spawn(write, commits[n % processes])
    pool.waitall()
    entries, writes = sum(one.entries for one in commits), sum(one.writes for one in commits)
    waits.sort()
    begun = time.monotonic()
    seen = list(verified(KEY, "H", AuditStore(client["bench_audit"]).chain("H")))
    assert len(seen) == entries
    assert not isinstance(seen[-1], Break)
    checking = entries / (time.monotonic() - begun)
    p50, p99 = (waits[int(len(waits) * part)] * 1000 for part in (0.5, 0.99))
    return (
        f"{processes:9} {writers:8} {entries / SECONDS:10.0f} {writes / SECONDS:9.0f}"
        f" {p50:7.1f} {p99:7.1f} {waits[-1] * 1000:7.1f} {checking:12.0f}"
    )


def main() -> None:
    print("processes  writers  entries/s  writes/s  p50 ms  p99 ms  max ms   verified/s")
    with (
        tempfile.TemporaryDirectory() as directory,
        database_server(Path(directory)) as uri,
    ):
        for writers, processes in ((1, 1), (16, 1), (64, 1), (16, 2), (64, 4)):
            print(measure(uri, writers, processes), flush=True)


if __name__ == "__main__":
    main()
