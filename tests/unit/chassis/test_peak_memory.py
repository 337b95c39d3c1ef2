"""The memory that a service reports is its own."""

import subprocess
import sys

PEAK = "from chassis.service import peak_memory; {}; print(peak_memory())"


def reported(doing: str) -> float:
    """What a new process reports after doing this, in MB."""
    command = [sys.executable, "-W", "ignore", "-c", PEAK.format(doing)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_it_is_the_most_that_was_held_even_when_it_was_given_back():
    idle = reported("pass")
    assert 20 < idle < 150
    assert reported("held = b'x' * 200 * 2**20; del held") > idle + 190


def test_what_the_starting_process_holds_is_not_counted():
    held = b"x" * (300 * 2**20)
    assert reported("pass") < 150
    del held
