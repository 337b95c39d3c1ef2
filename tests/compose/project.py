"""One Compose project of the test's own: its name, its secrets, its image, and what is done to its
containers."""

import json
import os
import shutil
import subprocess
from typing import Any

from tests.compose.engine import ROOT, docker
from tests.support.eventually import eventually

SERVICES = ("registration", "screening", "lockers", "notifications", "gateway")
CLOCKED = ("docker-compose.yml", "docker-compose.demo.yml")
PATIENCE = 180
WORK = """
import re, urllib.request
page = urllib.request.urlopen("http://127.0.0.1:8000/metrics", timeout=10).read().decode()
wanted = r"^kunjungan_(?:rpc_calls|events_handled|http_requests)_total{.*} ([0-9.e+]+)$"
print(int(sum(map(float, re.findall(wanted, page, re.M)))))
"""


class Project:
    """Use as a context manager: what an earlier run left is removed first, and all afterwards."""

    def __init__(self, name: str, *files: str):
        self.name = name
        self.files = files or CLOCKED
        self.image = f"kunjungan:{name}"
        self.folder = ROOT / ".data" / name
        self.next_image = f"{self.image}-next"

    def __enter__(self) -> "Project":
        self.remove()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()
        shutil.rmtree(self.folder, ignore_errors=True)
        for image in (self.image, self.next_image):
            subprocess.run(["docker", "image", "rm", image], capture_output=True, check=False)

    def remove(self) -> None:
        """Containers, networks and volumes; the secrets stay."""
        for one in docker("ps", "-aq", "--filter", f"name={self.name}-squatter").split():
            docker("rm", "-f", one)
        self("--profile", "demo", "down", "--volumes", "--remove-orphans", "--timeout", "5")

    def __call__(
        self, *arguments: str, files: tuple[str, ...] = (), image: str = "", seconds: float = 300
    ) -> str:
        """``docker compose`` with these arguments, on ``files`` instead of the project's own."""
        chosen = [part for file in files or self.files for part in ("-f", str(ROOT / file))]
        environment = {
            **os.environ,
            "COMPOSE_PROJECT_NAME": self.name,
            "SECRETS_PATH": str(self.folder / "secrets"),
            "KUNJUNGAN_IMAGE": image or self.image,
        }
        environment.pop("REPORT", None)
        done = subprocess.run(
            ["docker", "compose", *chosen, *arguments],
            capture_output=True, text=True, timeout=seconds, env=environment, cwd=ROOT, check=False,
        )  # fmt: skip
        said = f"docker compose {' '.join(arguments)}: {done.stdout[-1500:]}{done.stderr[-3000:]}"
        assert done.returncode == 0, said
        return done.stdout.strip()

    def build(self) -> None:
        self("build", "provision", seconds=1200)

    def build_next(self) -> None:
        """The same program as another image, so that every container of it is another."""
        docker("build", "-q", "--label", "upgrade=next", "-t", self.next_image, str(ROOT),
               seconds=1200)  # fmt: skip

    def containers(self, service: str) -> list[str]:
        return sorted(self("ps", "-q", service).split())

    def work_of(self, container: str) -> int:
        """Calls answered, events handled and requests served by this process, by its metrics."""
        return int(docker("exec", container, "python", "-c", WORK))

    def cpu_seconds(self) -> dict[str, float]:
        """Of all processes of each container, since it was started."""
        read = "cat /sys/fs/cgroup/cpuacct/cpuacct.usage 2>/dev/null || " \
               "sed -n 's/^usage_usec \\(.*\\)/\\1000/p' /sys/fs/cgroup/cpu.stat"  # fmt: skip
        return {
            service: int(docker("exec", self.containers(service)[0], "sh", "-c", read)) / 1e9
            for service in (*SERVICES, "mongo", "rabbitmq")
        }

    def crash(self, container: str) -> None:
        """SIGKILL to its first process, as a fault would. Docker then starts it again."""
        before = _state(container)
        # from the host's view of processes: inside, the first process cannot be killed
        docker("run", "--rm", "--pid", "host", "--user", "0", "--network", "none", self.image,
               "sh", "-c", f"kill -9 {before['Pid']}")  # fmt: skip
        eventually(
            "Docker has started it again",
            lambda: (
                _state(container)["Running"]
                and _state(container)["StartedAt"] != before["StartedAt"]
            ),
            PATIENCE,
        )

    def move(self, service: str) -> tuple[str, str]:
        """Kills the only container of a service, has another take its address, and starts it anew.
        Gives the address before and after."""
        container = self.containers(service)[0]
        network = f"{self.name}_backend"
        before = _address(container, network)
        docker("rm", "-f", container)
        # Docker gives out the lowest address that is free; whether it did is checked by the caller
        docker("run", "-d", "--name", f"{self.name}-squatter-{service}", "--network", network,
               self.image, "sleep", "600")  # fmt: skip
        self("up", "-d", "--no-deps", service)
        return before, _address(self.containers(service)[0], network)

    def wait_until_ready(self, services: tuple[str, ...] = SERVICES) -> None:
        """Each process of them says that it can do its work."""
        for service in services:
            for container in self.containers(service):
                eventually(f"{service} is ready", lambda one=container: _ready(one), PATIENCE)

    def run(self, *command: str, user: str = "", seconds: float = 300) -> str:
        """In a container of its own inside the network, with the administrator's rights."""
        as_user = ("--user", user) if user else ()
        return self("run", "--rm", "--no-deps", "-T", *as_user, "provision", *command,
                    seconds=seconds)  # fmt: skip

    def keep_logs(self) -> str:
        """Says where: a file that is not removed with the containers."""
        path = ROOT / ".data" / f"{self.name}.log"
        path.write_text(self("logs", "--timestamps", "--no-color"), encoding="utf-8")
        return f"the logs are in {path}"


def _state(container: str) -> dict[str, Any]:
    return json.loads(docker("inspect", "-f", "{{json .State}}", container))


def _address(container: str, network: str) -> str:
    networks = json.loads(docker("inspect", "-f", "{{json .NetworkSettings.Networks}}", container))
    return networks[network]["IPAddress"]


def _ready(container: str) -> bool:
    try:
        docker("exec", container, "python", "-m", "chassis.healthcheck")
    except AssertionError:
        return False
    return True
