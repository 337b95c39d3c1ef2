"""``docs/refusals.md``: every code with which a call can be refused, what it means, and where."""

import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Any

from chassis import errors
from operations.gateway_refusals import ACCOUNTS, SAID, own_refusals, status
from operations.markdown import anchor, code, prose, table, words
from operations.refusal_search import codes_of, refusals_in
from operations.rpc_methods import every_method, methods

INTRODUCTION = """\
# Refusals

<!-- Written by `make docs` from services/*/domain/*refusals.py, services/gateway/http/problems.py
and chassis. Change those. -->

Every way in which a call can end without its result. A refused command has changed nothing, but for
`nobody_waiting`: it names in `held` the groups that it has taken out of the line. How a refusal
looks and what to do about it: over HTTP [api.md](api.md#errors), by RPC
[calling.md](calling.md#refusals). The gateway hands on what a service refuses under the same code,
with the status that is given here.

A code is stable: programs may depend on it. `detail` is a sentence for people, in English, and may
change; what visitors and officers read is the front end's. `facts` are plain JSON values, and like
`detail` they never hold a name, a document's number or a phone number.
"""

EVERY_SERVICE: Mapping[str, str] = {
    errors.InvalidInput.code: "The input cannot be read. `errors` names each field and what is "
    "wrong with it. Nothing was stored.",
    errors.CommandIdReused.code: "The same `command_id` came before with another body: a mistake "
    "of the caller, not a retry.",
    "unavailable": "The database or the broker is away for the moment, or a document is changed by "
    "many at once. Try again with the same `command_id`.",
    "timed_out": "The caller's own word, not the service's: no answer came in time. The command "
    "may or may not have had its effect. Try again with the same `command_id`.",
    "internal_error": "A fault of ours. It stands in the service's log; the caller is not told "
    "its text.",
    "unknown_method": "The service has no such method.",
    "unreadable_request": "The message is too large, not JSON, or of another content type.",
    "result_too_large": "The answer is larger than the broker takes: ask for less at a time.",
}
"""Codes that do not come from a rule; chassis/rpc.py and chassis/errors.py give them."""
NEVER_OVER_HTTP = ("timed_out", "unknown_method")
"""The first becomes `unavailable`; the gateway asks for no method that there is not."""
GATEWAY = "The gateway"
HEAD = ("code", "HTTP", "what it means")


def refusals_page() -> str:
    parts = [INTRODUCTION, *_contents(), f"## {GATEWAY}\n", *_of_the_gateway()]
    parts.append("## Every service\n")
    parts.append(table(HEAD, ((code(c), _status(c), t) for c, t in EVERY_SERVICE.items())))
    for name in every_method():
        parts += [f"## {name}\n", *_sections(name)]
    return "\n".join(parts).rstrip() + "\n"


def _contents() -> Iterator[str]:
    named = [GATEWAY, "Every service", *every_method()]
    yield " · ".join(f"[{one}](#{anchor(one)})" for one in named) + "\n"


def _of_the_gateway() -> Iterator[str]:
    yield "Any request:\n"
    yield table(HEAD, ((code(c), _status(c), t) for c, t in SAID.items()))
    parts: dict[str, dict[str, tuple[str, str, str]]] = {}
    for title, one in own_refusals():
        found = str(one.code)  # type: ignore[attr-defined]
        row = (code(found), _status(found), _meaning(one))
        parts.setdefault(title, {}).setdefault(found, row)
    for title, rows in parts.items():
        if title == ACCOUNTS:
            yield "Accounts, which `kunjungan staff` makes:\n"
            yield table(
                ("code", "what it means"), ((one, meaning) for one, _, meaning in rows.values())
            )
        else:
            yield f"{title.capitalize()}:\n"
            yield table(HEAD, rows.values())


def _status(code: str) -> str:
    return "" if code in NEVER_OVER_HTTP else status(code)


def _sections(service: str) -> Iterator[str]:
    """One table for each part that the source is divided into."""
    rows: dict[str, list[tuple[str, ...]]] = {}
    dividers = _dividers(service)
    answered = _methods_by_code(service)
    for refusal in refusals_in(service):
        if callers := answered.get(refusal.code):  # type: ignore[attr-defined]
            line = inspect.getsourcelines(refusal)[1]
            part = ["", *(title for start, title in dividers if start < line)][-1]
            found = str(refusal.code)  # type: ignore[attr-defined]
            row = (code(found), status(found), _meaning(refusal), ", ".join(map(code, callers)))
            rows.setdefault(part, []).append(row)
    for title, lines in rows.items():
        if title:
            yield f"{words(title)[:-1]}:\n"
        yield table((*HEAD, "may come from"), lines)


def _methods_by_code(service: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for method in methods(service):
        for one in codes_of(method):
            found.setdefault(one, []).append(method.name)
    return found


def _dividers(service: str) -> list[tuple[int, str]]:
    """Line and title of each ``# --- title ---`` of the source."""
    source = inspect.getsource(_module(service))
    lines = enumerate(source.splitlines(), start=1)
    found = ((number, re.fullmatch(r"# --- (.+?) -+", line)) for number, line in lines)
    return [(number, match.group(1)) for number, match in found if match]


def _module(service: str) -> Any:
    return inspect.getmodule(refusals_in(service)[0])


def _meaning(refusal: type) -> str:
    """The docstring; where it names only facts, or there is none, the class's name says it."""
    own = prose(vars(refusal).get("__doc__"))
    if own and not own.startswith("Facts:"):
        return own
    facts = re.search(r"Facts: .*", own or prose(inspect.getdoc(refusal)))
    return f"{words(refusal.__name__)} {facts.group() if facts else ''}".strip()
