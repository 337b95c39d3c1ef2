"""``python -m services.screening`` runs the service until SIGTERM."""

from pathlib import Path

from chassis.process import serve
from services.screening.service import ScreeningService

serve(ScreeningService, Path(__file__).with_name("config.yml"))
