"""Refusals that any request may meet: signing in, signatures, passwords, faults of ours."""

from console.texts import mark

OURS = mark("This is a fault of the system, not yours. Tell the operator, with the code.")
AGAIN = mark("Try again in a moment. If it stays so, tell the operator.")
OTHER_PASSWORD = mark("Choose another password: a few words that belong together for you alone.")
GATEWAY: dict[str, tuple[str, str]] = {
    "sign_in_refused": (
        mark("User name or password is wrong."),
        mark("Type both again. After several wrong tries you must wait."),
    ),
    "too_many_attempts": (
        mark("Too many wrong tries."),
        mark("Wait a moment, then try again. If you forgot your password, ask the operator."),
    ),
    "not_signed_in": (mark("Your session is over."), mark("Sign in again.")),
    "sign_in_expired": (mark("The sign-in took too long."), mark("Begin it anew.")),
    "csrf_token_missing": (
        mark("This page is too old."),
        mark("Load it anew, then try again."),
    ),
    "forbidden": (
        mark("Your role does not allow this."),
        mark("Ask an officer who may, or the supervisor."),
    ),
    "override_needs_supervisor": (
        mark("Only a supervisor of this house may allow it."),
        mark("Call the supervisor to sign at this desk."),
    ),
    "approval_refused": (
        mark("User name or password of the officer who signs is wrong."),
        mark("Let the officer type both again. After several wrong tries there is a wait."),
    ),
    "searcher_unknown": (
        mark("No screener of this house has that user name."),
        mark("Type the user name of the officer who searched."),
    ),
    "wrong_password": (mark("The present password is wrong."), mark("Type it again.")),
    "password_too_short": (mark("The password is too short."), OTHER_PASSWORD),
    "password_too_long": (mark("The password is too long."), OTHER_PASSWORD),
    "password_too_common": (mark("Many people use that password."), OTHER_PASSWORD),
    "not_found": (
        mark("It is not there, or not in this house."),
        mark("Compare the number. The list shows what there is."),
    ),
    "wrong_state": (
        mark("Somebody else was faster, or the group is at another step by now."),
        mark("The list is up to date again. Go on from what it shows."),
    ),
    "invalid_input": (
        mark("Something in the form cannot be read."),
        mark("Look at the fields that are marked, and put them right."),
    ),
    "facility_required": (
        mark("It is not said for which house."),
        mark("Choose the house at the top of the page."),
    ),
    "too_many_requests": (mark("Too much is asked at once."), AGAIN),
    "too_large": (mark("That is too much at once."), mark("Send less at a time.")),
    "result_too_large": (mark("The answer is too large."), mark("Ask for less at a time.")),
    "unavailable": (mark("Part of the system does not answer."), AGAIN),
    "internal_error": (mark("Something failed in the system."), OURS),
    "unreadable_request": (mark("The system did not understand the console."), OURS),
    "method_not_allowed": (mark("The system does not know this command."), OURS),
    "invalid_key": (mark("The command was sent wrongly."), OURS),
    "command_id_reused": (
        mark("The same command was sent before with other content."),
        mark("Look at the list whether it was done, then try again."),
    ),
}
