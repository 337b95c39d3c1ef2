"""``python -m services.lockers`` runs the service until SIGTERM."""

from pathlib import Path

from chassis.process import serve
from services.lockers.service import LockersService

if __name__ == "__main__":
    serve(LockersService, Path(__file__).with_name("config.yml"))
