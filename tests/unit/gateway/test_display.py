"""How old the numbers in the waiting room may be, and how often the services are asked for them."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask_smorest import Api

from services.gateway.http.guarding import GATEWAY
from services.gateway.routes import display
from services.gateway.routes.display import FRESH_SECONDS

ANSWER_TAKES = 0.2


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """When the services were asked, by a clock that goes on only while they answer."""
    moments: list[float] = []
    now = SimpleNamespace(seconds=100.0)

    def answer(_: str) -> dict[str, Any]:
        moments.append(now.seconds)
        now.seconds += ANSWER_TAKES
        return {"waiting": len(moments)}

    monkeypatch.setattr(display, "_board", answer)
    monkeypatch.setattr(display, "time", SimpleNamespace(monotonic=lambda: now.seconds))
    return moments


@pytest.fixture
def look() -> Callable[[], int]:
    app = Flask(__name__)
    api = Api(app, spec_kwargs={"title": "", "version": "1", "openapi_version": "3.1.0"})
    api.register_blueprint(display.blueprint())
    browser = app.test_client()

    def waiting() -> int:
        answer = browser.get("/display?facility=RT01", environ_base={GATEWAY: None})
        found: int = answer.json["waiting"]
        return found

    return waiting


def test_the_services_are_asked_once_however_many_look(
    asked: list[float], look: Callable[[], int]
) -> None:
    assert [look() for _ in range(5)] == [1] * 5
    assert len(asked) == 1


def test_what_is_shown_was_true_half_a_second_ago_however_long_the_answer_took(
    asked: list[float], look: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    look()
    for later, seen in ((FRESH_SECONDS - 0.01, 1), (FRESH_SECONDS + 0.01, 2)):
        shown = SimpleNamespace(monotonic=lambda later=later: asked[0] + later)
        monkeypatch.setattr(display, "time", shown)
        assert look() == seen
