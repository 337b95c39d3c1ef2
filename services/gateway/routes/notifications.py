"""What visitors and desks were told, and whether it arrived."""

from contracts.calls import ALL
from services.gateway.http.operation import Operation

OPERATIONS = [
    Operation("notifications.list", "GET", "/notifications", ALL["notifications.notifications"]),
    Operation(
        "notifications.retry",
        "POST",
        "/notifications/<notification_id>/retry",
        ALL["notifications.retry"],
    ),
]
