"""Day books made under eventlet, as the gateway runs."""

import subprocess
import sys

SECONDS = 40


def test_books_are_made_beside_a_busy_gateway_and_none_of_them_hangs():
    command = [sys.executable, "-W", "ignore", "-m", "tests.unit.gateway.exporting_process"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        f"{format} True True" for format in ("csv", "xlsx", "pdf") for _ in range(3)
    ]
