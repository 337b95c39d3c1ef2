"""What every page tells the browser beyond its content."""

from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    # no other page may draw ours inside itself and have officers click there unknowingly
    "X-Frame-Options": "DENY",
    # nothing comes from elsewhere; NiceGUI writes scripts into pages and compiles templates there
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        "connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
    ),
}


class Headers(BaseHTTPMiddleware):
    """Pages show people, so a shared computer keeps none of them: after a sign-out the back button
    brings nothing up."""

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        response = await call_next(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if not request.url.path.startswith(("/_nicegui/", "/static/")):
            response.headers["Cache-Control"] = "no-store"
        return response
