"""``python -m services.gateway`` runs the service until SIGTERM."""

from pathlib import Path

from chassis.process import serve
from services.gateway.service import GatewayService

if __name__ == "__main__":
    serve(GatewayService, Path(__file__).with_name("config.yml"))
