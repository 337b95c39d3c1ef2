"""``docs/rpc.md``: everything the services can be asked, the fields, answers and refusals."""

from collections.abc import Iterable, Iterator, Sequence

from marshmallow import Schema

from contracts.calls import ALL
from contracts.calls.common import Command, Paged, Query
from operations.markdown import anchor, code, prose, table, without_raises, words
from operations.refusal_search import codes_of
from operations.rpc_fields import OWN, SHARED, field_table, kinds, link, nested, part_heading
from operations.rpc_methods import Method, every_method, ping

INTRODUCTION = """\
# What the services can be asked

<!-- Written by `make docs` from the services' schemas and docstrings. Change those. -->

How a call is made, retried and answered: [calling.md](calling.md). What each refusal means:
[refusals.md](refusals.md).

Every method takes **one** object and answers with one, both plain JSON. A field that is not listed
is an error, so that a misspelt one is not ignored in silence. In an answer every field is always
there; one that says nothing is null. Dates are the facility's own; times carry an offset.
"""
REFUSALS = """\
The codes named with a method are found by following its source, so there may be one too many.
Beyond them every method may answer `invalid_input`, `unavailable`, `internal_error` and what else
[chassis](refusals.md#every-service) has, and every command `command_id_reused`.
"""
COMMAND = """\
A **command** changes something. It has these fields and its own:
"""
QUERY = """\
A **query** changes nothing. It has these fields and its own:
"""
PAGED = """\
A query that is answered **page by page** (`{items, page, page_size, total}`) has these too:
"""


def rpc_page() -> str:
    found = every_method()
    spoken = [one for methods in found.values() for one in _spoken(methods)]
    shared = kinds([*spoken, *nested(spoken)], SHARED)
    parts = [INTRODUCTION, *_overview(found), REFUSALS, "## What all have in common\n"]
    parts += [COMMAND, field_table(Command), QUERY, field_table(Query)]
    parts += [PAGED, field_table(Paged, Query().fields)]
    parts += _parts([one for one in nested(spoken) if _is_shared(one)])
    parts += ["#### Kinds of field\n", _kinds_table(shared)]
    parts += ["### ping\n", f"Takes `{{}}`. {_summary(ping())}\n"]
    for name, methods in found.items():
        parts.append(f"## {name}\n")
        for method in methods:
            parts += _section(method)
        schemas = [one.schema for one in methods]
        inner = [one for one in nested(schemas) if not _is_shared(one)]
        if inner:
            parts += [f"### What {name} is told\n", *_parts(inner)]
        told = [one for one in _told(methods) if one not in inner]
        parts += [f"### What {name} answers\n", *_parts(told)]
        used = kinds([*schemas, *inner, *told], OWN).items()
        if own := {kind: meaning for kind, meaning in used if kind not in shared}:
            parts += [f"#### Kinds of field ({name})\n", _kinds_table(own)]
    return "\n".join(parts).rstrip() + "\n"


def _overview(found: dict[str, list[Method]]) -> Iterator[str]:
    rows = [
        (f"[`{one.address}`](#{anchor(one.address)})", _sort(one), _summary(one))
        for methods in found.values()
        for one in methods
    ]
    yield table(("method", "", "what it does"), rows)


def _section(method: Method) -> Iterator[str]:
    base = Command if method.is_command else Paged if issubclass(method.schema, Paged) else Query
    yield f"### {method.address}\n"
    yield f"{_sort(method).capitalize()}. {_summary(method)}\n"
    note = _own(method.schema)
    if "`" in note:  # it says something of a field, and not only what the method says already
        yield f"{note}\n"
    yield field_table(method.schema, base().fields)
    yield f"Answer: {link(ALL[method.address].answer)}.\n"
    if codes := ", ".join(map(code, codes_of(method))):
        yield f"[Refusals](refusals.md#{anchor(method.service.name)}): {codes}.\n"


def _spoken(methods: Iterable[Method]) -> Iterator[type[Schema]]:
    for one in methods:
        yield one.schema
        yield ALL[one.address].answer


def _told(methods: Sequence[Method]) -> list[type[Schema]]:
    """The answers and their parts, each once."""
    answers = list(dict.fromkeys(ALL[one.address].answer for one in methods))
    parts = [one for one in nested(answers) if one not in answers]
    return [one for one in (*answers, *parts) if not _is_shared(one)]


def _sort(method: Method) -> str:
    if method.is_command:
        return "command"
    return "query by page" if issubclass(method.schema, Paged) else "query"


def _summary(method: Method) -> str:
    return without_raises(method.function.__doc__) or words(method.name)


def _parts(schemas: Sequence[type[Schema]]) -> Iterator[str]:
    for schema in schemas:
        yield f"#### {part_heading(schema)}\n"
        if note := _own(schema):
            yield f"{note}\n"
        yield field_table(schema)


def _is_shared(schema: type[Schema]) -> bool:
    return schema.__module__.startswith(SHARED)


def _own(schema: type[Schema]) -> str:
    """The schema's own docstring; marshmallow's is of no use here."""
    return prose(vars(schema).get("__doc__"))


def _kinds_table(found: dict[str, str]) -> str:
    return table(("kind", "what it is"), found.items())
