"""Refusals at the visiting room and at the exit."""

from console.texts import mark

ROOM = {
    "on_break": (
        mark("Nobody is admitted during the break."),
        mark("Wait until the break is over, then admit the group."),
    ),
    "wrong_day": (
        mark("This visit is for another day."),
        mark("It is for {date}; today is {today}. They come on that day, or are registered anew."),
    ),
    "visit_flagged": (
        mark("A supervisor must look at this visit first."),
        mark("Let the group wait, and call the supervisor."),
    ),
    "nobody_cleared": (
        mark("No adult of this group may enter."),
        mark("A child never goes in alone. Call the supervisor."),
    ),
    "belongings_not_deposited": (
        mark("The belongings of this group are not in the locker yet."),
        mark("Send the group to the locker desk. It can come in as soon as that is done."),
    ),
    "briefing_not_acknowledged": (
        mark("The house rules have not been accepted yet."),
        mark("Read them out, and tick the box when the group accepts them."),
    ),
    "room_full": (
        mark("The visiting room is full."),
        mark("It holds {limit} at most. Wait until a visit ends."),
    ),
    "table_taken": (
        mark("Another group sits at that table."),
        mark("Choose another table, or let the system choose."),
    ),
    "table_unknown": (
        mark("There is no table of that number."),
        mark("The room has {tables} tables."),
    ),
    "extension_too_long": (
        mark("This visit cannot be extended that far."),
        mark("At most {limit} minutes in all; {used} are used. A supervisor may allow more."),
    ),
    "end_in_past": (
        mark("That would end the visit before now."),
        mark("End the visit instead."),
    ),
    "reason_required": (
        mark("This decision is recorded with its reason."),
        mark("Write the reason, then do it again."),
    ),
    "head_count_mismatch": (
        mark("The count is wrong: {admitted} came in, {counted} were counted."),
        mark("Open no gate. Count again; if it stays so, call the supervisor at once."),
    ),
    "identity_unchecked": (
        mark("Somebody's identity was not checked yet."),
        mark("Look at each person, and tick everyone. An inmate must not walk out as a visitor."),
    ),
    "belongings_not_returned": (
        mark("The belongings of this group are still in the locker."),
        mark("Send the group to the locker desk. Nobody should leave without their things."),
    ),
}
