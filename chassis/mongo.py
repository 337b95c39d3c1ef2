"""The connection to the service's own database."""

import time
from typing import Any

from eventlet.semaphore import Semaphore
from nameko.extensions import SharedExtension
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import ConnectionFailure

from chassis.restoring import refuse_half_restored


def open_database(settings: dict[str, Any], service: str) -> Database:
    """The database of one service, once it answers.

    Raises pymongo.errors.ConnectionFailure when it does not within STARTUP_WAIT seconds, and
    HalfRestored.
    """
    timeout = settings["MONGO_TIMEOUT_MS"]
    client: MongoClient = MongoClient(
        settings["MONGO_URI"],
        appname=service,
        tz_aware=True,
        connectTimeoutMS=timeout,
        serverSelectionTimeoutMS=timeout,
        socketTimeoutMS=timeout,
    )
    database = client[settings["DATABASE_PREFIX"] + service]
    deadline = time.monotonic() + settings["STARTUP_WAIT"]
    while True:
        try:
            database.command("ping")
            refuse_half_restored(database)
            return database
        except ConnectionFailure:
            if time.monotonic() > deadline:
                raise


class Mongo(SharedExtension):
    """One client for the whole process, opened by whoever needs it first."""

    def __init__(self) -> None:
        super().__init__()
        self._opening = Semaphore()
        self._database: Database | None = None

    def __dir__(self) -> list[str]:
        # nameko reads every attribute that dir() names while it builds a service, and this one
        # would wait for the database there
        return [name for name in super().__dir__() if name != "database"]

    @property
    def database(self) -> Database:
        with self._opening:
            if self._database is None:
                config = self.container.config
                self._database = open_database(config, self.container.service_name)
            return self._database

    def stop(self) -> None:
        if self._database is not None:
            self._database.client.close()
