"""E-mail by SMTP."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from services.notifications.channels import Letter, NotSent

TLS = ("starttls", "implicit", "none")


@dataclass(frozen=True)
class Mailbox:
    """The server that takes our mail. ``tls``: one of ``TLS``; ``timeout`` in seconds for
    each step of the conversation."""

    host: str
    port: int
    sender: str
    tls: str = "starttls"
    user: str | None = None
    password: str | None = None
    timeout: float = 10.0
    ca_file: str | None = None


class Email:
    def __init__(self, mailbox: Mailbox):
        self._mailbox = mailbox

    def send(self, letter: Letter) -> None:
        """The server's answer to the mail itself decides; a failing good-bye does not."""
        if not letter.address.emails:
            raise NotSent("no_address", for_good=True)
        with self._translated(), self._connected() as server:
            server.send_message(self._mail(letter), to_addrs=list(letter.address.emails))

    def _mail(self, letter: Letter) -> EmailMessage:
        mail = EmailMessage(policy=SMTP)
        mail["From"] = self._mailbox.sender
        mail["To"] = ", ".join(letter.address.emails)
        mail["Subject"] = letter.subject
        mail["Date"] = format_datetime(datetime.now().astimezone())
        # The same at every attempt, so that a mailbox can drop a second copy.
        mail["Message-ID"] = f"<{letter.id}@{_domain_of(self._mailbox.sender)}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(letter.body)
        mail["Content-Language"] = letter.language
        return mail

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        box = self._mailbox
        context = ssl.create_default_context(cafile=box.ca_file)
        server: smtplib.SMTP
        if box.tls == "implicit":
            server = smtplib.SMTP_SSL(box.host, box.port, timeout=box.timeout, context=context)
        else:
            server = smtplib.SMTP(box.host, box.port, timeout=box.timeout)
        try:
            if box.tls == "starttls":
                server.starttls(context=context)
            if box.user:
                server.login(box.user, box.password or "")
            yield server
            _say_goodbye(server)
        finally:
            server.close()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """SMTP says with 5yz that trying again is of no use, with 4yz that it may be (RFC 5321,
        4.2.1). What goes wrong between us and the server (log-in, TLS) an operator can repair,
        so it is tried again. The server's words may quote the address, so they go no further."""
        try:
            yield
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise NotSent("recipient_refused", all(code >= 500 for code in codes)) from None
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            raise NotSent(f"smtp_{error.smtp_code}", error.smtp_code >= 500) from None
        except smtplib.SMTPNotSupportedError:
            raise NotSent("smtp_not_supported") from None
        except smtplib.SMTPAuthenticationError:
            raise NotSent("smtp_login_refused") from None
        except ssl.SSLError:
            raise NotSent("smtp_tls_failed") from None
        except TimeoutError:
            raise NotSent("timeout") from None
        except (smtplib.SMTPException, OSError):
            raise NotSent("smtp_unavailable") from None
        except ValueError:
            # An address or subject that cannot stand in a mail at all.
            raise NotSent("malformed_mail", for_good=True) from None


def _say_goodbye(server: smtplib.SMTP) -> None:
    """The mail is accepted by now: to report a failure here would send it twice."""
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        pass


def _domain_of(sender: str) -> str:
    return sender.rpartition("@")[2].strip("> ") or "localhost"
