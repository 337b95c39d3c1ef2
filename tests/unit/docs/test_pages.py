"""What the pages say is there: links, files, targets, commands, settings, methods."""

import re
from pathlib import Path

import pytest
import yaml

from chassis.settings import COMMON
from operations.cli import app
from operations.markdown import anchor
from operations.rpc_methods import every_method
from operations.secrets import OWNERS, SERVICES
from operations.settings_pages import compose_settings, process_settings
from services.gateway.domain.policy import POLICY
from tests.support.pages import PAGES, ROOT, code, fences, headings, links, name

README = ROOT / "README.md"
OPERATING, PANDUAN = ROOT / "docs/operating.md", ROOT / "docs/id/panduan-operator.md"
FOLDERS = "chassis|console|contracts|docs|operations|services|tests|bench"
TO_COME: set[str] = set()
"""Commands of later versions; docs/operating.md says that they are not there yet."""
OF_THE_API = {"api.md", "routes.md"}
"""There an operation of the HTTP API may be meant."""
OF_THE_TOOLS = {
    "REPORT",
    "NAME",
    "MANAGEMENT_URL",
    "SECRETS_DIR",
    "EOF",
    "PREPARE_IMAGES",
    "COMPOSE_FILE",
}
"""Variables that are no settings of ours, or stand for any."""

pages = pytest.mark.parametrize("page", PAGES, ids=name)


@pages
def test_every_link_leads_somewhere(page: Path):
    broken = []
    for target in links(page):
        path, _, fragment = target.partition("#")
        if re.match(r"https?://", target):
            continue
        aim = (page.parent / path).resolve() if path else page
        if not aim.exists() or (fragment and fragment not in _fragments(aim)):
            broken.append(target)
    assert not broken


@pages
def test_every_path_that_is_named_exists(page: Path):
    named = re.findall(rf"(?<![\w./-])((?:{FOLDERS})/[\w./*<>-]*)", "\n".join(code(page)))
    paths = {re.sub(r"<\w+>", "*", one.rstrip("./")) for one in named}
    assert not [one for one in paths if not list(ROOT.glob(one))]


@pages
def test_every_make_target_that_is_named_exists(page: Path):
    there = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    named = re.findall(r"(?:^|\s)make ([a-z][a-z-]*)", "\n".join(code(page)))
    assert set(named) <= set(there)


@pages
def test_every_command_of_ours_that_is_named_exists(page: Path):
    there = {one.name or one.callback.__name__ for one in app.registered_commands}
    there |= {one.name for one in app.registered_groups}
    assert not there & TO_COME, "it has come: the pages must not say that it is missing"
    named = re.findall(r"(?:^|[\s/])kunjungan ([a-z]+)\b", "\n".join(code(page)), re.MULTILINE)
    assert set(named) <= there | TO_COME


@pages
def test_every_setting_that_is_named_exists(page: Path):
    files = [
        COMMON,
        *(ROOT / "services" / one / "config.yml" for one in OWNERS),
        ROOT / "console/config.yml",
    ]
    there = {one.name for file in files for one in process_settings(file)}
    there |= {one.name for one in compose_settings()} | OF_THE_TOOLS
    named = re.findall(r"(?<![\w$.])([A-Z][A-Z0-9_]{3,})(?==|`|\b)", "\n".join(code(page)))
    meant = {one for one in named if "_" in one}
    assert {one for one in meant if not {one, one.removesuffix("_FILE")} & there} == set()


@pages
def test_every_method_that_is_named_exists(page: Path):
    there = {one.address for methods in every_method().values() for one in methods}
    there |= {f"{service}.{own}" for service in SERVICES for own in ("events", "parked", "ping")}
    if page.name in OF_THE_API:
        there |= set(POLICY)
    named = re.findall(rf"(?<![\w./-])((?:{'|'.join(SERVICES)})\.[a-z_]+)(?![\w./])",
                       "\n".join(code(page)))  # fmt: skip
    assert set(named) <= there


@pages
def test_every_container_that_is_named_exists(page: Path):
    there = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    text = "\n".join(code(page))
    named = re.findall(r"docker compose (?:exec|restart|up|pull) ([a-z]+)", text)
    named += re.findall(r"--scale ([a-z]+)=", text)
    assert set(named) <= set(there)


@pages
def test_every_python_example_is_python(page: Path):
    for fence in fences(page):
        if fence.language == "python":
            compile(fence.text, name(page), "exec")


def test_the_picture_of_the_day_is_drawn():
    drawn = [fence.text for fence in fences(README) if fence.language == "mermaid"]
    assert drawn
    assert all(len(text.splitlines()) > 5 and "-->" in text for text in drawn)


def test_the_readme_says_first_what_it_is_and_then_two_commands():
    assert README.read_text().startswith("# Kunjungan\n\nKunjungan (")
    assert [fence.text for fence in fences(README)][:2] == ["make demo\n", "make test\n"]


def test_the_indonesian_guide_has_the_commands_and_sections_of_the_english_one():
    assert _commands(PANDUAN) == _commands(OPERATING)
    assert len(headings(PANDUAN)) == len(headings(OPERATING))


def _commands(page: Path) -> list[str]:
    """Without comments, which are in the reader's language."""
    return [re.sub(r"^ *#.*\n", "", fence.text, flags=re.MULTILINE) for fence in fences(page)]


def _fragments(page: Path) -> set[str]:
    return {anchor(heading) for heading in headings(page)}
