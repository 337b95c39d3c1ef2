"""Settings, from ``config.yml`` and the environment.

Any NAME may be given as NAME_FILE, the path of a file that holds the value: the way to hand over a
secret. It is the rule of all our processes, written here again because the console shares no code
with them.
"""

import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_PATH = Path(__file__).with_name("config.yml")
_VARIABLE = re.compile(r"\$\{(\w+):([^}]*)\}")


@cache
def settings() -> dict[str, Any]:
    """Values are read as YAML, except that addresses and secrets stay text by being no other."""
    texts = yaml.safe_load(_PATH.read_text(encoding="utf-8"))
    return {name: _value(text) for name, text in texts.items()}


def _value(text: str) -> Any:
    filled = _VARIABLE.sub(lambda match: _given(*match.groups()), text)
    value = yaml.safe_load(filled)
    return value if isinstance(value, bool | int | float) else filled


def _given(name: str, default: str) -> str:
    if name in os.environ:
        return os.environ[name]
    if f"{name}_FILE" in os.environ:
        return Path(os.environ[f"{name}_FILE"]).read_text(encoding="utf-8").strip()
    return default
