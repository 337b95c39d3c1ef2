"""Bad input changes nothing, and the service goes on."""

import pytest

from chassis.errors import Refused


def test_bad_input_stores_and_tells_nothing_and_the_service_goes_on(
        desk, register, database, events):
    register("a")
    before = database("screening")["screenings"].find_one({"_id": "a"})
    with pytest.raises(Refused) as refused:
        desk.ask("hold", visit_id="a", reason="x" * 301)
    assert (refused.value.code, list(refused.value.errors)) == ("invalid_input", ["reason"])
    assert database("screening")["screenings"].find_one({"_id": "a"}) == before
    assert desk.call_next()["visit_id"] == "a"
    events.wait_for("visitor_called", "a")
    assert [event["type"] for event in events.seen if event["source"].endswith("screening")] == [
        "visitor_called"]
