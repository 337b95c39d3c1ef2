"""Everything the gateway itself can say no to. One class per published code.

No password, token, name or identity number goes into a detail or a fact: they travel in logs.
"""

from typing import Any


class Refusal(Exception):
    """A rule said no. ``code`` is stable and published; ``detail`` is for people; ``facts`` are
    plain JSON values; ``field`` names the input that was wrong, if one was."""

    code = "refused"

    def __init__(self, detail: str, field: str | None = None, **facts: Any):
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.facts = facts


class NotFound(Refusal):
    """Nothing that the caller may know of goes by that id."""

    code = "not_found"


class TooManyStreams(Refusal):
    """The account, or this process, has as many open streams as it may."""

    code = "too_many_requests"

    def __init__(self) -> None:
        super().__init__("Too many streams are open; close one, or come back.", retry_after=10)


# --- signing in ----------------------------------------------------------------------------------


class NotSignedIn(Refusal):
    """There is no session, or it is over."""

    code = "not_signed_in"

    def __init__(self, detail: str = "Sign in first."):
        super().__init__(detail)


class SignInRefused(Refusal):
    """The same for an unknown user, a wrong password and a disabled account: who tries names
    must not learn which exist."""

    code = "sign_in_refused"

    def __init__(self) -> None:
        super().__init__("User name or password is wrong, or the account is disabled.")


class TooManyAttempts(Refusal):
    """Too many failures for this user name, or from this address; it passes by itself."""

    code = "too_many_attempts"

    def __init__(self, retry_after: int):
        super().__init__(f"Try again in {retry_after} seconds.", retry_after=retry_after)


class CsrfTokenMissing(Refusal):
    """A command came with the cookie alone: it may be another site's page that sent it."""

    code = "csrf_token_missing"

    def __init__(self) -> None:
        super().__init__("The header X-CSRF-Token is missing or not this session's.")


class SignInExpired(Refusal):
    """The sign-in at the other provider was begun elsewhere, too long ago, or used before."""

    code = "sign_in_expired"

    def __init__(self) -> None:
        super().__init__("Begin the sign-in anew.")


class ProviderAway(Refusal):
    """The identity provider does not answer, or answers what cannot be read."""

    code = "unavailable"


# --- passwords -----------------------------------------------------------------------------------


class WrongPassword(Refusal):
    """The present password is needed to set another."""

    code = "wrong_password"

    def __init__(self) -> None:
        super().__init__("This is not the present password.", "current_password")


class PasswordTooShort(Refusal):
    code = "password_too_short"


class PasswordTooLong(Refusal):
    code = "password_too_long"


class PasswordTooCommon(Refusal):
    """It is among the first that anybody would try."""

    code = "password_too_common"


# --- accounts ------------------------------------------------------------------------------------


class BadUsername(Refusal):
    code = "bad_username"


class UsernameTaken(Refusal):
    code = "username_taken"


class UnknownRole(Refusal):
    code = "unknown_role"


class RoleRequired(Refusal):
    code = "role_required"


class NoFacility(Refusal):
    """An account that belongs to no house can do nothing."""

    code = "account_facility_required"


class SexRequired(Refusal):
    """Men are searched by men, women and children by women (Bangkok Rules 19), so the sex of who
    searches must be known."""

    code = "sex_required"
