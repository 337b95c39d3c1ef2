"""``python -m services.notifications`` runs the service until SIGTERM."""

from pathlib import Path

from chassis.process import serve
from services.notifications.service import NotificationsService

serve(NotificationsService, Path(__file__).with_name("config.yml"))
