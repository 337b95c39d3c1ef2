"""The house: its settings, its closing, its day."""

from services.gateway.http.operation import calls_of

_op = calls_of("registration")


HOUSE = "/facilities/<facility>"
OPERATIONS = [
    _op("facilities.show", "GET", HOUSE, "facility"),
    _op("facilities.configure", "PUT", HOUSE, "configure_facility"),
    _op("facilities.close", "POST", f"{HOUSE}/close", "close_facility"),
    _op("facilities.reopen", "POST", f"{HOUSE}/reopen", "reopen_facility"),
    _op("facilities.end_of_day", "POST", f"{HOUSE}/end-of-day", "end_of_day"),
]
