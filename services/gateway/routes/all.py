"""Everything that is served below the prefix."""

from typing import Any

from flask_smorest import Api

from services.gateway.http.answering import answered
from services.gateway.http.operation import blueprint
from services.gateway.routes import (
    bans,
    facilities,
    inmates,
    lockers,
    notifications,
    screenings,
    visits,
)

TABLES = (visits, screenings, lockers, notifications, facilities, inmates, bans)


def register(api: Api, prefix: str, config: dict[str, Any]) -> None:
    for module in TABLES:
        name = module.__name__.rpartition(".")[2]
        made = blueprint(name, module.__doc__ or "", module.OPERATIONS, answered)
        api.register_blueprint(made, url_prefix=prefix)
