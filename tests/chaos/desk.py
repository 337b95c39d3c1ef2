"""How a desk gives a command while things break: under one Idempotency-Key, sent again until there
is an answer, as a front end does; and now and then by an officer who gives up and looks again."""

import threading
import time
from random import Random
from typing import Any
from uuid import uuid4

import requests

from tests.chaos.ledger import ACKNOWLEDGED, REFUSED, UNKNOWN, Command, Ledger

API = "/api/v1"
TIMEOUT = (3.0, 15.0)
PAUSE = 1.0
PATIENCE = 240.0
"""Seconds. Longer than all that is broken at once stays broken."""
GIVES_UP = 0.1
"""Share of the unanswered sendings after which the officer does not try that again."""
TWICE = 0.1
"""Share of the acknowledged commands that come once more, as by a second click or a proxy."""
LOST = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)


class GaveUp(Exception):
    """Whether the command was carried out is unknown."""


class Refusal(Exception):
    def __init__(self, code: str, status: int, problem: dict[str, Any]):
        super().__init__(f"{status} {code}")
        self.code = code
        self.problem = problem


class Desk:
    """The gateway as one thread sees it, for any of its officers."""

    def __init__(self, url: str, passwords: dict[str, str], ledger: Ledger, random: Random):
        self._front, self._url = url, url + API
        self._passwords = passwords
        self._ledger = ledger
        self._random = random
        self._http = requests.Session()

    def of_a_colleague(self) -> tuple[str, dict[str, str], Ledger, Random]:
        """What another desk at the same front is made of."""
        return self._front, self._passwords, self._ledger, self._random

    def signature(self, officer: str) -> dict[str, str]:
        return {"username": officer, "password": self._passwords[officer]}

    def surprised(self, what: str) -> None:
        self._ledger.surprised(what)

    def give(
        self, officer: str, path: str, body: dict[str, Any], command: Command, method: str = "POST"
    ) -> dict[str, Any]:
        """The answer. Raises Refusal and GaveUp."""
        key = {"Idempotency-Key": str(uuid4())}
        self._ledger.begin(command)
        deadline = time.monotonic() + PATIENCE
        while True:
            command.sent += 1
            answer = self._sent(officer, method, path, json=body, headers=key)
            if answer is None:
                command.wavered = True
                if self._random.random() < GIVES_UP or time.monotonic() > deadline:
                    command.outcome = UNKNOWN
                    raise GaveUp
                continue
            if answer.ok:
                command.outcome, command.answer = ACKNOWLEDGED, answer.json()
                if self._random.random() < TWICE:
                    self._sent_again(
                        command, self._sent(officer, method, path, json=body, headers=key)
                    )
                return command.answer
            problem = answer.json()
            command.outcome, command.code = REFUSED, problem["code"]
            raise Refusal(problem["code"], answer.status_code, problem)

    def _sent_again(self, command: Command, answer: requests.Response | None) -> None:
        """What was acknowledged is acknowledged again, in the same words."""
        command.sent += 1
        if answer is not None and (not answer.ok or answer.json() != command.answer):
            first, second = command.answer, answer.text[:300]
            self._ledger.changed_its_mind(f"{command.action}: {first}, then {second}")

    def look(self, officer: str, path: str, **query: Any) -> dict[str, Any] | None:
        """None when there is no such thing."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            answer = self._sent(officer, "GET", path, params=query)
            if answer is None:
                continue
            if answer.ok:
                found: dict[str, Any] = answer.json()
                return found
            if answer.status_code == 404:
                return None
            self._ledger.surprised(f"GET {path}: {answer.status_code} {answer.text[:200]}")
            return None
        raise GaveUp

    def _sent(self, officer: str, method: str, path: str, **how: Any) -> requests.Response | None:
        """None when no answer says what has become of it."""
        try:
            headers = {**how.pop("headers", {}), "Authorization": f"Bearer {self._token(officer)}"}
            answer = self._http.request(
                method, self._url + path, headers=headers, timeout=TIMEOUT, **how
            )
        except LOST:
            time.sleep(PAUSE)
            return None
        if answer.status_code == 401:
            TOKENS.pop(officer, None)
            return None
        if answer.status_code >= 500 or answer.status_code == 429:
            if answer.status_code != 503:
                self._ledger.surprised(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
            time.sleep(min(PAUSE, float(answer.headers.get("Retry-After", PAUSE))))
            return None
        return answer

    def _token(self, officer: str) -> str:
        with SIGNING_IN[hash(officer) % len(SIGNING_IN)]:
            if officer not in TOKENS:
                answer = self._http.post(
                    f"{self._url}/session", json=self.signature(officer), timeout=TIMEOUT
                )
                if not answer.ok:
                    raise requests.ConnectionError(f"no sign-in: {answer.status_code}")
                TOKENS[officer] = answer.json()["token"]
            return TOKENS[officer]


TOKENS: dict[str, str] = {}
SIGNING_IN = [threading.Lock() for _ in range(16)]
