"""The documentation page; its scripts come with the package, since facilities are on closed
networks."""

from flask import Blueprint
from flask_swagger_ui import get_swaggerui_blueprint


def documentation(at: str, document: str) -> Blueprint:
    options = {"app_name": "Kunjungan", "validatorUrl": None, "persistAuthorization": False}
    return get_swaggerui_blueprint(at, document, config=options)
