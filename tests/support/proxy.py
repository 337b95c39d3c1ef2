"""A TCP proxy that can be cut, frozen and restored, in front of a broker or a database."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

CHUNK = 65536


class Proxy:
    """Use as a context manager; ``through(uri)`` is the same URI by way of the proxy."""

    def __init__(self, uri: str):
        target = urlsplit(uri)
        self._target = (target.hostname or "127.0.0.1", target.port or 5672)
        self._listener = self._listen(0)
        self.port = self._listener.getsockname()[1]
        self._flowing = threading.Event()
        self._answering = threading.Event()
        self._open: set[socket.socket] = set()
        self.restore()

    def __enter__(self) -> "Proxy":
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()

    def through(self, uri: str) -> str:
        parts = urlsplit(uri)
        login, at, _ = parts.netloc.rpartition("@")
        return parts._replace(netloc=f"{login}{at}127.0.0.1:{self.port}").geturl()

    def freeze(self, only_answers: bool = False) -> None:
        """Connections stay open and are accepted, and nothing passes: like SIGSTOP of the server.
        ``only_answers``: what the client sends still arrives."""
        self._answering.clear()
        if not only_answers:
            self._flowing.clear()

    def cut(self) -> None:
        """Every connection breaks and new ones are refused."""
        _close(self._listener)
        self.break_connections()

    def break_connections(self) -> None:
        """Every connection breaks; new ones are welcome."""
        while self._open:
            _close(self._open.pop())

    def restore(self) -> None:
        self._flowing.set()
        self._answering.set()
        if self._listener.fileno() < 0:
            self._listener = self._listen(self.port)
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _listen(self, port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(50)
        return listener

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                self._open.add(client)
                threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        self._flowing.wait()
        try:
            server = socket.create_connection(self._target)
        except OSError:
            _close(client)
            return
        self._open.add(server)
        pump = threading.Thread(
            target=self._pump, args=(client, server, self._flowing), daemon=True
        )
        pump.start()
        self._pump(server, client, self._answering)

    def _pump(self, source: socket.socket, sink: socket.socket, gate: threading.Event) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                gate.wait()
                sink.sendall(data)
        for end in (source, sink):
            self._open.discard(end)
            _close(end)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
