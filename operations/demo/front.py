"""How the desks reach the system: over HTTP, signed in, like any front end."""

import re
import threading
import time
from collections import Counter
from typing import Any
from uuid import uuid4

import requests

from chassis.errors import CallTimedOut, Refused
from operations.demo.staff import Officer
from operations.demo.timepiece import Timepiece

SECONDS = 30.0
PATIENCE = 150.0
"""Real seconds in which a desk goes on sending the same command under the same key."""
AGAIN_SECONDS = 1.0
"""Until a gateway that could not be reached is tried again, and one that does not say when."""
API = "/api/v1"
IDS = re.compile(r"/(?:[0-9a-f-]{32,36}|\d+)(?=/|$)")


class Front:
    """The gateway as one house's desks see it. Each officer signs in when first needed, and again
    when the session is over."""

    def __init__(self, url: str, facility: str, clock: Timepiece):
        self.facility = facility
        self.calls: Counter[str] = Counter()
        self.repeated = 0
        self._url = url + API
        self._clock = clock
        self._signing_in = threading.Lock()
        self._sessions: dict[str, requests.Session] = {}

    def get(self, officer: Officer, path: str, **query: Any) -> Any:
        return self._send(officer, "GET", path, params=query)

    def post(self, officer: Officer, path: str, **body: Any) -> Any:
        """Gives a command once, however often it must be sent. Raises Refused."""
        return self._command(officer, "POST", path, body)

    def put(self, officer: Officer, path: str, **body: Any) -> Any:
        return self._command(officer, "PUT", path, body)

    def patch(self, officer: Officer, path: str, **body: Any) -> Any:
        return self._command(officer, "PATCH", path, body)

    def _command(self, officer: Officer, method: str, path: str, body: dict[str, Any]) -> Any:
        key = {"Idempotency-Key": str(uuid4())}
        return self._send(officer, method, path, json=body, headers=key)

    def _send(self, officer: Officer, method: str, path: str, **how: Any) -> Any:
        self.calls[f"{method} {IDS.sub('/{id}', path)}"] += 1
        deadline = time.monotonic() + PATIENCE
        with self._clock.asking():
            while time.monotonic() < deadline:
                began = time.monotonic()
                answer = self._tried(officer, method, path, **how)
                if answer is not None:
                    # the last attempt alone: it says how quick the system is when it is there
                    self._clock.answered_in(time.monotonic() - began)
                    return answer
                self.repeated += 1
        raise CallTimedOut("gateway", PATIENCE)

    def _tried(self, officer: Officer, method: str, path: str, **how: Any) -> Any:
        """None when it is to be tried again. Raises Refused."""
        try:
            session = self._session(officer)
            answer = session.request(method, self._url + path, timeout=SECONDS, **how)
        except (requests.ConnectionError, requests.Timeout):
            time.sleep(AGAIN_SECONDS)
            return None
        except _Away as away:
            time.sleep(away.seconds)
            return None
        if answer.ok:
            return answer.json()
        if answer.status_code == 401:
            with self._signing_in:
                self._sessions.pop(officer.id, None)
            return None
        if answer.status_code == 503:
            time.sleep(_Away(answer).seconds)
            return None
        raise Refused(answer.json())

    def _session(self, officer: Officer) -> requests.Session:
        with self._signing_in:
            if officer.id not in self._sessions:
                self._sessions[officer.id] = self._signed_in(officer)
            return self._sessions[officer.id]

    def _signed_in(self, officer: Officer) -> requests.Session:
        """Raises Refused; _Away."""
        session = requests.Session()
        answer = session.post(f"{self._url}/session", json=officer.signature(), timeout=SECONDS)
        if answer.status_code == 503:
            raise _Away(answer)
        if not answer.ok:
            raise Refused(answer.json())
        session.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        return session


class _Away(Exception):
    """The gateway says to come again, and after how many seconds."""

    def __init__(self, answer: requests.Response):
        self.seconds = float(answer.headers.get("Retry-After", AGAIN_SECONDS))
