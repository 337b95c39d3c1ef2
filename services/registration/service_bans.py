"""The entrypoints about bans."""

from collections.abc import Mapping
from typing import Any

from chassis.events import event_handler
from chassis.ids import derived
from chassis.rpc import rpc
from chassis.stored import Stored
from contracts import registration, screening
from contracts.calls import bans as calls
from services.registration import schemas
from services.registration import store_house as store
from services.registration.domain import ban as bans
from services.registration.domain import flagging
from services.registration.domain.ban import Ban
from services.registration.domain.facility import Facility
from services.registration.domain.identity import masked, normal
from services.registration.domain.plain import plain
from services.registration.service_base import RegistrationBase, page_of

PRIVATE = ("identity",)


class BanEntrypoints(RegistrationBase):
    ban_book = Stored(store.Bans, publishes=registration.EVENTS)

    @rpc(schemas.ProposeBan)
    def ban(self, command: dict[str, Any]) -> dict[str, Any] | None:
        """Propose to bar a person; another officer decides."""
        made, today = self._ban(command), self._today(command)
        return self.ban_book.apply(
            made.id, command, lambda before: bans.propose(before, made, today), answer=_state_of_ban
        )

    @event_handler(screening.BAN_PROPOSED)
    def propose_ban(self, event: dict[str, Any]) -> None:
        """Fires when a screener proposes a ban."""
        visit, now = self.visit_book.get(event["subject"]), self.clock.now()
        made = bans.proposed_at(visit, derived(event["facility"], event["id"]), event["data"], now)
        if made is not None:
            self.ban_book.apply(
                made.id, event, lambda before: bans.propose(before, made, visit.today(now))
            )

    @rpc(calls.DecideBan)
    def decide_ban(self, command: dict[str, Any]) -> dict[str, Any] | None:
        """Confirm or reject; a confirmed ban stops the person's open visits too."""
        house, now = self.house(command), self.clock.now()
        return self.ban_book.apply(
            command["ban_id"],
            command,
            lambda ban: bans.decide(
                _of_house(house, ban),
                command["decision"],
                command["officer"]["id"],
                command["reason"],
                now,
                today=house.today(now),
                usual_days=house.settings.ban_days,
                affected=self.ban_book.affected(ban),
            ),
            answer=_state_of_ban,
        )

    @rpc(calls.LiftBan)
    def lift_ban(self, command: dict[str, Any]) -> dict[str, Any] | None:
        house, now = self.house(command), self.clock.now()
        return self.ban_book.apply(
            command["ban_id"],
            command,
            lambda ban: bans.lift(
                _of_house(house, ban), command["officer"]["id"], command["reason"], now
            ),
            answer=_state_of_ban,
        )

    @rpc(calls.Bans)
    def bans(self, query: dict[str, Any]) -> dict[str, Any]:
        house = self.house(query)
        found, total = self.ban_book.listed(query)
        return page_of(query, [plain(one, house.zone, without=PRIVATE) for one in found], total)

    @event_handler(registration.VISITOR_BANNED)
    def flag_visits_of_banned(self, event: dict[str, Any]) -> None:
        """Fires when a ban is confirmed. Looks again, for visits registered meanwhile."""
        ban, now = self.ban_book.get(event["subject"]), self.clock.now()
        for hit in self.ban_book.affected(ban):
            self.visit_book.apply(
                hit["visit"],
                event,
                lambda one, hit=hit: flagging.flag_for_ban(one, ban, hit["person"], now),
            )

    def _ban(self, command: Mapping[str, Any]) -> Ban:
        document = normal(command["visitor"]["id_type"], command["visitor"]["id_number"])
        return Ban(
            id=derived(command["facility"], command["command_id"]),
            facility=command["facility"],
            identity=self._identity(*document),
            masked=masked(document[1]),
            reason=command["reason"],
            proposed_by=command["officer"]["id"],
            proposed_at=self.clock.now(),
            until=command.get("until"),
            visit=command.get("visit_id"),
            note=command.get("note"),
        )


def _of_house(house: Facility, ban: Ban | None) -> Ban | None:
    """Another house's ban does not exist here."""
    return ban if ban is not None and ban.facility == house.id else None


def _state_of_ban(ban: Ban) -> dict[str, Any]:
    return {"id": ban.id, "status": ban.status, "until": ban.until and ban.until.isoformat()}
