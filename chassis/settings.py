"""Settings: the chassis's own file, overlaid by the service's, filled in from the environment.

``!env_var "${NAME:default}"`` reads the value as YAML, ``!raw_env_var`` takes it as text, as in
nameko; unlike there, a variable that is missing and has no default is an error, not a null, and
any NAME may be given as NAME_FILE, the path of a file with the value: the way to hand over a
secret.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from nameko.extensions import DependencyProvider

COMMON = Path(__file__).with_name("config.yml")
_VARIABLE = re.compile(r"\$\{(\w+)(?::([^}]*))?\}")


def load_settings(path: Path | str) -> dict[str, Any]:
    """All settings of the service whose ``config.yml`` this is.

    Raises ValueError when a setting without a default is not given.
    """
    return {**_read(COMMON), **_read(Path(path))}


def _read(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader) or {}  # noqa: S506 - a SafeLoader


class _Loader(yaml.SafeLoader):
    pass


def given(name: str) -> str | None:
    """What the environment says now, or the file that it names. None: nothing."""
    if name in os.environ:
        return os.environ[name]
    if f"{name}_FILE" in os.environ:
        return Path(os.environ[f"{name}_FILE"]).read_text(encoding="utf-8").strip()
    return None


def _filled_in(match: re.Match[str]) -> str:
    name, default = match.groups()
    value = given(name)
    if value is not None:
        return value
    if default is None:
        raise ValueError(f"the setting {name} has no default: set {name} or {name}_FILE")
    return default


def _raw(loader: Any, node: Any) -> str:
    return _VARIABLE.sub(_filled_in, str(loader.construct_scalar(node)))


_Loader.add_constructor("!raw_env_var", _raw)
_Loader.add_constructor("!env_var", lambda loader, node: yaml.safe_load(_raw(loader, node)))


class Settings(DependencyProvider):
    """Hands the service its settings as a read-only mapping."""

    def get_dependency(self, worker_ctx: Any) -> Mapping[str, Any]:
        return self.container.config
