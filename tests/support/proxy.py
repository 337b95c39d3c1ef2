"""A TCP proxy that can be cut, frozen and restored, in front of a broker or a database."""

import socket
import threading
import time
from contextlib import suppress
from urllib.parse import urlsplit

CHUNK = 65536


class Proxy:
    """Use as a context manager; ``through(uri)`` is the same URI by way of the proxy.
    ``accepted``: how many connections there have been."""

    def __init__(self, uri: str):
        self.accepted = 0
        target = urlsplit(uri)
        self._target = (target.hostname or "127.0.0.1", target.port or 5672)
        self._open: set[socket.socket] = set()
        self._deserted: set[socket.socket] = set()
        self._requests = threading.Event()
        self._answers = threading.Event()
        self._delay = 0.0
        self._listen(0)
        self.port: int = self._listener.getsockname()[1]
        self.restore()

    def __enter__(self) -> "Proxy":
        return self

    def __exit__(self, *_: object) -> None:
        self.restore()
        self.cut()

    def through(self, uri: str) -> str:
        parts = urlsplit(uri)
        login, at, _ = parts.netloc.rpartition("@")
        return parts._replace(netloc=f"{login}{at}127.0.0.1:{self.port}").geturl()

    def freeze(self, only_answers: bool = False) -> None:
        """Connections stay open and are accepted, and nothing passes: like SIGSTOP of the server.
        ``only_answers``: what the client sends still arrives."""
        self._answers.clear()
        if not only_answers:
            self._requests.clear()

    def slow(self, seconds: float) -> None:
        """Whatever passes takes so much longer, either way."""
        self._delay = seconds

    def cut(self) -> None:
        """Every connection breaks and new ones are refused."""
        _wake(self._listener)
        self._acceptor.join()
        self.break_connections()

    def break_connections(self) -> None:
        """Every connection breaks; new ones are welcome."""
        for end in list(self._open):
            _wake(end)

    def desert(self) -> None:
        """Every client's connection breaks, and the server does not hear of it: like a client
        whose machine is gone."""
        self._deserted |= self._open
        self.break_connections()

    def restore(self) -> None:
        self._delay = 0.0
        self._requests.set()
        self._answers.set()
        if not self._acceptor.is_alive():
            self._listen(self.port)

    def _listen(self, port: int) -> None:
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(("127.0.0.1", port))
        self._listener.listen(50)
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def _accept(self) -> None:
        with suppress(OSError), self._listener:
            while True:
                client, _ = self._listener.accept()
                self.accepted += 1
                self._open.add(client)
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        self._requests.wait()
        with client, suppress(OSError), socket.create_connection(self._target) as server:
            asking = threading.Thread(
                target=self._pump, args=(client, server, self._requests), daemon=True
            )
            asking.start()
            self._pump(server, client, self._answers)
            asking.join()
        self._open.discard(client)

    def _pump(self, source: socket.socket, sink: socket.socket, gate: threading.Event) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                gate.wait()
                if self._delay:
                    time.sleep(self._delay)
                if sink not in self._deserted:
                    sink.sendall(data)
        _wake(source)
        if source not in self._deserted:
            _wake(sink)


def _wake(end: socket.socket) -> None:
    """Ends whatever a thread waits for on this socket; that thread then closes it."""
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
