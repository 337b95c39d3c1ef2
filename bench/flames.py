"""Where the time of a visit goes: ``make bench-flames`` draws a flame graph of each process.

Whole visits go through our services at DESKS desks (32) as fast as they can, while py-spy looks at
every process so many times a second. SVG files in docs/pictures: open one in a browser, the widest
bars are where the time went. Time in which a process waits is left out.
"""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

from bench import machine
from bench.generator import Generator
from bench.sides import AtDesks
from bench.visits.ours import Ours, ours
from operations.secrets import SERVICES
from tests.support.servers import virtual_host

DESKS = int(os.environ.get("DESKS", "32"))
VISITS = int(os.environ.get("VISITS", "200"))
SECONDS = 15
A_SECOND = 200
PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
PY_SPY = Path(sys.executable).with_name("py-spy")


def main() -> int:
    with ExitStack() as opened:
        opened.enter_context(patch.dict(os.environ))
        os.environ.pop("DESKS", None)  # which for notifications means something else
        os.environ["AMQP_URI"] = opened.enter_context(virtual_host(f"bench-{uuid4().hex[:8]}"))
        directory = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        system = opened.enter_context(ours(directory, gateway=False))
        desks = opened.enter_context(Generator("bench.visits.desks", system.amqp_uri))
        side = AtDesks(Ours.name, "rpc", system, system.system.pids, desks)
        side.prepare(0, DESKS, VISITS // 4)
        side.play(DESKS, VISITS // 4, seed=0)
        side.prepare(1, DESKS, VISITS)
        watching = [watched(name, pid) for name, pid in processes(system).items()]
        answer = side.play(DESKS, VISITS, seed=1)
        for one in watching:
            one.wait()
    print(f"{answer['visits']} visits, {answer['visits'] / answer['seconds']:.1f} a second; "
          f"flame graphs in {PICTURES.relative_to(Path.cwd())}")  # fmt: skip
    return 1 if answer["failed"] else 0


def processes(system: Ours) -> dict[str, int]:
    port = system.system.mongo_uri.partition("127.0.0.1:")[2].partition("/")[0]
    return {**{name: system.system.pids[name] for name in SERVICES},
            "database": machine.named(f"--port {port} ")}  # fmt: skip


def watched(name: str, pid: int) -> subprocess.Popen[bytes]:
    PICTURES.mkdir(exist_ok=True)
    picture = PICTURES / f"flames-{name}.svg"
    # relative paths, as py-spy writes its own command into the picture
    command = [
        os.path.relpath(PY_SPY), "record", "--duration", str(SECONDS), "--rate", str(A_SECOND),
        "--gil", "--output", os.path.relpath(picture), "--pid", str(pid),
    ]  # fmt: skip
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
