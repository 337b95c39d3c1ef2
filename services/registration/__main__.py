"""``python -m services.registration`` runs the service until SIGTERM."""

from pathlib import Path

from chassis.process import serve
from services.registration.service import RegistrationService

serve(RegistrationService, Path(__file__).with_name("config.yml"))
