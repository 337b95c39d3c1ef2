"""What a reader, an operator and an installer may rely on in every folder."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SERVICES = ("registration", "screening", "lockers", "notifications")
ROOMS = ("__init__.py", "__main__.py", "service.py", "store.py", "schemas.py", "config.yml")
LOCKS = ("requirements.lock", "requirements-dev.lock")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_the_same_rooms(service: str):
    folder = ROOT / "services" / service
    assert [room for room in ROOMS if not (folder / room).is_file()] == []
    assert (folder / "domain").is_dir()


@pytest.mark.parametrize(
    "config", ["chassis", *(f"services/{name}" for name in (*SERVICES, "gateway"))]
)
def test_every_setting_has_its_reason_above_it(config: str):
    lines = text(f"{config}/config.yml").splitlines()
    unexplained = [
        line.split(":")[0]
        for above, line in zip(["", *lines], lines, strict=False)
        if re.match(r"[A-Za-z_]+:", line) and not re.match(r"#|[A-Za-z_]+:", above)
    ]
    assert unexplained == []


def test_every_setting_of_the_compose_file_is_explained_to_the_operator():
    used = set(re.findall(r"\$\{([A-Z_]+)", text("docker-compose.yml")))
    explained = set(re.findall(r"^#?([A-Z_]+)=", text(".env.example"), re.MULTILINE))
    assert used == explained


def test_the_compose_file_publishes_no_port_and_holds_no_password():
    services = yaml.safe_load(text("docker-compose.yml"))["services"]
    assert [name for name, service in services.items() if "ports" in service] == []
    settings = [one for service in services.values() for one in service["environment"].items()]
    holds_one = re.compile("PASS|KEY|SECRET|(AMQP|MONGO)_URI")
    secret = [value for name, value in settings if holds_one.search(name)]
    assert len(secret) > 10
    assert [value for value in secret if not value.startswith("/run/secrets")] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash_and_no_address(lock: str):
    entries = re.split(r"\n(?=[a-z0-9])", text(lock).strip())
    assert len(entries) > 30
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text(lock)


def test_the_image_runs_as_the_user_that_secrets_are_given_to():
    from operations.cli import IMAGE_USER

    assert f"useradd --uid {IMAGE_USER} " in text("Dockerfile")
    assert re.search(r"^USER kunjungan$", text("Dockerfile"), re.MULTILINE)
