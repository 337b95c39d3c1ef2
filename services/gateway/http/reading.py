"""Input that can be read in one way only: what one reader takes and another overlooks is how
something is slipped past whoever checks."""

import json
import math
import re
from typing import Any, NoReturn

import flask_smorest
from marshmallow import Schema, ValidationError, fields
from webargs.core import is_json, missing
from webargs.flaskparser import FlaskParser

SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Reader(FlaskParser):
    """No key twice, no NaN or Infinity, no half of a character, no number beyond measure."""

    def _raw_load_json(self, req: Any) -> Any:
        if not is_json(req.mimetype):
            return missing
        body: bytes = req.get_data(cache=True)
        if not body:
            return missing
        try:
            text = body.decode()
            found = json.loads(
                text, object_pairs_hook=_unique, parse_constant=_no_number, parse_float=_finite
            )
            if SURROGATE.search(text):
                json.dumps(found, ensure_ascii=False).encode()
        except json.JSONDecodeError:
            raise
        except ValueError as error:  # of a text or a number
            # webargs takes an error without a text for an empty body
            raise json.JSONDecodeError(str(error)[:100], "{", 0) from None
        return found

    def load_querystring(self, req: Any, schema: Schema) -> Any:
        for name, values in req.args.lists():
            if len(values) > 1 and not isinstance(schema.fields.get(name), fields.List):
                raise ValidationError({name: ["Given more than once."]})
        return super().load_querystring(req, schema)


class Blueprint(flask_smorest.Blueprint):
    ARGUMENTS_PARSER = Reader()


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is given more than once")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number
