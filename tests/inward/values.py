"""Values for hypothesis: those that a schema allows, odd ones among them, and what none does."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st
from marshmallow import Schema, fields, validate

NIK = "6471054503900001"
"""Stands for personal data: it may be in whatever is sent, and must come up nowhere."""
ODD_TEXTS = (
    "", " ", "\n", "x\n", "a\x00b", "\ud800", "\udfff\ud800", "\u202eevil\u202c", "\ufeff",
    "\u00df" * 100, "$where", "$", ".", "a.b", "__proto__", "None", "-1", "1e999", "Z" * 101,
    "\U0001f469\u200d\U0001f467", NIK, f"Siti {NIK}", "../../etc/passwd", "{}", "%s%n",
    "x" * 70_000,
)  # fmt: skip
ODD_INSTANTS = (
    "0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999-12:00",
    "9999-12-31T23:59:59+00:00", "2026-01-17T09:30:00", "2026-01-17T09:30:00Z",
    "2026-02-30T00:00:00Z", "1969-12-31T23:59:59+00:00", "2026-01-17T09:30:00+23:59",
    "20260117T093000Z", "2026-W03-6T00Z", "2026-01-17T24:00:00+00:00", "2016-12-31T23:59:60+00:00",
)  # fmt: skip
ODD_DATES = ("0001-01-01", "9999-12-31", "1900-01-01", "2024-02-29", "2026-02-29", "20260117")
ODD_NUMBERS = (
    0, -1, 1, 2**31, 2**53, 2**63 - 1, 2**63, -(2**63) - 1, 10**30, 10**400, 0.5, -0.0, 1e308,
    float("nan"), float("inf"),
)  # fmt: skip


def nested(depth: int, kind: type = list) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value] if kind is list else {"a": value}
    return value


def one_of(*values: Any) -> st.SearchStrategy[Any]:
    """As ``sampled_from``, but a failure is printed without the whole list."""
    return st.integers(0, len(values) - 1).map(values.__getitem__)


texts = one_of(*ODD_TEXTS) | st.text(max_size=30) | st.text(st.characters(), max_size=5)
plain = (
    st.none() | st.booleans() | st.integers() | st.floats() | texts
    | one_of(*ODD_NUMBERS) | one_of(*ODD_INSTANTS, *ODD_DATES)
)  # fmt: skip
anything = (
    st.recursive(
        plain,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
        max_leaves=8,
    )
    | st.sampled_from((50, 300)).map(nested)
    | one_of("$ne", "$gt", "$where").map(lambda one: {one: ""})
)


def of_schema(schema: Schema, known: Mapping[str, tuple[Any, ...]]) -> st.SearchStrategy[Any]:
    """Objects that the schema allows, most of them; ``known`` are values by the names of fields
    that mean something to the service, which are taken more often than not."""
    required, optional = {}, {}
    for name, field in schema.fields.items():
        key = field.data_key or name
        values = of_field(field, known)
        if key in known:
            values = st.sampled_from(known[key]) | st.sampled_from(known[key]) | values
        (required if field.required else optional)[key] = values
    return st.fixed_dictionaries(required, optional=optional)


def of_field(field: fields.Field, known: Mapping[str, tuple[Any, ...]]) -> st.SearchStrategy[Any]:
    values = _of_kind(field, known)
    return st.none() | values if field.allow_none else values


def _of_kind(field: fields.Field, known: Mapping[str, tuple[Any, ...]]) -> st.SearchStrategy[Any]:
    if isinstance(field, fields.Nested):
        return of_schema(field.schema, known)
    if isinstance(field, fields.List):
        least = (_rule(field, validate.Length) or validate.Length(min=0)).min or 0
        return st.lists(of_field(field.inner, known), min_size=least, max_size=least + 3)
    if choices := _rule(field, validate.OneOf):
        return st.sampled_from(list(choices.choices))
    if only := _rule(field, validate.Equal):
        return st.just(only.comparable)
    for kind, made in _KINDS.items():
        if isinstance(field, kind):
            return made(field)
    return st.dictionaries(texts, plain, max_size=3)


def _whole(field: fields.Field) -> st.SearchStrategy[Any]:
    bounds = _rule(field, validate.Range)
    least, most = (bounds.min, bounds.max) if bounds else (None, None)
    few = st.integers(least, (least or 0) + 5)
    return few | st.integers(least, most)


def _day(field: fields.Field) -> st.SearchStrategy[Any]:
    bounds = _rule(field, validate.Range)
    least = (bounds and bounds.min) or date.min
    around = st.dates(date(2025, 12, 1), date(2026, 12, 31))
    odd = [one for one in ODD_DATES if one >= least.isoformat()]
    return (around | around | st.dates(least)).map(date.isoformat) | st.sampled_from(odd)


def _text(field: fields.Field) -> st.SearchStrategy[Any]:
    pattern = _rule(field, validate.Regexp)
    if pattern:
        return st.from_regex(pattern.regex, fullmatch=True)
    length = getattr(field, "_length", None) or _rule(field, validate.Length)
    most = min(length.max or 30, 300) if length else 30
    honest = st.text(st.characters(categories=("L", "Nd")), min_size=1, max_size=most)
    return honest | honest | st.just("text") | st.text(min_size=1, max_size=most)


_KINDS = {
    fields.Boolean: lambda _: st.booleans() | st.booleans() | st.sampled_from(["yes", "off", 1]),
    fields.Integer: _whole,
    fields.Date: _day,
    fields.DateTime: lambda _: (
        st.sampled_from(ODD_INSTANTS) | st.datetimes().map(lambda at: f"{at.isoformat()}+08:00")
    ),
    fields.Email: lambda _: st.just("siti@example.org") | st.emails(),
    fields.String: _text,
}


def _rule(field: fields.Field, kind: type) -> Any:
    return next((one for one in field.validators if isinstance(one, kind)), None)


@st.composite
def broken(draw: Any, whole: st.SearchStrategy[Any]) -> Any:
    """A value with one to three things in it that are otherwise than they were."""
    root = {"": json.loads(json.dumps(draw(whole)))}  # the examples are shared
    for _ in range(draw(st.integers(1, 3))):
        place, key = draw(st.sampled_from(list(_places(root))))
        what = draw(st.sampled_from(("other", "gone", "more", "deep", "far")))
        if what == "gone" and place is not root:
            del place[key]
        elif what == "more" and isinstance(place[key], dict):
            place[key] = {**place[key], draw(texts): draw(anything)}
        elif what == "more" and isinstance(place[key], list):
            place[key] = place[key] * 50
        elif what == "deep":
            place[key] = nested(
                draw(st.sampled_from((1, 60, 300))), draw(st.sampled_from((list, dict)))
            )
        else:
            place[key] = draw(anything)
    return root[""]


def _places(value: Any, depth: int = 6) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) in it, also the outermost."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(pairs):
        yield value, key
        if depth and isinstance(inner, (dict, list)):
            yield from _places(inner, depth - 1)
