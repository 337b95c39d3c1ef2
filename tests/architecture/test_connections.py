"""Every connection to the broker is made in chassis/broker.py, which sees to its TLS."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
ALLOWED = {ROOT / "chassis" / "broker.py"}


def makers(source: str) -> list[int]:
    """Lines that call kombu's Connection."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("Connection", "kombu.Connection")
    ]


def test_no_other_module_makes_one():
    found = {
        str(path.relative_to(ROOT)): lines
        for folder in ("chassis", "services", "operations")
        for path in (ROOT / folder).rglob("*.py")
        if path not in ALLOWED and (lines := makers(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_one_that_is_made_elsewhere_is_found():
    assert makers("from kombu import Connection\nwith Connection(uri) as one: pass") == [2]
