"""Servers that stand for the outside."""

from collections.abc import Iterator

import pytest

from tests.unit.notifications.outside import MailServer, Receiver, http_server, mail_server


@pytest.fixture(scope="session")
def running_mail_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    with mail_server(tmp_path_factory.mktemp("mail")) as server:
        yield server


@pytest.fixture
def mail(running_mail_server: MailServer) -> MailServer:
    running_mail_server.clear()
    return running_mail_server


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with http_server() as receiver:
        yield receiver
