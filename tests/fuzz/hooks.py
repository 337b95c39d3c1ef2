"""Read by schemathesis: half of the ids in paths are such as there are."""

import json
import os
import random
from pathlib import Path
from typing import Any

import schemathesis

IDS: dict[str, list[str]] = json.loads(Path(os.environ["FUZZ_IDS"]).read_text(encoding="utf-8"))


@schemathesis.hook
def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> Any:
    if path_parameters:
        for name, value in path_parameters.items():
            chosen = random.Random(repr(value))  # the same again when a case is played again
            if name in IDS and chosen.random() < 0.5 and "lockers" not in context.operation.path:
                path_parameters[name] = chosen.choice(IDS[name])
    return path_parameters


@schemathesis.deserializer("application/pdf")
@schemathesis.deserializer("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
@schemathesis.deserializer("text/csv")
def _as_it_is(context: Any, response: Any) -> Any:
    return response.content.decode("latin-1")
