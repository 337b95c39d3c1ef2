"""Runs the console: ``python -m console``."""

import logging
import secrets

from nicegui import app, ui
from nicegui.translations import translations

from console import pages
from console.assets import STATIC
from console.headers import Headers
from console.settings import settings

OWN_WORDS = {
    "connection_lost": "Sambungan ke konsol terputus.",
    "trying_to_reconnect": "Yang sudah diketik tetap ada. Sedang menyambung lagi …",
    "message_too_long": "Pesan terlalu panjang",
    "message_too_long_body": "Pesan terlalu panjang untuk dikirim.",
}
"""What NiceGUI says of the browser's own connection, and does not know in Indonesian."""


def main() -> None:
    told = settings()
    logging.basicConfig(
        level=told["LOG_LEVEL"], format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    logging.getLogger("httpx").setLevel(logging.WARNING)  # a line for each request
    translations["id"] = OWN_WORDS
    pages.add_all()
    app.add_static_files("/static", STATIC)
    app.add_middleware(Headers)
    # a bar without a name, at requests that nobody waits for
    app.config.quasar_config["loadingBar"] = {"skipHijack": True}
    host, _, port = told["CONSOLE_ADDRESS"].rpartition(":")
    ui.run(
        host=host,
        port=int(port),
        title="Kunjungan",
        favicon=STATIC / "icon.svg",
        language="id",
        reload=False,
        show=False,
        show_welcome_message=False,
        tailwind=False,
        reconnect_timeout=told["RECONNECT_SECONDS"],
        storage_secret=told["CONSOLE_SECRET"] or secrets.token_urlsafe(32),
        session_middleware_kwargs={
            "https_only": told["COOKIE_SECURE"],
            "same_site": "strict",
            "max_age": None,  # until the browser is closed
        },
        uvicorn_logging_level="warning",
        proxy_headers=bool(told["CONSOLE_PROXIES"]),
        forwarded_allow_ips=told["CONSOLE_PROXIES"] or None,
    )


main()
