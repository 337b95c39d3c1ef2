"""The memory that a service reports is its own."""

import subprocess
import sys

from chassis.service import peak_memory

REPORT = "from chassis.service import peak_memory; print(peak_memory())"


def test_it_grows_with_what_the_process_holds():
    before = peak_memory()
    held = bytearray(200 * 2**20)
    assert peak_memory() >= before + 150
    del held


def test_what_the_starting_process_held_is_not_counted():
    held = b"x" * (300 * 2**20)
    child = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", REPORT], capture_output=True, text=True, check=True
    )
    assert 20 < float(child.stdout) < 150
    del held
