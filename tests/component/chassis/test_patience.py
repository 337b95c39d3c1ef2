"""How long a request waits for a service that does not take it up."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from kombu import Connection, Exchange, Queue

from chassis.calling import RpcClient
from chassis.errors import CallTimedOut
from chassis.topology import RPC_EXCHANGE
from tests.support.eventually import eventually


def test_a_request_waits_in_the_queue_as_long_as_its_caller_waits_for_the_answer(amqp_uri):
    service = f"away-{uuid4().hex[:8]}"
    with Connection(amqp_uri) as connection, RpcClient(amqp_uri) as caller:
        exchange = Exchange(RPC_EXCHANGE, type="topic", durable=True)
        queue = Queue(service, exchange, routing_key=f"{service}.*", exclusive=True)
        bound = queue(connection.default_channel)
        bound.declare()
        with ThreadPoolExecutor(1) as officer:
            asked = officer.submit(caller.call, service, "ping", {}, timeout=4.0)
            request = eventually("the request is there", lambda: bound.get(no_ack=True))
            assert 2000 < int(request.properties["expiration"]) <= 4000
            with pytest.raises(CallTimedOut):
                asked.result()
