"""Figures of a house, day by day."""

from services.gateway.http.operation import calls_of

_op = calls_of("registration")
OPERATIONS = [_op("statistics", "GET", "/statistics", "statistics", summary="Figures of each day")]
