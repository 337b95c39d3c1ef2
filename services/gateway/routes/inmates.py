"""Inmates whom visitors may ask for."""

from services.gateway.http.operation import calls_of

_op = calls_of("registration")


OPERATIONS = [
    _op("inmates.list", "GET", "/inmates", "inmates", personal=True,
        summary="Inmates of the house, or those that a search finds"),
    _op("inmates.add", "POST", "/inmates", "add_inmate", status=201,
        summary="Adds an inmate"),
    _op("inmates.change", "PATCH", "/inmates/<number>", "change_inmate",
        summary="Changes what is known of an inmate"),
    _op("inmates.import", "POST", "/inmates/import", "import_inmates",
        summary="Takes over a list of up to 500 inmates; rows that a rule refuses are named"),
]  # fmt: skip
