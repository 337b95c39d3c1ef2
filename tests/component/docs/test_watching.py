"""What dashboard, alerts and docs/watching.md name is what a running service really shows."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from chassis.service import Service
from chassis.timers import timer
from operations.markdown import anchor
from tests.component.chassis.scraping import Scrape
from tests.support.containers import Services
from tests.support.eventually import eventually
from tests.support.servers import free_port

DOCS = Path(__file__).parents[3] / "docs"
DASHBOARD = json.loads((DOCS / "grafana" / "kunjungan.json").read_text())
ALERTS = yaml.safe_load((DOCS / "prometheus" / "alerts.yml").read_text())
SCRAPING = yaml.safe_load((DOCS / "prometheus" / "prometheus.yml").read_text())
PAGE = (DOCS / "watching.md").read_text()

NAME = re.compile(r"\b(?:kunjungan|process)_\w+")
SELECTOR = re.compile(r"\b((?:kunjungan|process)_\w+)(?:\{([^}]*)\})?")
MATCHER = re.compile(r"(\w+)\s*[=!]~?\s*\"")
SUFFIXES = {"histogram": ("_bucket", "_sum", "_count"), "counter": ("_total",), "gauge": ("",)}
EVERYWHERE = {"service", "job", "instance"}

RULES: list[dict[str, Any]] = [rule for group in ALERTS["groups"] for rule in group["rules"]]


def expressions() -> Iterator[tuple[str, str]]:
    for rule in RULES:
        yield rule["alert"], rule["expr"]
    for panel in DASHBOARD["panels"]:
        for target in panel.get("targets", ()):
            yield f"panel {panel['title']}", target["expr"]
    for variable in DASHBOARD["templating"]["list"]:
        if variable["type"] == "query":
            yield f"variable {variable['name']}", variable["definition"]


class Watched(Service):
    name = "watched"

    @timer()
    def tick(self) -> None:
        pass


@pytest.fixture
def scrape(services: Services) -> Scrape:
    port = free_port()
    services.start(Watched, HEALTH_PORT=port)
    eventually("all checks are ok", lambda: Scrape(port)("kunjungan_check_ok") == 4)
    return Scrape(port)


def exposed(scrape: Scrape) -> dict[str, str]:
    """Each name that can be asked for, with that of its metric in the docs."""
    named = {}
    for family in scrape.families:
        for suffix in SUFFIXES[family.type]:
            shown = family.name + suffix if family.type == "counter" else family.name
            named[family.name + suffix] = shown
    return named


def test_every_metric_of_the_dashboard_and_the_alerts_is_shown_by_a_running_service(scrape):
    there = exposed(scrape).keys()
    missing = {
        (where, name)
        for where, expression in expressions()
        for name in NAME.findall(expression)
        if name not in there
    }
    assert not missing


def test_the_page_lists_every_metric_and_no_other(scrape):
    listed = re.findall(r"^\| `((?:kunjungan|process)_\w+)` \|", PAGE, re.MULTILINE)
    assert len(listed) == len(set(listed))
    assert set(listed) == set(exposed(scrape).values())


def labels_on_the_page() -> dict[str, set[str]]:
    rows = re.findall(r"^\| `((?:kunjungan|process)_\w+)` \|([^|]*)\|", PAGE, re.MULTILINE)
    return {name: set(re.findall(r"`(\w+)`", labels)) for name, labels in rows}


def test_what_is_asked_for_has_the_labels_it_is_asked_by():
    known = labels_on_the_page()
    for where, expression in expressions():
        for name, matchers in SELECTOR.findall(expression):
            metric = re.sub("_(bucket|sum|count)$", "", name)
            asked = set(MATCHER.findall(matchers.replace("$", "")))
            assert asked <= known[metric] | EVERYWHERE, (where, name)


def test_the_page_says_which_labels_a_metric_really_has(scrape):
    known = labels_on_the_page()
    names = exposed(scrape)
    for family in scrape.families:
        for sample in family.samples:
            given = sample.labels.keys() - {"service", "le"}
            assert given == known[names[sample.name]], sample.name


def test_the_checks_that_alerts_name_are_those_of_a_service(scrape):
    checks = scrape.values("kunjungan_check_ok", "check")
    named = {one for _, text in expressions() for one in re.findall(r'check!?="(\w+)"', text)}
    assert named
    assert named <= checks


def sections(page: str, level: str) -> dict[str, str]:
    """Each section of that depth by its anchor."""
    parts = re.split(rf"^{level} (.+)$", (DOCS / page).read_text(), flags=re.MULTILINE)
    return {anchor(title): text for title, text in zip(parts[1::2], parts[2::2], strict=True)}


RUNBOOK = sections("runbook.md", "##")
DEPTHS = {"docs/watching.md": sections("watching.md", "###"), "docs/runbook.md": RUNBOOK}


def test_every_alert_names_the_section_that_has_its_steps():
    for rule in RULES:
        page, _, fragment = rule["annotations"]["runbook"].partition("#")
        assert f"`{rule['alert']}`" in DEPTHS[page][fragment]


def test_every_alert_is_explained_once():
    for rule in RULES:
        explained = [one for one in DEPTHS["docs/watching.md"].values() if _tells_of(rule, one)]
        assert len(explained) == 1, rule["alert"]
        page, _, fragment = rule["annotations"]["runbook"].partition("#")
        assert page == "docs/watching.md" or f"runbook.md#{fragment}" in explained[0]


def _tells_of(rule: dict[str, Any], section: str) -> bool:
    """A section begins with the alerts that it is about."""
    return f"`{rule['alert']}`" in section.strip().splitlines()[0]


def test_the_runbook_names_no_alert_that_does_not_exist():
    named = set(re.findall(r"`(Kunjungan\w+)`", (DOCS / "runbook.md").read_text()))
    assert named <= {rule["alert"] for rule in RULES}


@pytest.mark.parametrize("name", RUNBOOK)
def test_every_section_of_the_runbook_says_the_four_things(name: str):
    leads = re.findall(r"^\*\*([A-Z][^.:*]*?)(?::\*\*| when\*\*)", RUNBOOK[name], re.MULTILINE)
    assert leads == ["You notice", "Safe meanwhile", "Do", "It is over"]


def test_the_alerts_and_the_scraping_agree_on_the_name_of_the_job():
    jobs = {one["job_name"] for one in SCRAPING["scrape_configs"]}
    named = {one for _, text in expressions() for one in re.findall(r'job="(\w+)"', text)}
    assert named == jobs


def test_every_panel_takes_the_data_source_that_is_chosen_on_the_page():
    for panel in DASHBOARD["panels"]:
        if panel["type"] != "row":
            sources = [panel["datasource"], *(one["datasource"] for one in panel["targets"])]
            assert {one["uid"] for one in sources} == {"${datasource}"}
