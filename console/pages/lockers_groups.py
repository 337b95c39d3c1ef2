"""Whose visit is whose: the locker desk knows visits by their ids alone."""

from collections.abc import Iterable
from typing import Any

from console.desk import Desk
from console.live import Heard

MOST = 200


class Groups:
    """Queue numbers by visit, and how many things the search post counted, as far as it was heard
    of since the page was opened: the API tells that in the event alone."""

    def __init__(self, desk: Desk):
        self._desk = desk
        self.numbers: dict[str, int | None] = {}
        self.expected: dict[str, int] = {}
        leave = desk.sign_in.live.listen(self._hear)
        desk.client.on_delete(leave)

    async def know(self, visits: Iterable[str]) -> None:
        """Looks up those that are not known. Raises Problem, SignedOut, Away. A look at a list of
        people is written into the audit, so it is looked at for new ones alone."""
        unknown = set(visits) - self.numbers.keys()
        for status in ("cleared", None):
            if unknown:
                await self._look(status)
                unknown -= self.numbers.keys()
        # of another day; its panel shows it
        self.numbers.update(dict.fromkeys(unknown))

    async def _look(self, status: str | None) -> None:
        page, more = 1, True
        while more:
            found = await self._desk.get("/visits", status=status, page=page, page_size=MOST)
            self.numbers.update({one["id"]: one["queue_number"] for one in found["items"]})
            more = page * MOST < found["total"]
            page += 1

    def _hear(self, heard: Heard) -> None:
        if heard.type == "visitor_registered":
            self.numbers[heard.event["subject"]] = heard.event["data"]["queue_number"]
        if heard.type == "visitor_screened":
            self.expected[heard.event["subject"]] = heard.event["data"]["deposit"]["items"]


def names_of(visit: dict[str, Any]) -> dict[str, str]:
    """By person; those whom the search refused are not in the house."""
    return {one["person"]: one["name"] for one in visit["members"] if one["decision"] != "refused"}
