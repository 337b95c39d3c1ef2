"""What visitors and desks were told, and whether it arrived."""

from services.gateway.http.operation import calls_of

_op = calls_of("notifications")
OPERATIONS = [
    _op("notifications.list", "GET", "/notifications", "notifications",
        summary="What was told about one visit, and whether it arrived"),
    _op("notifications.retry", "POST", "/notifications/<notification_id>/retry", "retry",
        summary="Tries a message again"),
]  # fmt: skip
