"""The search post."""

import queue
import time
from dataclasses import replace
from typing import Any

from chassis.errors import Refused
from operations.demo.desks import Hall
from operations.demo.plan import Outing
from operations.demo.staff import SEARCHER_OF, SUPERVISOR, Officer

SEARCH_MINUTES = 2.0
WITHOUT_MEN = 6
"""Calls at which no male officer is on duty, so that a group with a man is held for a while."""


class Search:
    """Calls the next number and records what the search found."""

    def __init__(self, hall: Hall, waiting: "queue.Queue[str]", held: "queue.Queue[str]"):
        self._hall = hall
        self._waiting = waiting
        self._held = held
        self._in_line: set[str] = set()
        self._calls = 0

    def joined(self, visit: str) -> None:
        """The board shows that a group waits."""
        self._in_line.add(visit)
        self._waiting.put(visit)

    def gone(self, visit: str) -> None:
        """The board shows that it was called, held, or has left."""
        self._in_line.discard(visit)

    def serve(self, officer: Officer, visit: str) -> None:
        """Somebody waits, as the board says; the group that is called may be another."""
        group = self._call_next(officer)
        if group is None:
            if visit in self._in_line:
                time.sleep(0.02)
                self._waiting.put(visit)
            return
        outing = self._hall.log.outing(group["visit_id"])
        if outing.incident == "cancels":  # called while it was calling off, so nobody comes
            return
        if outing.incident in ("no_answer", "comes_late_to_the_post"):
            self._nobody_comes(officer, group["visit_id"], outing)
            return
        self._hall.clock.wait(SEARCH_MINUTES)
        result = f"/screenings/{group['visit_id']}/result"
        self._hall.front.post(officer, result, **findings(outing))

    def resume_held(self, officer: Officer, visit: str) -> None:
        """An officer of the visitor's sex is back, or the visitor has turned up."""
        self._hall.clock.wait(6)
        self._hall.front.post(officer, f"/screenings/{visit}/resume")
        self.joined(visit)

    def _call_next(self, officer: Officer) -> dict[str, Any] | None:
        self._calls += 1
        on_duty = ["female"] if self._calls <= WITHOUT_MEN else ["female", "male"]
        try:
            group = self._hall.front.post(
                officer, "/screenings/call-next", post=officer.id, on_duty=on_duty
            )
        except Refused as refused:
            if refused.code not in ("nobody_waiting", "facility_closed"):
                raise
            self._set_aside(refused.facts.get("held", []))
            return None
        self._set_aside(group.get("held", []))
        return group

    def _set_aside(self, held: list[dict[str, Any]]) -> None:
        for one in held:
            self._hall.log.add("held_for_same_sex_officer")
            self._held.put(one["visit_id"])

    def _nobody_comes(self, officer: Officer, visit: str, outing: Outing) -> None:
        status = "called"
        while status == "called":
            self._hall.clock.wait(1)
            answer = self._hall.front.post(officer, f"/screenings/{visit}/recall")
            status = answer["status"]
        if outing.incident == "comes_late_to_the_post":
            self._hall.log.came(visit, _now_present(outing))
            self._held.put(visit)


def _now_present(outing: Outing) -> Outing:
    return replace(outing, incident="")


def findings(outing: Outing) -> dict[str, Any]:
    """What the search of this group finds."""
    if outing.incident == "declines_search":
        return {"consent": "refused"}
    adults = [place for place, person in enumerate(outing.group) if person.adult]
    cleared = [place for place in adults if place not in outing.refused]
    members = [_finding(outing, place, cleared) for place in range(len(outing.group))]
    result: dict[str, Any] = {"consent": "given", "members": members, "items": _items(outing)}
    if outing.incident == "lead_refused":
        result["lead"] = f"p{cleared[0] + 1}"
    if outing.incident == "seizure":
        result["ban"] = {"person": f"p{outing.refused[0] + 1}", "reason": "contraband"}
    return result


def _finding(outing: Outing, place: int, cleared: list[int]) -> dict[str, Any]:
    person = outing.group[place]
    finding: dict[str, Any] = {
        "person": f"p{place + 1}",
        "decision": "refused" if place in outing.refused else "cleared",
        "searched_by": SEARCHER_OF[person.sex].as_searcher(),
    }
    if place in outing.refused:
        finding["reason"] = "contraband" if outing.incident == "seizure" else "dress_code"
    if not person.adult:
        finding["accompanied_by"] = f"p{cleared[0] + 1}"
    return finding


def _items(outing: Outing) -> list[dict[str, Any]]:
    lead = next(p for p in range(len(outing.group)) if p not in outing.refused)
    items = [
        {"person": f"p{lead + 1}", "disposition": "deposit", **thing} for thing in outing.things
    ]
    if outing.incident == "seizure":
        seizure = {"category": "phone_or_sim", "quantity": 1, "witness": SUPERVISOR.id,
                   "handed_to": "security section"}  # fmt: skip
        items.append({"person": f"p{outing.refused[0] + 1}", "kind": "sim card", "count": 1,
                      "disposition": "seized", "seizure": seizure})  # fmt: skip
    return items
