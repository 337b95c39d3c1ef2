"""Notifications that were on their way when the backup was made. What became of them since is in
no backup, so none of them is sent: each is given up, to be seen and decided by somebody."""

from collections.abc import Mapping
from typing import Any

from pymongo.database import Database

import contracts
from chassis.aggregates import Surroundings
from chassis.clock import open_clock
from chassis.encryption import FieldCipher
from chassis.keyring import KeyRing
from chassis.outbox import Sent
from chassis.remembered import Remembered
from chassis.sealing import Sealing
from chassis.tracing import continued
from operations.backup.keys import Keys
from services.notifications.domain.correspondence import Correspondence, Event
from services.notifications.domain.delivery import restored
from services.notifications.store import Correspondences


def give_up_undelivered(
    database: Database[Any], keys: Keys, settings: Mapping[str, Any], archive: str
) -> int:
    """How many correspondences had any. Their events leave the outbox when the service starts."""
    store = Correspondences(database, _surroundings(keys, settings))

    def decide(found: Correspondence | None) -> tuple[Correspondence, list[Event]]:
        assert found is not None
        return restored(found)

    pending = store.pending()
    for id in pending:
        store.apply(id, {"id": f"restore-{archive}"}, decide)
    return len(pending)


def _surroundings(keys: Keys, settings: Mapping[str, Any]) -> Surroundings:
    cipher = FieldCipher(KeyRing(keys["notifications/field_keys"]))
    return Surroundings(
        service="notifications",
        clock=open_clock(settings["CLOCK_FILE"]),
        send=lambda saved: None,  # the relay of the service finds them
        sent=Sent(),
        remembered=Remembered(),
        check=lambda event_type, data: contracts.ALL[event_type].check(data),
        traceparent=continued(None),
        inbox_size=settings["INBOX_SIZE"],
        sealing=Sealing(Correspondences.collection, Correspondences.encrypted, cipher=cipher),
    )
