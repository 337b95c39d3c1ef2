"""What the services can be asked by RPC: the published requests."""

from contracts.calls.call import Call

ALL: dict[str, Call] = {}
"""By ``service.method``. The modules that fill it are in work (services/gateway/README.md)."""
