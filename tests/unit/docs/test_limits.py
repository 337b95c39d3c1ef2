"""The limits that docs/api.md names are those that the gateway has."""

from chassis.settings import load_settings
from tests.support.pages import ROOT

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
SETTINGS = load_settings(ROOT / "services" / "gateway" / "config.yml")


def test_the_table_of_limits_has_the_defaults():
    per_session, per_address = (
        int(SETTINGS[name].split()[0]) for name in ("RATE_PER_SESSION", "RATE_PER_ADDRESS")
    )
    for row in (
        f"| {SETTINGS['MAX_BODY_BYTES']:,} bytes |",
        f"| {per_session:,} requests a minute | a session |",
        f"| {per_address:,} requests a minute | an address |",
        f"| {SETTINGS['STREAM_READERS_PER_ACCOUNT']} open streams |",
        f"| {SETTINGS['CALL_SECONDS']} seconds |",
    ):
        assert row in PAGE


def test_heartbeats_come_as_often_as_it_says():
    assert f"come every {SETTINGS['STREAM_HEARTBEAT_SECONDS']} seconds" in PAGE
