"""What the console of a system on one machine finds in its environment.

It is a client of the gateway: broker, database and the services' keys are none of its business.
It is handed what was set of its own settings, and no more.
"""

import os
from pathlib import Path

from operations.processes import ROOT
from operations.secrets import CONSOLE, write_console_keys
from operations.settings_pages import process_settings

OF_ANY_PROCESS = {"PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR"}


def console_environment(data_dir: Path, gateway_url: str, console_url: str) -> dict[str, str]:
    """It is served to this machine alone, so its cookie needs no TLS.

    The gateway gets no TRUSTED_PROXIES for it: browsers on this machine have the address that the
    console has, and with it any program here could choose the address that the audit keeps.
    """
    keys = write_console_keys(data_dir / "secrets")
    own = {one.name for one in process_settings(ROOT / CONSOLE / "config.yml")}
    wanted = own | {f"{name}_FILE" for name in own} | OF_ANY_PROCESS
    return {
        "COOKIE_SECURE": "false",
        **{name: value for name, value in os.environ.items() if name in wanted},
        **{f"{name.upper()}_FILE": str(path) for name, path in keys.items()},
        "GATEWAY_URL": gateway_url,
        "CONSOLE_ADDRESS": console_url.removeprefix("http://"),
        # what NiceGUI keeps would else lie where the command was given
        "NICEGUI_STORAGE_PATH": str(data_dir / "console"),
        "PYTHONUNBUFFERED": "1",
    }
