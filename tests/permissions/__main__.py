"""``python -m tests.permissions``: the matrix of a system that runs. Exits 1 on any difference.

Without --secrets it starts a broker and a database of its own, provisions them, and tries those.
"""

import argparse
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from tests.permissions.attempts import Tried
from tests.permissions.database import LetsAnybodyIn
from tests.permissions.matrix import matrix, write_matrix
from tests.permissions.policy import differences
from tests.permissions.probe import try_broker_as_all, try_database_as_all
from tests.permissions.users import Hosts


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.permissions", description=__doc__)
    parser.add_argument("--secrets", type=Path, help="written by kunjungan secrets")
    parser.add_argument("--management", default="http://rabbitmq:15672", help="URL")
    parser.add_argument("--amqp", metavar="HOST:PORT", help="if not as in the secrets")
    parser.add_argument("--mongo", metavar="HOST:PORT", help="if not as in the secrets")
    parser.add_argument("--no-database", action="store_true", help="try the broker alone")
    parser.add_argument("--table", type=Path, help="write the matrix into this page")
    options = parser.parse_args()
    began = time.monotonic()
    with ExitStack() as started:
        secrets, management = options.secrets, options.management
        hosts = Hosts(options.amqp, options.mongo)
        if secrets is None:
            from tests.permissions.own_system import provisioned

            secrets, management, hosts = started.enter_context(provisioned())
        tried = try_broker_as_all(secrets, management, hosts)
        found = [] if options.no_database else _try_database(secrets, hosts, tried)
    found += differences(tried)
    print(matrix(tried))
    if options.table:
        write_matrix(options.table, tried)
    for line in found:
        print(f"DIFFERENT  {line}")
    seconds = time.monotonic() - began
    print(f"{len(tried)} tried, {len(found)} differences, {seconds:.1f} s")
    return 1 if found else 0


def _try_database(secrets: Path, hosts: Hosts, tried: list[Tried]) -> list[str]:
    """Adds to ``tried``; gives what kept it from being tried."""
    try:
        tried += try_database_as_all(secrets, hosts)
    except LetsAnybodyIn:
        return ["the database asks nobody for a password: it was not tried (--no-database)"]
    return []


sys.exit(main())
