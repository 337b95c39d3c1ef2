"""What is imported is declared, so that it is locked and a new machine has it."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("contracts", "chassis", "services", "operations", "console")
AROUND = ("tests", "docs", "bench")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(requirements: Iterable[str]) -> set[str]:
    return {normal(re.split(r"[^\w.-]", requirement)[0]) for requirement in requirements}


def imported(*folders: str) -> Iterator[tuple[str, Path]]:
    """Every top-level package that is imported there, but for the standard library and ours."""
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            siblings = {sibling.stem for sibling in path.parent.iterdir()}
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names: list[str] = []
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    names = [str(node.module)]
                for name in {name.split(".")[0] for name in names}:
                    known = {*sys.stdlib_module_names, *OURS, *AROUND, *siblings}
                    if name not in known:
                        yield name, path.relative_to(ROOT)


def undeclared(folders: Iterable[str], allowed: set[str]) -> list[str]:
    installed = packages_distributions()
    return sorted(
        {
            f"{name} in {path}"
            for name, path in imported(*folders)
            if not allowed & {normal(one) for one in installed.get(name, [name])}
        }
    )


def test_everything_the_services_import_is_a_dependency():
    assert undeclared(OURS, declared(PROJECT["dependencies"])) == []


def test_everything_the_tests_import_is_a_dependency_of_development():
    extras = PROJECT["optional-dependencies"]
    every = [*PROJECT["dependencies"], *extras["dev"], *extras["embedded"]]
    assert undeclared(AROUND, declared(every)) == []


def test_a_package_that_nobody_declared_is_found():
    assert any("pytest in tests" in one for one in undeclared(["tests"], declared(["kombu>=5"])))


def test_every_dependency_is_locked():
    extras = PROJECT["optional-dependencies"]
    needed = PROJECT["dependencies"]
    assert declared(needed) - locked("requirements.lock") == set()
    everything = [*needed, *extras["dev"], *extras["embedded"]]
    assert declared(everything) - locked("requirements-dev.lock") == set()


def test_both_locks_hold_the_same_versions():
    runtime, development = lines("requirements.lock"), lines("requirements-dev.lock")
    assert runtime - development == set()


def locked(name: str) -> set[str]:
    return {line.partition("==")[0] for line in lines(name)}


def lines(name: str) -> set[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return set(re.findall(r"^[a-z0-9-]+==[^ ;]+", text, re.MULTILINE))
