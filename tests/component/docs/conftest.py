"""The folder and the shell of a reader."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.support.pages import ROOT
from tests.support.shell import Shell


@pytest.fixture
def shell(tmp_path: Path, settings: dict[str, Any]) -> Shell:
    """As after `make setup`; what is run from it finds the databases of this test."""
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    return Shell(tmp_path, {**os.environ, "DATABASE_PREFIX": settings["DATABASE_PREFIX"]})
