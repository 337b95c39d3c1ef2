"""The console as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.support.eventually import eventually
from tests.support.servers import free_port


@contextmanager
def console_running(gateway_url: str, directory: Path, **settings: str) -> Iterator[str]:
    """Where it is; its log is in ``directory``."""
    port = free_port()
    # by this one NiceGUI takes itself for the test
    inherited = {name: one for name, one in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    environment = {
        **inherited,
        "GATEWAY_URL": gateway_url,
        "CONSOLE_ADDRESS": f"127.0.0.1:{port}",
        "COOKIE_SECURE": "false",
        **settings,
    }
    url = f"http://127.0.0.1:{port}"
    with (directory / "console.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "console"], env=environment, stdout=log, stderr=log
        )
        try:
            eventually("the console is up", lambda: _answers(url), seconds=30)
            yield url
        finally:
            process.terminate()
            process.wait()


def _answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/health/live", timeout=2).ok
    except requests.ConnectionError:
        return False
