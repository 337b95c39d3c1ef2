"""Refusals: what the rule is, and what an officer does now.

The codes are those of docs/refusals.md; a test sees to it that none is missing.
"""

from collections import defaultdict

from console.problems import Problem
from console.texts import mark, say
from console.words.refusals_room import ROOM
from console.words.refusals_supervision import SUPERVISION

OTHERWISE = (
    mark("That is not possible now."),
    mark("Look at the list again; if it stays so, tell the supervisor."),
)
REFUSALS: dict[str, tuple[str, str]] = {
    "sign_in_refused": (
        mark("User name or password is wrong."),
        mark("Type both again. After several wrong tries you must wait."),
    ),
    "too_many_attempts": (
        mark("Too many wrong tries."),
        mark("Wait a moment, then try again. If you forgot your password, ask the operator."),
    ),
    "forbidden": (
        mark("Your role does not allow this."),
        mark("Ask an officer who may, or the supervisor."),
    ),
    "wrong_state": (
        mark("Somebody else was faster, or the group is at another step by now."),
        mark("The list is up to date again. Go on from what it shows."),
    ),
    "invalid_input": (
        mark("Something in the form cannot be read."),
        mark("Look at the fields that are marked, and put them right."),
    ),
    "unavailable": (
        mark("Part of the system does not answer."),
        mark("Try again in a moment. If it stays so, tell the operator."),
    ),
    **ROOM,
    **SUPERVISION,
}


def refusal(problem: Problem) -> tuple[str, str]:
    """Title and advice, in the reader's language. ``{limit}`` in a text is that fact."""
    title, advice = REFUSALS.get(problem.code, OTHERWISE)
    facts = defaultdict(lambda: "…", problem.facts)
    return say(title).format_map(facts), say(advice).format_map(facts)


OVERRIDABLE = frozenset({
    "registration_closed", "group_too_large", "session_full", "visitor_already_registered",
    "inmate_already_visited", "late_arrival", "extension_too_long", "belongings_not_returned",
    "day_not_over", "visit_not_over",
})  # fmt: skip
"""Rules that a supervisor may set aside, with a reason; the services decide where."""
