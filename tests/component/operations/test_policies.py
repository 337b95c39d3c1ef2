"""What `provision` tells a broker that has the management plugin."""

from pathlib import Path

from kombu import Connection

from chassis.topology import parked_queue
from operations.provision import _broker_users
from operations.secrets import write_secrets
from tests.support.broker_node import BrokerNode
from tests.support.eventually import eventually
from tests.support.servers import free_port


def test_no_number_of_looks_drops_a_parked_message(tmp_path: Path):
    """A lot that was made before the policy is under it, too."""
    write_secrets(tmp_path)
    port = free_port()
    config = {"management.tcp.port": str(port)}
    with BrokerNode(plugins=["rabbitmq_management"], config=config) as node:
        with Connection(node.uri) as connection:
            parked_queue("lockers")(connection.default_channel).declare()
        _broker_users(
            {"AMQP_URI": node.uri, "QUORUM_SIZE": 1}, f"http://127.0.0.1:{port}", tmp_path, print
        )

        def under() -> str:
            return node.control("list_queues", "name", "policy")

        eventually("the lot is under it", lambda: "parked.lockers\tparked" in under())
        assert '{"delivery-limit":1000000000}' in node.control("list_policies")
