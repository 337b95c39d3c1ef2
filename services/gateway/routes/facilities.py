"""The house: its settings, its closing, its day."""

from services.gateway.http.operation import calls_of

_op = calls_of("registration")


HOUSE = "/facilities/<facility>"
OPERATIONS = [
    _op("facilities.show", "GET", HOUSE, "facility",
        summary="The house: its settings, and the sessions of today"),
    _op("facilities.configure", "PUT", HOUSE, "configure_facility",
        summary="Sets up a house, or changes its settings"),
    _op("facilities.close", "POST", f"{HOUSE}/close", "close_facility",
        summary="An emergency: intake stops at once; the answer calls the roll"),
    _op("facilities.reopen", "POST", f"{HOUSE}/reopen", "reopen_facility",
        summary="Opens the house again"),
    _op("facilities.end_of_day", "POST", f"{HOUSE}/end-of-day", "end_of_day",
        summary="Closes the day, when everybody and everything is out"),
]  # fmt: skip
