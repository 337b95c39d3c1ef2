"""A field of an RPC input or answer in words: its kind, its bounds, whether it must be there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from marshmallow import Schema, fields, missing, validate

from contracts.calls.answers.common import Answer
from operations.markdown import anchor, code, prose, table, words

SHARED = ("contracts.calls.common", "contracts.calls.answers.common", "contracts.fields")
OWN = ("contracts.fields", "contracts.calls.", "services.")
"""Where kinds of field and parts come from: what all services share, and what is one's own."""
COMMON = "all services"
SELF_EXPLAINING = {"count": "whole number", "flag": "true or false"}
PLAIN = {
    fields.Date: "date, `YYYY-MM-DD`",
    fields.Email: "e-mail address",
    fields.String: "text",
    fields.Boolean: "true or false",
    fields.Integer: "whole number",
}


def field_table(schema: type[Schema], without: Iterable[str] = (), page: str = "") -> str:
    """``page`` is put before links, when the table stands on another page than rpc.md."""
    left_out = set(without)
    shown = {
        one.data_key or name: one for name, one in schema().fields.items() if name not in left_out
    }
    if not shown:
        return "Nothing more.\n"
    if issubclass(schema, Answer):  # all fields are always there
        rows = ((code(name), what(one, page)) for name, one in shown.items())
        return table(("field", "what"), rows)
    return table(
        ("field", "what", "needed"),
        ((code(name), what(one, page), needed(one)) for name, one in shown.items()),
    )


def needed(field: fields.Field) -> str:
    if field.required:
        return "yes"
    if field.load_default is missing:
        return "no"
    default = field.load_default() if callable(field.load_default) else field.load_default
    return f"no: {code(str(default).lower() if isinstance(default, bool) else default)}"


def what(field: fields.Field, page: str = "") -> str:
    or_null = " or null" if field.allow_none else ""
    if isinstance(field, fields.List):
        return f"list of{_how_many(field)}: {what(field.inner, page)}{or_null}"
    if isinstance(field, fields.Dict):
        assert field.key_field
        assert field.value_field
        return f"{what(field.value_field, page)} for each {what(field.key_field, page)}{or_null}"
    if isinstance(field, fields.Nested):
        return link(type(field.schema), page) + or_null
    if choices := _rule(field, validate.OneOf):
        return ", ".join(map(code, choices.choices)) + or_null
    if _rule(field, validate.Equal):
        return code(str(_rule(field, validate.Equal).comparable).lower()) + or_null
    return f"{_kind(field)}{_limits(field)}{or_null}"


def kinds(schemas: Iterable[type[Schema]], modules: tuple[str, ...]) -> dict[str, str]:
    """The kinds of field from these modules that the schemas use, with what they mean."""
    found = {}
    for schema in schemas:
        for field in _leaves(schema().fields):
            ours = type(field).__module__.startswith(modules)
            kind = _kind(field)
            if ours and not _rule(field, validate.OneOf) and kind not in SELF_EXPLAINING.values():
                found[kind] = prose(type(field).__doc__)
    return dict(sorted(found.items()))


def nested(schemas: Iterable[type[Schema]]) -> list[type[Schema]]:
    """The schemas within these, each once, outer ones first."""
    found: dict[type[Schema], None] = {}
    pending = list(schemas)
    while pending:
        inner = [
            type(one.schema)
            for one in _leaves(pending.pop(0)().fields)
            if isinstance(one, fields.Nested)
        ]
        new = [one for one in inner if one not in found]
        found.update(dict.fromkeys(new))
        pending += new
    return list(found)


def part_heading(schema: type[Schema]) -> str:
    """The part's name, and the service or the module of published requests that it belongs to."""
    if schema.__module__.startswith(SHARED):
        return f"{schema.__name__} ({COMMON})"
    root, *names = schema.__module__.split(".")
    return f"{schema.__name__} ({names[0] if root == 'services' else names[-1]})"


def link(schema: type[Schema], page: str = "") -> str:
    """To the table of the part's fields."""
    return f"[{schema.__name__}]({page}#{anchor(part_heading(schema))})"


def _leaves(named: Mapping[str, fields.Field]) -> Iterator[fields.Field]:
    for field in named.values():
        while inner := _inner(field):
            field = inner
        yield field


def _inner(field: fields.Field) -> fields.Field | None:
    if isinstance(field, fields.Dict):
        return field.value_field
    return field.inner if isinstance(field, fields.List) else None


def _is_ours(field: fields.Field) -> bool:
    return type(field).__module__.startswith((*SHARED, *OWN))


def _kind(field: fields.Field) -> str:
    if _is_ours(field):
        name = words(type(field).__name__)[:-1].lower()
        return SELF_EXPLAINING.get(name, name)
    return next((text for kind, text in PLAIN.items() if type(field) is kind), "text")


def _limits(field: fields.Field) -> str:
    bounds = _rule(field, validate.Range)
    if isinstance(field, fields.Integer):
        return f" {bounds.min} to {bounds.max}" if bounds else ""
    if isinstance(field, fields.Date):
        return f", from {bounds.min}" if bounds else ""
    if length := getattr(field, "_length", None) or _rule(field, validate.Length):
        return f", up to {length.max} characters"
    pattern = _rule(field, validate.Regexp)
    return f" like {code(pattern.regex.pattern)}" if pattern and not _is_ours(field) else ""


def _how_many(field: fields.Field) -> str:
    length = _rule(field, validate.Length)
    if length is None:
        return ""
    return f" {length.min} to {length.max}" if length.min else f" up to {length.max}"


def _rule(field: fields.Field, kind: type) -> Any:
    return next((one for one in field.validators if isinstance(one, kind)), None)
