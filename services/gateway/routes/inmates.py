"""Inmates whom visitors may ask for."""

from services.gateway.http.operation import calls_of

_op = calls_of("registration")


OPERATIONS = [
    _op("inmates.list", "GET", "/inmates", "inmates", personal=True),
    _op("inmates.add", "POST", "/inmates", "add_inmate", status=201),
    _op("inmates.change", "PATCH", "/inmates/<number>", "change_inmate"),
    _op("inmates.import", "POST", "/inmates/import", "import_inmates"),
]
