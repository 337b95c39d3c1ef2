"""Sending what is due: claim, send, settle.

The claim is saved before anything is sent and guarded by the version, so of two processes one
sends. If it dies in the middle, the lease runs out and the message is sent again, under the same
id, by which its receiver can tell.
"""

import logging
from typing import Any
from uuid import uuid4

from eventlet import GreenPool, Timeout

from chassis.clock import FileClock, WallClock
from services.notifications.channels import Letter, NotSent
from services.notifications.connections import Connections
from services.notifications.domain import delivery
from services.notifications.domain.correspondence import Correspondence, Event, Message
from services.notifications.store import Correspondences

logger = logging.getLogger(__name__)

BATCH = 100
"""Correspondences looked at in one round; the next round follows with the next tick."""


class Sender:
    """``clock`` is the house's; leases and waits go by real time."""

    def __init__(
        self, store: Correspondences, connections: Connections, clock: WallClock | FileClock
    ):
        self._store = store
        self._connections = connections
        self._clock = clock
        self._real = WallClock()

    def send_due(self) -> None:
        """One round: different correspondences side by side, the messages of one in order."""
        pool = GreenPool(self._connections.at_once)
        for state in self._store.due(self._real.now(), BATCH):
            pool.spawn_n(self._send_all_due_of, state)
        pool.waitall()

    def _send_all_due_of(self, state: Correspondence) -> None:
        now = self._real.now()
        for message in state.messages:
            if message.next_attempt_at and message.next_attempt_at <= now:
                try:
                    self._attempt(state.id, message.id)
                except Exception as error:
                    # Its text may quote an address. The lease brings the message back.
                    logger.error("%s: not settled: %s", message.id, type(error).__name__)

    def _attempt(self, correspondence_id: str, message_id: str) -> None:
        claimed = self._claim(correspondence_id, message_id)
        if claimed is None:
            return
        state, message = claimed
        failure = self._send(state, message)

        def decide(found: Any) -> tuple[Correspondence, list[Event]]:
            if failure is None:
                return delivery.arrived(found, message_id, self._clock.now())
            return delivery.did_not_arrive(
                found, message_id, message.attempts, failure.reason, failure.for_good,
                self._connections.terms.patience, self._real.now(),
            )

        self._apply(correspondence_id, decide)

    def _claim(
        self, correspondence_id: str, message_id: str
    ) -> tuple[Correspondence, Message] | None:
        """What was claimed; None when another process was faster or the message has expired."""
        claimed: list[tuple[Correspondence, Message]] = []

        def decide(found: Any) -> tuple[Correspondence, list[Event]]:
            claimed.clear()
            after, events = delivery.claim(
                found, message_id, self._connections.terms.patience,
                self._clock.now(), self._real.now(),
            )
            message = after.message(message_id)
            if after is not found and message and message.in_hand:
                claimed.append((after, message))
            return after, events

        self._apply(correspondence_id, decide)
        return claimed[0] if claimed else None

    def _apply(self, correspondence_id: str, decide: Any) -> None:
        self._store.apply(correspondence_id, {"id": f"sending-{uuid4()}"}, decide)

    def _send(self, state: Correspondence, message: Message) -> NotSent | None:
        """None when it arrived. The text of an unforeseen error may quote an address, so only
        its kind goes on."""
        failure: NotSent | None = None
        try:
            channel = self._connections.channels[message.channel or ""]
            with Timeout(self._connections.send_seconds, NotSent("timeout")):
                channel.send(self._letter(state, message))
        except NotSent as error:
            failure = error
        except KeyError:
            failure = NotSent("not_configured")
        except Exception as error:
            failure = NotSent(f"broken:{type(error).__name__}")
        if failure:
            logger.info("%s: attempt %d: %s", message.id, message.attempts, failure.reason)
        return failure

    def _letter(self, state: Correspondence, message: Message) -> Letter:
        text = self._connections.renderer.render(state, message)
        return Letter(
            id=message.id,
            about=message.about,
            facility=state.facility,
            subject_id=state.id,
            recipient=message.recipient,
            language=text.language,
            subject=text.subject,
            body=text.body,
            address=self._connections.address(state, message),
        )
