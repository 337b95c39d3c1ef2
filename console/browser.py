"""What is known of a browser: who is signed in there, and in which language it is spoken to."""

from copy import copy
from functools import cache

from fastapi import Request
from nicegui import Client

from console.gateway import open_client
from console.sessions import Sessions
from console.settings import settings
from console.texts import LANGUAGES


@cache
def sessions() -> Sessions:
    """Those of this process."""
    return Sessions(open_client())


def browser_of(request: Request) -> str:
    """The id that its signed cookie carries."""
    found: str = request.session["id"]
    return found


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def language_of(request: Request) -> str:
    chosen = request.session.get("language")
    return chosen if chosen in LANGUAGES else settings()["CONSOLE_LANGUAGE"]


def speak(request: Request, client: Client) -> None:
    """Sets the language of the page that is being built."""
    code = language_of(request)
    client.storage["language"] = code
    client.page = copy(client.page)  # it is shared by all who open this page
    client.page.language = "id" if code == "id" else "en-GB"
