"""Which channel a recipient is told by."""

import pytest

from services.notifications.domain.terms import Contact, Routes


def contact(**ways):
    return Contact(language="id", sequence=1, **ways)


BOTH = contact(email="siti@example.org", phone="+6281200000000")


@pytest.mark.parametrize(
    ("routes", "to", "channel"),
    [
        (Routes(visitor_email=True, visitor_webhook=True), BOTH, "email"),
        (Routes(visitor_webhook=True), BOTH, "webhook"),
        (Routes(), BOTH, "log"),
        (Routes(True, True), contact(phone="+6281200000000"), "webhook"),
        (Routes(True, True), contact(), "log"),
        (Routes(visitor_webhook=True), contact(email="siti@example.org"), "log"),
    ],
)
def test_a_visitor_is_told_by_the_best_way_that_is_open(routes, to, channel):
    assert routes.to_visitor(to) == channel


DESKS = {
    ("RTBPN", "room"): "email",
    ("RTBPN", "*"): "webhook",
    ("*", "lockers"): "email",
    ("*", "*"): "webhook",
}


@pytest.mark.parametrize(
    ("without", "channel"),
    [
        ([], "email"),
        ([("RTBPN", "room")], "webhook"),
        ([("RTBPN", "room"), ("RTBPN", "*")], "webhook"),
        (list(DESKS), "log"),
    ],
)
def test_the_most_exact_route_of_a_desk_wins(without, channel):
    desks = {key: value for key, value in DESKS.items() if key not in without}
    assert Routes(desks=desks).to_desk("RTBPN", "room") == channel


def test_a_houses_own_route_comes_before_a_desks_general_one():
    assert Routes(desks=DESKS).to_desk("RTBPN", "lockers") == "webhook"
