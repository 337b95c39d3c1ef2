"""The shape of a request over HTTP, derived from the call that it becomes.

Who asks is known from the session and the command's id from a header, so neither is a field; what
stands in the path is no field either. Where a call wants another officer's id, HTTP wants that
officer's own word for it.
"""

from functools import cache
from typing import Any

from marshmallow import RAISE, Schema, fields

from contracts.calls.common import Count, Flag, Identifier, Strict, Text


class Approval(Strict):
    """Another officer signs at this desk. Checked like a sign-in, and no session comes of it."""

    username = Identifier(required=True)
    password = fields.String(required=True, load_only=False)


class Overriding(Strict):
    """A supervisor's word against a rule. ``supervisor`` is needed unless the caller is one."""

    reason = Text(required=True)
    supervisor = fields.Nested(Approval)


@cache
def shape_of(
    request: type[Schema],
    in_path: tuple[str, ...],
    in_query: bool,
    more: tuple[tuple[str, fields.Field], ...] = (),
) -> type[Schema]:
    """The schema of a request's body or query; ``more`` are fields that the call knows not.
    One for each request, whichever calls share it: the document names it once."""
    declared = request._declared_fields
    without = {"command_id", "officer", *in_path} & set(declared)
    own: dict[str, Any] = dict(more)
    if "facility" not in without:
        own["facility"] = Identifier()
    if "override" in declared:
        own["override"] = fields.Nested(Overriding, required=declared["override"].required)
    if "second_officer" in declared:
        own["second_officer"] = fields.Nested(Approval, required=True)
    if in_query:
        own |= {name: _spelled(field) for name, field in declared.items() if _is_typed(field)}
    own["Meta"] = type("Meta", (), {"unknown": RAISE, "exclude": tuple(sorted(without))})
    name = f"{request.__name__}{'Query' if in_query else 'Body'}"
    return type(name, (request,), own)


def _is_typed(field: fields.Field) -> bool:
    return isinstance(field, Count | Flag)


def _spelled(field: fields.Field) -> fields.Field:
    """A query knows texts only, so numbers and flags are read from their spelling."""
    kind = fields.Integer if isinstance(field, Count) else fields.Boolean
    return kind(required=field.required, load_default=field.load_default, validate=field.validate)
