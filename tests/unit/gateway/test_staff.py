"""What an account must be."""

import pytest

from services.gateway.domain import refusals
from services.gateway.domain.staff import new_account, normal_username, with_rights

HOUSE = ("RTBPN",)


def test_an_account_is_written_down_in_one_way():
    made = new_account(" Rina.W ", "  Rina   W ", ["supervisor", "registrar", "supervisor"],
                       ["RTBPN", "LPSMD", "RTBPN"], None)  # fmt: skip
    assert (made.id, made.name) == ("rina.w", "Rina W")
    assert made.roles == ("registrar", "supervisor")
    assert made.facilities == ("RTBPN", "LPSMD")
    assert (made.revision, made.disabled, made.password_hash) == (1, False, None)


@pytest.mark.parametrize(
    "username", ["", " ", "a b", "-rina", "rina\0", "rína", "a" * 65, "../x", "$ne", "rina\n!"]
)
def test_a_user_name_is_of_few_characters(username: str):
    with pytest.raises(refusals.BadUsername):
        new_account(username, "Rina", ["registrar"], HOUSE, None)


def test_capitals_make_no_other_account():
    assert normal_username(" RINA ") == normal_username("rina")


@pytest.mark.parametrize(
    ("roles", "houses", "sex", "refusal"),
    [
        (["king"], HOUSE, None, refusals.UnknownRole),
        ([], HOUSE, None, refusals.RoleRequired),
        (["registrar"], [], None, refusals.NoFacility),
        (["registrar"], ["RTBPN", ""], None, refusals.NoFacility),
        (["registrar"], ["-"], None, refusals.NoFacility),
        (["screener"], HOUSE, None, refusals.SexRequired),
        (["registrar"], HOUSE, "other", refusals.SexRequired),
    ],
)
def test_what_an_account_cannot_be(roles, houses, sex, refusal: type[Exception]):
    with pytest.raises(refusal):
        new_account("rina", "Rina", roles, houses, sex)


def test_rights_are_replaced_and_the_rest_stays():
    before = new_account("rina", "Rina", ["registrar"], HOUSE, "female")
    after = with_rights(before, ["screener"], ["LPSMD"], "female")
    assert (after.id, after.name, after.roles) == ("rina", "Rina", ("screener",))
    assert after.facilities == ("LPSMD",)
