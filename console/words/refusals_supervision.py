"""Refusals at the supervisor's page and at the book of inmates."""

from console.texts import mark

SUPERVISION = {
    "day_not_over": (
        mark("The last session still runs."),
        mark("Wait until it is over; or close with your reason."),
    ),
    "day_already_closed": (
        mark("The day is closed already."),
        mark("There is nothing more to do; the next day opens by itself."),
    ),
    "visitors_inside": (
        mark("Somebody is still inside."),
        mark("Count out every group at the exit first; the list above names them."),
    ),
    "locker_occupied": (
        mark("Belongings still lie in a locker."),
        mark("Have them fetched, or stored as unclaimed at the locker desk, then close again."),
    ),
    "second_officer_needed": (
        mark("It takes another officer than the one who began."),
        mark("Ask a colleague who may decide this."),
    ),
    "person_unknown": (
        mark("The group has no such person."),
        mark("Look at the group again, then choose anew."),
    ),
    "inmate_exists": (
        mark("An inmate with this number is in the book already."),
        mark("Look for the number; change that entry instead of adding another."),
    ),
    "status_needs_until": (
        mark("This status needs a last day."),
        mark("Enter the last day on which it holds."),
    ),
    "until_in_past": (
        mark("That last day is over."),
        mark("Enter today or a later day."),
    ),
}
