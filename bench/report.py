"""What a measurement answers with: printed, and written to REPORT as JSON."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from bench import machine
from tests.support.servers import virtual_host


def reported(measured: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Measures on a virtual host of its own, and adds what it was measured on."""
    about = machine.described()
    with virtual_host(f"bench-{uuid4().hex[:8]}") as uri, patch.dict(os.environ, AMQP_URI=uri):
        report = {"machine": about, **measured()}
    text = json.dumps(report, indent=2)
    print(text)
    if path := os.environ.get("REPORT"):
        Path(path).write_text(text + "\n", encoding="utf-8")
    return report
