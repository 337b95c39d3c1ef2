"""``docs/routes.md``: every route of the HTTP API, who may use it, and what it does."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from chassis.settings import load_settings
from operations.markdown import anchor, code, prose, table
from services.gateway.domain.policy import ALL, POLICY
from services.gateway.http.application import PREFIX, make_app
from services.gateway.routes.all import TABLES

CONFIG = Path(__file__).parents[1] / "services" / "gateway" / "config.yml"
OPEN = ("session.sign_in", "session.oidc", "session.oidc_callback", "display")
"""Before anybody is signed in, and for everybody."""

INTRODUCTION = f"""\
# Routes of the HTTP API

<!-- Written by `make docs` from services/gateway/routes and services/gateway/domain/policy.py.
Change those. -->

All are below `{PREFIX}`. How to use them, with examples: [api.md](api.md). A running gateway has
the same with every field as OpenAPI 3.1, `{PREFIX}/openapi.json`, and to browse, `{PREFIX}/docs/`.

"Fields" leads to those of the body, or of the query with `GET` and `DELETE`. Over HTTP they are the
same but for these:

- What stands in the path is no field. `officer` is who is signed in. `command_id` is the header
  `Idempotency-Key`.
- `facility` may be left out by whoever works in one house alone.
- `override` is `{{"reason": ..., "supervisor": {{"username": ..., "password": ...}}}}`, and
  `second_officer` is such a pair of `username` and `password`: officers sign for themselves.

An operation is allowed to the roles that are named, in the houses that the account belongs to.
"""


class Route(NamedTuple):
    """``operation`` as the policy and the audit name it."""

    operation: str
    method: str
    path: str
    summary: str
    tag: str


def routes_page() -> str:
    document = _document()
    found = list(routes(document))
    called = {one.name: one.call for module in TABLES for one in module.OPERATIONS}
    parts = [INTRODUCTION]
    for tag in document["tags"]:
        rows = [_row(one, called.get(one.operation)) for one in found if one.tag == tag["name"]]
        title = tag["name"].replace("_", " ").capitalize()
        parts += [f"## {title}\n", f"{prose(tag['description'])}\n"]
        parts.append(table(("", "path", "operation", "roles", "what it does", "fields"), rows))
    return "\n".join(parts).rstrip() + "\n"


def routes(document: dict[str, Any]) -> Iterator[Route]:
    names = {name.replace(".", "_"): name for name in (*POLICY, *OPEN)}
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            if method != "parameters":
                yield Route(
                    names[told["operationId"]],
                    method.upper(),
                    path.removeprefix(PREFIX),
                    told["summary"],
                    told["tags"][0],
                )


def _row(route: Route, call: Any) -> tuple[str, ...]:
    address = f"{call.service}.{call.method}" if call else ""
    fields = f"[{code(address)}](rpc.md#{anchor(address)})" if call else ""
    return (
        route.method,
        code(route.path),
        code(route.operation),
        _roles(route.operation),
        f"{route.summary}.",
        fields,
    )


def _roles(operation: str) -> str:
    if operation in OPEN:
        return "everybody"
    roles = POLICY[operation]
    return "all" if roles == ALL else ", ".join(code(role) for role in sorted(roles))


def _document() -> dict[str, Any]:
    """Of an application that answers nothing else, so its key may be any."""
    with patch.dict(os.environ, {"AUDIT_KEY": "unused"}):
        client = make_app(load_settings(CONFIG)).test_client()
    document: dict[str, Any] = client.get(f"{PREFIX}/openapi.json").get_json()
    return document
