"""The outside world of the tests: a mail server and an HTTP server that answer as told."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.support.eventually import eventually
from tests.support.servers import free_port


@dataclass
class MailServer:
    port: int
    directory: Path

    def mails(self) -> list[EmailMessage]:
        return [
            BytesParser(policy=policy.default).parsebytes(path.read_bytes())
            for path in sorted(self.directory.glob("*.eml"))
        ]

    def clear(self) -> None:
        for path in self.directory.glob("*.eml"):
            path.unlink()


@contextmanager
def mail_server(directory: Path, *certificate: str) -> Iterator[MailServer]:
    port = free_port()
    program = Path(__file__).with_name("mail_server.py")
    process = subprocess.Popen([sys.executable, program, str(port), directory, *certificate])
    try:
        eventually("the mail server answers", lambda: _listens(port))
        yield MailServer(port, directory)
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Answers with ``answers`` one after another, then with the last of them for ever.

    While ``hold`` is set it gives no answer at all."""

    url: str = ""
    answers: list[int] = field(default_factory=lambda: [204])
    requests: list[Request] = field(default_factory=list)
    hold: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)
    endless_body: bool = False

    def next_answer(self) -> int:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def http_server() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.requests.append(Request(self.path, headers, body))
            if receiver.hold.is_set():
                receiver.release.wait(30)
            self._answer(receiver.next_answer())

        do_GET = do_POST

        def _answer(self, status: int) -> None:
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("location", receiver.url + "elsewhere")
            self.end_headers()
            while receiver.endless_body and not receiver.release.is_set():
                self.wfile.write(b"x" * 65536)

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:  # the sender has hung up on us
                pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield receiver
    finally:
        receiver.release.set()
        server.shutdown()
        server.server_close()
