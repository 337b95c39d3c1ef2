"""The rules of a service stand on the standard library and on each other, on nothing else."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOMAIN_FILES = sorted(
    path
    for service in (ROOT / "services").iterdir()
    for path in [*service.glob("domain/**/*.py"), *service.glob("domain.py")]
)


def foreign_imports(source: str, domain: str) -> Iterator[str]:
    """Imports, wherever in the file, of what is neither standard library nor this domain."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            standard = name.split(".")[0] in sys.stdlib_module_names
            if not standard and not f"{name}.".startswith(f"{domain}."):
                yield name


@pytest.mark.parametrize("path", DOMAIN_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_domain_module_imports_the_standard_library_only(path: Path):
    service = path.relative_to(ROOT / "services").parts[0]
    source = path.read_text(encoding="utf-8")
    assert list(foreign_imports(source, f"services.{service}.domain")) == []


def test_there_is_a_domain_to_look_at_in_every_service():
    seen = {path.relative_to(ROOT / "services").parts[0] for path in DOMAIN_FILES}
    assert seen == {"registration", "screening", "lockers", "notifications", "gateway"}


@pytest.mark.parametrize(
    "line",
    [
        "import nameko",
        "import os, marshmallow",
        "from pymongo.errors import PyMongoError",
        "from chassis.clock import Clock",
        "from services.lockers import store",
        "from services.lockers.domain_of_others import x",
        "def late():\n    import requests",
    ],
)
def test_a_foreign_import_is_found_anywhere(line: str):
    assert list(foreign_imports(line, "services.lockers.domain"))


@pytest.mark.parametrize(
    "line", ["import re", "from datetime import date", "from services.lockers.domain import card"]
)
def test_the_standard_library_and_the_own_domain_are_no_foreigners(line: str):
    assert not list(foreign_imports(line, "services.lockers.domain"))
