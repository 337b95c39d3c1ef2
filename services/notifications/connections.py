"""From settings to routes, terms and open channels. What is wrong with a setting is said when
the service starts, not when the first message fails."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from services.notifications.channels import Address, Channel
from services.notifications.channels.email import TLS, Email, Mailbox
from services.notifications.channels.webhook import Webhook
from services.notifications.domain.correspondence import Correspondence, Message
from services.notifications.domain.policy import DESKS
from services.notifications.domain.terms import (
    ANY,
    EMAIL,
    LOG,
    WEBHOOK,
    Patience,
    Routes,
    Terms,
    desk_keys,
)
from services.notifications.rendering import LOCALES, Renderer

Settings = Mapping[str, Any]
DeskRoutes = Mapping[tuple[str, str], Mapping[str, Any]]


@dataclass(frozen=True)
class Connections:
    """All that sending needs: the terms for the domain, the channels that are open, the words,
    and where each message goes."""

    terms: Terms
    channels: Mapping[str, Channel]
    renderer: Renderer
    desks: DeskRoutes
    visitor_url: str | None
    send_seconds: float
    at_once: int

    def address(self, state: Correspondence, message: Message) -> Address:
        if message.is_for_visitor:
            contact = state.contact
            if contact is None:
                return Address()
            emails = (contact.email,) if contact.email else ()
            return Address(emails, contact.phone, self.visitor_url)
        route = self._desk_route(state.facility, message.desk or "")
        return Address(tuple(route.get("to", ())), None, route.get("url"))

    def _desk_route(self, facility: str, desk: str) -> Mapping[str, Any]:
        found = (self.desks[key] for key in desk_keys(facility, desk) if key in self.desks)
        return next(found, {})


def connect(settings: Settings) -> Connections:
    """Raises ValueError, naming the setting."""
    desks = dict(_desk_routes(settings["DESKS"] or {}))
    channels = dict(_channels(settings))
    for (facility, desk), route in desks.items():
        if route["channel"] not in (LOG, *channels):
            raise ValueError(f"DESKS: {facility}/{desk}: {route['channel']} is not set up")
    visitor_url = settings["VISITOR_WEBHOOK_URL"] or None
    if visitor_url and WEBHOOK not in channels:
        raise ValueError("VISITOR_WEBHOOK_URL needs a WEBHOOK_SECRET to sign with")
    routes = Routes(
        visitor_email=EMAIL in channels,
        visitor_webhook=visitor_url is not None,
        desks={key: route["channel"] for key, route in desks.items()},
    )
    return Connections(
        terms=_terms(settings, routes),
        channels=channels,
        renderer=_renderer(settings),
        desks=desks,
        visitor_url=visitor_url,
        send_seconds=settings["SEND_SECONDS"],
        at_once=settings["SEND_AT_ONCE"],
    )


def _desk_routes(table: Any) -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
    for facility, desks in table.items():
        for desk, route in desks.items():
            if desk not in (ANY, *DESKS):
                raise ValueError(f"DESKS: {facility}: no desk is called {desk}")
            needed = {EMAIL: {"to"}, WEBHOOK: {"url"}, LOG: set()}.get(route.get("channel"))
            if needed is None or set(route) - {"channel"} != needed:
                raise ValueError(f"DESKS: {facility}/{desk}: not a route")
            yield (facility, desk), route


def _channels(settings: Settings) -> Iterator[tuple[str, Channel]]:
    if settings["SMTP_HOST"]:
        yield EMAIL, Email(_mailbox(settings))
    if settings["WEBHOOK_SECRET"]:
        try:
            webhook = Webhook(
                settings["WEBHOOK_SECRET"].split(),
                timeout=settings["SEND_SECONDS"],
                proxy=settings["WEBHOOK_PROXY"] or None,
            )
        except ValueError as error:
            raise ValueError(f"WEBHOOK_SECRET: {error}") from None
        yield WEBHOOK, webhook


def _mailbox(settings: Settings) -> Mailbox:
    if settings["SMTP_TLS"] not in TLS:
        raise ValueError(f"SMTP_TLS: one of {', '.join(TLS)}")
    if "@" not in settings["SMTP_SENDER"]:
        raise ValueError("SMTP_SENDER: an e-mail address is needed beside SMTP_HOST")
    return Mailbox(
        host=settings["SMTP_HOST"],
        port=settings["SMTP_PORT"],
        sender=settings["SMTP_SENDER"],
        tls=settings["SMTP_TLS"],
        user=settings["SMTP_USER"] or None,
        password=settings["SMTP_PASSWORD"] or None,
        timeout=settings["SEND_SECONDS"],
        ca_file=settings["SMTP_CA_FILE"] or None,
    )


def _terms(settings: Settings, routes: Routes) -> Terms:
    lease = settings["LEASE_SECONDS"]
    if lease < 2 * settings["SEND_SECONDS"]:
        raise ValueError("LEASE_SECONDS: at least twice SEND_SECONDS, or two would send at once")
    ages = {ANY: settings["NOTIFY_MAX_AGE"], **dict(settings["NOTIFY_MAX_AGES"] or {})}
    return Terms(
        routes,
        Patience(
            waits=tuple(timedelta(seconds=wait) for wait in settings["RETRY_WAITS"]),
            lease=timedelta(seconds=lease),
        ),
        {event_type: timedelta(hours=hours) for event_type, hours in ages.items()},
    )


def _renderer(settings: Settings) -> Renderer:
    if settings["DESK_LANGUAGE"] not in LOCALES:
        raise ValueError(f"DESK_LANGUAGE: one of {', '.join(LOCALES)}")
    return Renderer(settings["FACILITY_NAMES"], settings["DESK_LANGUAGE"])
