"""Words for what a supervisor decides and counts."""

from collections import defaultdict

from console.texts import mark
from console.words import word
from console.words.refusals import REFUSALS

OUTCOMES = {
    "completed": mark("completed"),
    "ended_early_by_visitor": mark("ended early by the visitor"),
    "ended_early_by_inmate": mark("ended early by the inmate"),
    "terminated_by_staff": mark("terminated by staff"),
    "inmate_refused": mark("the inmate did not wish it"),
    "inmate_unavailable": mark("the inmate was not available"),
    "visitor_declined_search": mark("the visitor declined the search"),
    "visitor_failed_search": mark("the visitor was refused at the search"),
    "visitor_did_not_arrive": mark("the visitor did not come"),
    "cancelled_by_visitor": mark("called off by the visitor"),
    "cancelled_by_facility": mark("called off by the house"),
    "facility_closed": mark("the house was closed"),
    "administrative_error": mark("administrative error"),
}
LEGAL = {"detainee": mark("detainee"), "convict": mark("convict")}
DEPOSITS = {
    "assigned": mark("assigned, not handed in yet"),
    "occupied": mark("things inside"),
}


def rule(code: str) -> str:
    """A refusal's title alone, where many are counted."""
    said = word({known: title for known, (title, _) in REFUSALS.items()}, code)
    return said.format_map(defaultdict(lambda: "…"))
