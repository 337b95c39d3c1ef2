"""All services as the desks of one house see them."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any
from uuid import uuid4

from chassis.calling import RpcClient
from chassis.errors import Refused
from operations.demo.desks import NOT_YET
from operations.demo.people import People, Person
from tests.support.eventually import eventually
from tests.support.messages import EventLog

TOO_EARLY = NOT_YET | {"nobody_waiting", "facility_not_configured"}
OFFICER, SECOND_OFFICER = "officer-1", "officer-2"
OVERRIDE = {"supervisor": "kepala-jaga", "reason": "so ordered"}


class Front:
    """Each command has an id of its own unless one is given. ``told`` are all persons that the
    house was told of, by whose names and NIKs logs and events are searched."""

    def __init__(self, client: RpcClient, events: EventLog, facility: str):
        self.events = events
        self.facility = facility
        self.told: list[Person] = []
        self._client = client
        self._people = People(Random(facility), date(2026, 1, 17))

    def ask(self, service: str, method: str, officer: str = OFFICER, **fields: Any) -> Any:
        usual = {"command_id": str(uuid4()), "facility": self.facility, "officer": {"id": officer}}
        return self._client.call(service, method, usual | fields)

    def look(self, service: str, method: str, **fields: Any) -> Any:
        return self._client.call(service, method, {"facility": self.facility, **fields})

    def visit(self, visit: str) -> dict[str, Any]:
        return self.look("registration", "visit", visit_id=visit)

    def until(self, visit: str, **expected: Any) -> dict[str, Any]:
        """The visit, once registration says of it what is expected."""

        def seen() -> dict[str, Any] | None:
            found = self.visit(visit)
            return found if expected.items() <= found.items() else None

        return eventually(f"visit {visit} is {expected}", seen)

    def until_searched(self, visit: str, **expected: Any) -> dict[str, Any]:
        """What the search post knows of the group, once it is what is expected."""

        def seen() -> dict[str, Any] | None:
            found = self.look("screening", "screening", visit_id=visit)
            return found if expected.items() <= found.items() else None

        return eventually(f"the search post says {expected}", lambda: patiently(seen))

    def proposed_ban(self) -> dict[str, Any]:
        """The one ban that waits for a decision."""
        [ban] = eventually(
            "a ban is proposed",
            lambda: self.look("registration", "bans", status="proposed")["items"],
        )
        return ban

    def person(self, sex: str = "female") -> Person:
        made = self._people.man() if sex == "male" else self._people.woman()
        self.told.append(made)
        return made

    def child(self) -> Person:
        made = self._people.child()
        self.told.append(made)
        return made


def patiently(act: Callable[[], Any]) -> Any:
    """The result of ``act``, once the services agree that it is time: what one has told, another
    hears a moment later. Raises Refused for anything else."""
    results: list[Any] = []

    def acted() -> bool:
        try:
            results.append(act())
        except Refused as refused:
            if refused.code not in TOO_EARLY:
                raise
        return bool(results)

    eventually("the services agree that it is time", acted)
    return results[0]
