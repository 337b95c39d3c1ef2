"""The wires between the services and what they stand on, in a process of their own: what they
carry would otherwise slow down the desks, which are threads of ours.

``Wires`` talks to it by lines: ``NAME URI`` lays one and answers with its port, then
``cut|desert|freeze|slow|restore NAME [SECONDS]``.
"""

import subprocess
import sys
import threading
from urllib.parse import urlsplit

from tests.support.proxy import Proxy


class Wires:
    """Use as a context manager."""

    def __init__(self) -> None:
        self._talking = threading.Lock()

    def __enter__(self) -> "Wires":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.wires"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        )  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()

    def lay(self, name: str, uri: str) -> str:
        """The URI by way of a new wire."""
        port = self._say("lay", name, uri)
        parts = urlsplit(uri)
        login, at, _ = parts.netloc.rpartition("@")
        return parts._replace(netloc=f"{login}{at}127.0.0.1:{port}").geturl()

    def do(self, what: str, name: str, seconds: float = 0.0) -> None:
        """``what``: cut, break_connections, desert, freeze, slow or restore."""
        self._say(what, name, str(seconds))

    def _say(self, *words: str) -> str:
        assert self._process.stdin
        assert self._process.stdout
        with self._talking:
            self._process.stdin.write(" ".join(words) + "\n")
            return self._process.stdout.readline().strip()


def main() -> None:
    wires: dict[str, Proxy] = {}
    for line in sys.stdin:
        what, name, detail = line.split()
        if what == "lay":
            wires[name] = Proxy(detail)
        elif what == "slow":
            wires[name].slow(float(detail))
        else:
            getattr(wires[name], what)()
        print(wires[name].port, flush=True)


if __name__ == "__main__":
    main()
