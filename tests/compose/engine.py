"""The Docker engine and the three images that ours stand on."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PREPARE = Path(os.environ.get("PREPARE_IMAGES", ROOT / "../shared/images/prepare"))
"""A program that starts an engine and makes the images where they cannot be pulled."""


def make_ready() -> str:
    """The versions of engine and Compose. AssertionError when there is no engine or an image is
    missing, and nothing that could prepare them."""
    if not (_works("docker", "info") and _works("docker", "compose", "version") and _images()):
        assert PREPARE.is_file(), (
            "Needs a running Docker engine, Compose v2 and the images of docker-compose.yml, or in "
            "PREPARE_IMAGES a program that makes them."
        )
        subprocess.run([PREPARE.resolve()], check=True)
    return f"Docker {docker('version', '--format', '{{.Server.Version}}')}, " \
           f"Compose {docker('compose', 'version', '--short')}"  # fmt: skip


def docker(*arguments: str, seconds: float = 120) -> str:
    """What the command wrote. AssertionError, with its complaint, when it fails."""
    done = subprocess.run(
        ["docker", *arguments], capture_output=True, text=True, timeout=seconds, check=False
    )
    said = f"docker {' '.join(arguments)}: {done.stdout[-1500:]}{done.stderr[-3000:]}"
    assert done.returncode == 0, said
    return done.stdout.strip()


def _images() -> bool:
    """Whether all that the Compose file and the Dockerfile start from is here, or can be pulled."""
    names = [
        word
        for file in ("docker-compose.yml", "Dockerfile")
        for line in (ROOT / file).read_text().splitlines()
        for key, _, word in [line.strip().partition(" ")]
        if key in ("image:", "FROM") and "$" not in word
    ]
    return all(_works("docker", "image", "inspect", one) or _works("docker", "pull", "-q", one)
               for one in names)  # fmt: skip


def _works(*command: str) -> bool:
    if not shutil.which(command[0]):
        return False
    return subprocess.run(command, capture_output=True, check=False).returncode == 0
