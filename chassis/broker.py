"""The one place that makes connections to the broker, so that none of them goes without TLS."""

import ssl
from typing import Any
from urllib.parse import urlsplit

from kombu import Connection

from chassis.settings import given

TLS = "amqps"


def connect(amqp_uri: str, **options: Any) -> Connection:
    """A kombu connection, not opened yet. ``options`` are kombu's.

    Raises ValueError when the settings ask for TLS and ``amqp_uri`` does not: we would rather not
    talk at all than in the clear.
    """
    return Connection(amqp_uri, ssl=tls_options(amqp_uri), **options)


def tls_options(amqp_uri: str) -> dict[str, Any] | None:
    """As py-amqp takes them; None for a connection without TLS. Raises ValueError as above.

    Read anew each time: certificates are renewed while we run.
    """
    names = {"ca_certs": "CA", "certfile": "CERT", "keyfile": "KEY"}
    files = {
        option: path for option, name in names.items() if (path := given(f"AMQP_TLS_{name}_FILE"))
    }
    parts = urlsplit(amqp_uri)
    if parts.scheme != TLS:
        if files:
            raise ValueError("AMQP_TLS_CA_FILE or its like is set, but AMQP_URI is not amqps://")
        return None
    return {
        **files,
        "cert_reqs": ssl.CERT_REQUIRED,
        "server_hostname": parts.hostname,  # without it the name is not checked
        "tls_minimum_version": ssl.TLSVersion.TLSv1_2,
    }
