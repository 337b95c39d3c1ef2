"""Everything that is served below the prefix."""

from flask_smorest import Api

from services.gateway.http.answering import answered
from services.gateway.http.operation import blueprint
from services.gateway.routes import (
    audit,
    bans,
    day_book,
    display,
    events,
    facilities,
    inmates,
    lockers,
    me,
    notifications,
    oidc,
    screenings,
    session,
    statistics,
    visitors,
    visits,
)

TABLES = (
    visits, screenings, lockers, notifications, facilities, day_book, statistics, inmates, bans,
    visitors,
)  # fmt: skip
OTHERS = (session, oidc, me, events, audit, display)


def register(api: Api, prefix: str) -> None:
    for module in TABLES:
        name = module.__name__.rpartition(".")[2]
        made = blueprint(name, module.__doc__ or "", module.OPERATIONS, answered)
        api.register_blueprint(made, url_prefix=prefix)
    for other in OTHERS:
        api.register_blueprint(other.blueprint(), url_prefix=prefix)
