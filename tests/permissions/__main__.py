"""``python -m tests.permissions``: the matrix of a system that runs. Exits 1 on any difference."""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from tests.permissions.policy import differences, idle_lines
from tests.permissions.probe import try_all


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.permissions", description=__doc__)
    parser.add_argument("--secrets", type=Path, required=True, help="written by kunjungan secrets")
    parser.add_argument("--management", default="http://rabbitmq:15672", help="URL")
    parser.add_argument("--amqp", metavar="HOST:PORT", help="if not as in the secrets")
    parser.add_argument("--mongo", metavar="HOST:PORT", help="if not as in the secrets")
    parser.add_argument("--table", type=Path, help="write the matrix to this file as Markdown")
    options = parser.parse_args()
    began = time.monotonic()
    tried = try_all(options.secrets, options.management, options.amqp)
    found = differences(tried)
    found += [f"nobody has tried {line}" for line in idle_lines(one.attempt for one in tried)]
    for user, count in Counter(one.attempt.user.name for one in tried).items():
        allowed = sum(one.allowed for one in tried if one.attempt.user.name == user)
        print(f"{user}: {count} tried, {allowed} allowed")
    for line in found:
        print(f"DIFFERENT  {line}")
    seconds = time.monotonic() - began
    print(f"{len(tried)} tried, {len(found)} differences, {seconds:.1f} s")
    return 1 if found else 0


sys.exit(main())
