"""The gateway: one entrypoint that takes every HTTP request."""

from werkzeug.wrappers import Request, Response

from chassis.clock import Clock
from chassis.service import Service
from chassis.settings import Settings
from services.gateway.accounts import Accounts
from services.gateway.audit import Audit
from services.gateway.callees import Callees
from services.gateway.http.application import Application
from services.gateway.http.entrypoint import http
from services.gateway.identity import IdentityProvider
from services.gateway.stream import EventStream


class GatewayService(Service):
    name = "gateway"

    clock = Clock()
    settings = Settings()
    accounts = Accounts()
    identity = IdentityProvider()
    audit = Audit()
    callees = Callees()
    stream = EventStream()
    application = Application()

    @http()
    def answer(self, request: Request) -> Response:
        """Flask answers; it finds the service in the WSGI environment."""
        return self.application.answer(request, self)
