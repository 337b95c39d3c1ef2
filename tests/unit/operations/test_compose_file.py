"""What docker-compose.yml gives to whom."""

import re
from typing import Any

import pytest
import yaml

from tests.support.pages import ROOT

FILE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
OURS = {name: one for name, one in FILE["services"].items() if "build" in one}
SERVES = ("registration", "screening", "lockers", "notifications", "gateway", "console")


def test_the_console_reaches_the_gateway_and_nothing_else():
    console = FILE["services"]["console"]
    assert console["networks"] == ["front"]
    assert FILE["networks"]["front"] == {"internal": True}, "no way out"
    services = FILE["services"].items()
    with_it = {name for name, one in services if "front" in one.get("networks", [])}
    assert with_it == {"console", "gateway"}


@pytest.mark.parametrize("name", SERVES)
def test_each_reads_its_own_secrets_alone(name: str):
    mounted = [one for one in FILE["services"][name]["volumes"] if "SECRETS_PATH" in one]
    assert [re.sub(r"\$\{.*?\}", "", one) for one in mounted] == [f"/{name}:/run/secrets:ro"]


@pytest.mark.parametrize("name", SERVES)
def test_each_runs_with_no_more_rights_than_it_needs_and_is_watched(name: str):
    one = OURS[name]
    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert one["restart"] == "unless-stopped"
    assert one["healthcheck"]["test"]
    assert one["mem_limit"]


def test_no_port_is_published():
    assert not [name for name, one in FILE["services"].items() if "ports" in one]


def test_what_the_console_is_told_are_settings_of_its_own():
    own = set(re.findall(r"\$\{(\w+):", (ROOT / "console/config.yml").read_text(encoding="utf-8")))
    told = {name.removesuffix("_FILE") for name in FILE["services"]["console"]["environment"]}
    assert told - {"NICEGUI_STORAGE_PATH"} <= own
