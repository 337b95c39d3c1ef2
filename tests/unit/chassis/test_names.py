"""A name that has moved is found at its new address at once, whatever the old answer said."""

import socket
from collections.abc import Iterator

import eventlet
import pytest
from eventlet.support import greendns

from chassis.names import look_up_anew

TEN_MINUTES = 600
"""What Docker says of a container's name."""


@pytest.fixture
def addresses() -> Iterator[list[str]]:
    """What the name server answers, one after another; the last one for ever."""
    given = ["127.0.0.1"]
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    serving = eventlet.spawn(_serve, server, given)
    greendns.resolver.clear()
    greendns.resolver._resolver.nameservers = ["127.0.0.1"]
    greendns.resolver._resolver.port = server.getsockname()[1]
    yield given
    serving.kill()
    server.close()
    greendns.resolver.clear()


def test_a_broker_that_has_moved_is_found_at_its_new_address(addresses: list[str]):
    look_up_anew()
    assert _found() == "127.0.0.1"
    addresses[0] = "127.0.0.2"
    assert _found() == "127.0.0.2"


def _found() -> str:
    return socket.getaddrinfo("rabbitmq.example", 5672, socket.AF_INET)[0][4][0]


def _serve(server: socket.socket, addresses: list[str]) -> None:
    while True:
        asked, caller = server.recvfrom(512)
        answer = greendns.dns.message.make_response(greendns.dns.message.from_wire(asked))
        question = answer.question[0]
        if question.rdtype == greendns.dns.rdatatype.A:
            answer.answer.append(
                greendns.dns.rrset.from_text(question.name, TEN_MINUTES, "IN", "A", addresses[0])
            )
        server.sendto(answer.to_wire(), caller)
