"""Settings, from ``config.yml`` and the environment.

Files and variables follow the same rules as those of the services: ``!env_var`` reads the value as
YAML, ``!raw_env_var`` takes it as text, and any NAME may be given as NAME_FILE, the path of a file
with the value. Written here again, since the console shares no code with them.
"""

import os
import re
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

_PATH = Path(__file__).with_name("config.yml")
_VARIABLE = re.compile(r"\$\{(\w+):([^}]*)\}")


class _Loader(yaml.SafeLoader):
    pass


@cache
def settings() -> MappingProxyType[str, Any]:
    """What holds for as long as this process runs."""
    text = _PATH.read_text(encoding="utf-8")
    return MappingProxyType(yaml.load(text, Loader=_Loader))  # noqa: S506 - a SafeLoader


def _filled_in(match: re.Match[str]) -> str:
    name, default = match.groups()
    if name in os.environ:
        return os.environ[name]
    if f"{name}_FILE" in os.environ:
        return Path(os.environ[f"{name}_FILE"]).read_text(encoding="utf-8").strip()
    return default


def _raw(loader: Any, node: Any) -> str:
    return _VARIABLE.sub(_filled_in, str(loader.construct_scalar(node)))


_Loader.add_constructor("!raw_env_var", _raw)
_Loader.add_constructor("!env_var", lambda loader, node: yaml.safe_load(_raw(loader, node)))
