"""A mail server as a process of its own: ``python mail_server.py port directory [cert key]``.

It files each mail in the directory, ``<recipient>-<n>.eml``, and answers by the recipient's name:
``full@`` 452, ``unknown@`` 550, and to the text of a mail to ``busy@`` 451, ``spam@`` 554. With a
certificate it insists on STARTTLS and on the log-in ``kunjungan`` / ``open sesame``.
"""

import ssl
import sys
import time
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

AT_RCPT = {"full": "452 mailbox full", "unknown": "550 no such user here"}
AT_DATA = {"busy": "451 try later", "spam": "554 not wanted"}


class Filing:
    def __init__(self, directory: Path):
        self.directory = directory
        self.count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = AT_RCPT.get(address.partition("@")[0])
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server, session, envelope):
        for address in envelope.rcpt_tos:
            if answer := AT_DATA.get(address.partition("@")[0]):
                return answer
        for address in envelope.rcpt_tos:
            self.count += 1
            (self.directory / f"{address}-{self.count}.eml").write_bytes(envelope.content)
        return "250 OK"


def log_in(server, session, envelope, mechanism, data):
    known = (data.login, data.password) == (b"kunjungan", b"open sesame")
    return AuthResult(success=known, handled=False)


def main(port: str, directory: str, *certificate: str) -> None:
    secured = {}
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*certificate)
        secured = {"tls_context": context, "require_starttls": True, "auth_required": True,
                   "authenticator": log_in}  # fmt: skip
    server = Controller(Filing(Path(directory)), "127.0.0.1", int(port), **secured)
    server.start()
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    main(*sys.argv[1:])
