"""Nothing personal in a log."""

import json
import logging
import subprocess
import sys

import pytest
from bson import encode
from bson.errors import InvalidDocument
from pymongo.errors import AutoReconnect, DuplicateKeyError

from chassis.logs import Discreet, Unexpected, mask, named, where_and_what

NIK = "6471054503900001"


def caught(error, cause=None):
    try:
        try:
            if cause:
                raise cause
        except Exception as origin:
            raise error from origin
        raise error
    except Exception:
        return sys.exc_info()


@pytest.mark.parametrize(
    "text",
    [
        NIK,
        f"NIK {NIK}.",
        f"'{NIK}'",
        f"visitor={NIK}, done",
        f"{NIK}{NIK}",
        f"({NIK})",
        f"nik:{NIK}",
    ],
)
def test_a_number_as_long_as_a_nik_is_masked(text):
    assert NIK not in mask(None, "", {"event": text})["event"]


@pytest.mark.parametrize(
    "text",
    ["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
     "6d1f2a4e-3c0b-5a6e-9b5f-123456789012", "1768600000.1234567", "attempt 1234567890"],
)  # fmt: skip
def test_ids_and_shorter_numbers_are_left_alone(text):
    assert mask(None, "", {"event": text})["event"] == text


def test_the_text_of_an_exception_is_left_out():
    assert named(ValueError(f"no such visitor: Siti {NIK}")) == "ValueError"
    assert named(DuplicateKeyError(f"dup key: {NIK}")) == "DuplicateKeyError"


def test_the_text_of_a_broken_connection_is_kept():
    assert named(AutoReconnect("localhost:1: refused")) == "AutoReconnect: localhost:1: refused"
    assert named(ConnectionRefusedError(111, "refused")).endswith("refused")


def test_mail_errors_name_addresses_and_are_left_out():
    from smtplib import SMTPRecipientsRefused

    assert named(SMTPRecipientsRefused({"siti@example.com": (550, b"no")})) == (
        "SMTPRecipientsRefused"
    )


def test_a_traceback_says_where_and_what_and_nothing_of_the_data():
    told = where_and_what(caught(ValueError(f"Siti {NIK}"), KeyError("Aminah")))
    assert "test_logs.py" in told
    assert told.index("KeyError") < told.index("ValueError")
    assert not any(name in told for name in ("Siti", "Aminah", NIK))


def test_a_suppressed_cause_is_not_told():
    try:
        try:
            raise KeyError("a")
        except KeyError:
            raise ValueError("b") from None
    except ValueError:
        assert "KeyError" not in where_and_what(sys.exc_info())


def test_an_exception_as_an_argument_is_told_by_its_name():
    error = caught(InvalidDocument("Siti"))[1]
    record = logging.LogRecord("x", logging.ERROR, "", 1, "worker %s: %s", ("move", error), None)
    Discreet().filter(record)
    assert record.getMessage() == "worker move: InvalidDocument"


def test_a_bson_error_would_have_told_the_document():
    with pytest.raises(Exception) as error:
        encode({"name": "Siti", "nik": object()})
    assert named(error.value) == "InvalidDocument"


def test_a_refusal_is_not_logged_as_an_error():
    record = logging.LogRecord("x", logging.WARNING, "", 1, "(expected) error %s", ("a",), None)
    assert Unexpected().filter(record) is False


PROGRAM = f"""
import logging
from chassis.logs import configure_logs
configure_logs("counting", "DEBUG")
logging.getLogger("x").info("visitor %s", "{NIK}")
logging.getLogger("pymongo.command").debug("Siti")
try:
    raise ValueError("Siti")
except ValueError as error:
    logging.getLogger("nameko.containers").exception("error handling worker %s: %s", "w", error)
"""


def test_a_process_logs_one_json_object_a_line_and_nothing_personal():
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM], capture_output=True, text=True, check=True
    ).stdout
    lines = [json.loads(line) for line in told.splitlines()]
    assert [line["event"].split()[0] for line in lines] == ["visitor", "error"]
    assert all({"service", "level", "logger", "timestamp"} <= set(line) for line in lines)
    assert "ValueError" in lines[1]["exception"]
    assert NIK not in told
    assert "Siti" not in told
