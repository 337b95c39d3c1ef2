"""A front end of the tests: speaks HTTP and nothing else."""

from itertools import count
from typing import Any

import requests
from requests.adapters import HTTPAdapter, Retry

from tests.support.staff import PASSWORD

_keys = count(1)


class Desk:
    """One member of staff, signed in by a bearer token."""

    def __init__(self, address: str, username: str):
        self.address = address
        self.username = username
        self._http = requests.Session()
        # a server closes connections that were idle: every HTTP client meets it
        again = Retry(2, allowed_methods=None, respect_retry_after_header=False)
        self._http.mount("http://", HTTPAdapter(max_retries=again))
        signed_in = self._http.post(
            f"{address}/api/v1/session",
            json={"username": username, "password": PASSWORD},
            timeout=20,
        )
        assert signed_in.status_code in (200, 201), signed_in.text
        self._http.headers["Authorization"] = f"Bearer {signed_in.json()['token']}"

    def get(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> Any:
        return self.send("GET", path, params=query, headers=headers or {})

    def post(self, path: str, body: Any = None, key: str | None = None) -> Any:
        return self.send("POST", path, json=body or {}, headers=self._key(key))

    def put(self, path: str, body: Any) -> Any:
        return self.send("PUT", path, json=body, headers=self._key(None))

    def close(self) -> None:
        self._http.close()

    def send(self, method: str, path: str, **how: Any) -> Any:
        return self._http.request(method, f"{self.address}/api/v1{path}", timeout=20, **how)

    @staticmethod
    def _key(key: str | None) -> dict[str, str]:
        return {"Idempotency-Key": key or f"key-{next(_keys)}"}
