"""Whether the console runs, for whoever starts and watches it."""

from nicegui import app


def add() -> None:
    @app.get("/health/live")
    def live() -> dict[str, str]:
        return {"status": "ok"}
