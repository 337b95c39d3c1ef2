"""What came of it, as the table of docs/security.md."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import contracts
from operations.markdown import code, table
from operations.secrets import SERVICES
from tests.permissions.attempts import Attempt, Tried, User
from tests.permissions.broker import METHODS, REPLY
from tests.permissions.policy import KEPT

BEGIN = "<!-- written by make permissions: what was tried, and what was allowed -->"
END = "<!-- end of what was tried -->"
REFUSED = "refused"


class Row(NamedTuple):
    """``actions``: a column of words for the cell, each with the attempts that it stands for."""

    label: str
    what: str
    actions: Sequence[tuple[str, str]]


EXCHANGE = (("publish", "publish"), ("bind", "bind"), ("make", "make exchange|remove exchange"))
QUEUE = (("read", "read|empty"), ("make", "make"), ("remove", "remove"))
DATABASE = tuple((word, word) for word in ("find", "insert", "update", "delete", "drop"))
OTHERS = r"(?!.*\.events|nameko-rpc|retry\.|.*\.parked|.*probe)[^>]*"

ROWS = (
    *(
        Row(f"exchange {code(f'{name}.events')}", rf"{name}\.events( > .*)?", EXCHANGE)
        for name in SERVICES
    ),
    Row(f"exchange {code('nameko-rpc')}", r"nameko-rpc( > .*)?", EXCHANGE),
    *(
        Row(
            f"exchanges {code(f'retry.{name}.*')}, {code(f'{name}.parked')}",
            rf"(retry\.{name}\.[0-9]+|{name}\.parked)( > .*)?",
            EXCHANGE,
        )
        for name in SERVICES
    ),
    Row("every other exchange, the default one too", OTHERS, EXCHANGE),
    *(Row(f"queues {code(f'{name}.*')}", rf"{name}\.[a-z]+\.[a-z_]+", QUEUE) for name in SERVICES),
    *(
        Row(f"queue {code(f'rpc-{name}')}", rf"rpc-{name}", QUEUE)
        for name in (*SERVICES, "gateway")
    ),
    Row("queues for replies", r"rpc\.reply-client-.*", QUEUE),
    Row(f"stream {code('gateway.stream')}", r"gateway\.stream", QUEUE),
    Row(f"queues {code('retry.*')}", r"retry\..*", QUEUE),
    Row(f"queues {code('parked.*')}", r"parked\..*", QUEUE),
    Row("queues of the outside system", "{outside}", QUEUE),
    Row("a queue with any other name", "probe", QUEUE),
    Row("RabbitMQ's management", "management API", (("use", "use"),)),
    Row("other virtual hosts", "virtual host .*", (("enter", "connect"),)),
    *(
        Row(f"database {code(f'kunjungan_{name}')}", rf"kunjungan_{name}\..*", DATABASE)
        for name in SERVICES
    ),
    Row("the gateway's accounts and sessions", rf"kunjungan_gateway\.({KEPT})", DATABASE),
    Row("the gateway's audit", r"kunjungan_gateway\.audit", DATABASE),
    Row("another collection there", r"kunjungan_gateway\.probe", DATABASE),
    Row("every other database", r"(admin|local|config|another)\.probe", DATABASE),
    Row(
        "users and roles of a database", r"[a-z_]+", (("manage", "make users|make roles|grant.*"),)
    ),
    Row("names of other databases", "names of other databases", (("list", "list"),)),
)


def matrix(tried: Iterable[Tried]) -> str:
    """As a Markdown table; rows that nothing was tried about are left out."""
    tried = list(tried)
    users = list(dict.fromkeys(one.attempt.user for one in tried))
    outside = "|".join(rf"{user.name}\..*" for user in users if user.role == "subscriber")
    rows = []
    for row in ROWS:
        what = re.compile(row.what.replace("{outside}", outside or "$^"))
        about = [one for one in tried if what.fullmatch(one.attempt.what)]
        if cells := _cells(row, users, about):
            rows.append([row.label, *cells])
    return table(["", *(_heading(user) for user in users)], rows)


def write_matrix(page: Path, tried: Iterable[Tried]) -> None:
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n\n{matrix(tried)}\n{END}{after}", encoding="utf-8")


def matrix_of(page: Path) -> str:
    """The table that the page holds."""
    return page.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0].strip() + "\n"


def _heading(user: User) -> str:
    return "an outside system" if user.role == "subscriber" else user.name


def _cells(row: Row, users: Sequence[User], about: Sequence[Tried]) -> list[str]:
    cells = []
    for user in users:
        words = []
        for word, action in row.actions:
            mine = [
                one
                for one in about
                if one.attempt.user == user and re.fullmatch(action, one.attempt.action)
            ]
            allowed = [one.attempt for one in mine if one.allowed]
            if allowed:
                words.append(f"{word}{_which(allowed)}")
            elif any(one.allowed is None for one in mine):
                words.append(f"{word} not shown")
        cells.append(", ".join(words) or REFUSED)
    return cells if about else []


def _which(allowed: Sequence[Attempt]) -> str:
    """Which routing keys, where it is not all."""
    keys = {one.key for one in allowed if one.action in ("publish", "bind")}
    types = {name: one.publisher for name, one in contracts.ALL.items()}
    if not keys or keys >= types.keys():
        return ""
    if keys == {REPLY}:
        return " replies"
    if keys == {*METHODS, REPLY} - {"gateway.ping"}:
        return " calls and replies"
    [publisher] = {types.get(key) for key in keys} if keys <= types.keys() else [None]
    every = {name for name, by in types.items() if by == publisher}
    if keys == every:
        return " its types"
    if publisher and len(every - keys) <= 2:
        return f" all but {', '.join(code(name) for name in sorted(every - keys))}"
    return "" if publisher is None and len(keys) > 3 else f" {', '.join(sorted(keys))}"
