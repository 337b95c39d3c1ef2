"""The import rules of pyproject.toml hold, and each of them can fail."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("contracts", "chassis", "services", "operations", "console")

BREACHES = [
    ("services", "services/lockers/service.py", "import services.screening.schemas"),
    ("services", "services/screening/domain/refusals.py", "import services.lockers.domain"),
    ("rooms", "services/lockers/domain/refusals.py", "import services.lockers.store"),
    ("rooms", "services/lockers/store.py", "import services.lockers.service"),
    ("domain", "services/registration/domain/refusals.py", "import marshmallow"),
    ("domain", "services/notifications/domain/refusals.py", "import chassis.clock"),
    ("domain", "services/screening/domain/refusals.py", "from contracts import screening"),
    ("chassis", "chassis/clock.py", "import contracts"),
    ("chassis", "chassis/clock.py", "import services.registration.domain"),
    ("contracts", "contracts/fields.py", "import chassis.ids"),
    ("operations", "services/lockers/service.py", "import operations.waiting"),
    ("console", "console/desk.py", "import contracts.calls"),
    ("console", "console/gateway.py", "import services.gateway.domain.policy"),
    ("console_alone", "operations/waiting.py", "import console.settings"),
    ("pymongo", "services/lockers/service.py", "import pymongo"),
    ("pymongo", "services/registration/schemas.py", "from bson import ObjectId"),
]


def lint(directory: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    for contract in contracts:
        command += ["--contract", contract]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_import_rule_holds():
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("contract", "file", "line"), BREACHES)
def test_a_forbidden_import_breaks_its_rule(copy: Path, contract: str, file: str, line: str):
    module = copy / file
    module.write_text(f"{module.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    result = lint(copy, contract)
    assert result.returncode == 1, result.stdout
    assert "1 broken" in result.stdout
    assert file.removesuffix(".py").replace("/", ".") in result.stdout


def test_every_rule_has_a_breach_that_proves_it():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    rules = {contract["id"] for contract in config["tool"]["importlinter"]["contracts"]}
    assert rules == {contract for contract, _, _ in BREACHES}
