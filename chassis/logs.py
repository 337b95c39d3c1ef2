"""Logs: one JSON object a line on standard output, with nothing personal in them.

No body of a message is ever logged by us. What remains is the text of exceptions, which may quote
anything (a bson error quotes the whole document), so only kinds known to quote nothing keep it.
Numbers as long as a NIK are masked in the end whatever they are.
"""

import logging
import logging.config
import re
import traceback
from collections.abc import Iterator
from typing import Any

import structlog
from amqp.exceptions import AMQPError
from kombu.exceptions import OperationalError
from pymongo.errors import ConnectionFailure

from chassis import tracing
from chassis.encryption import FieldUnreadable
from chassis.keyring import KeyRingInvalid
from chassis.publishing import NotConfirmed

LONG_NUMBER = re.compile(r"(?<![0-9a-zA-Z.-])(\d{4})\d{8,}(\d{4})(?![0-9a-zA-Z-])")
"""16 digits and more on their own; the digits within ids and trace ids are left alone."""
QUOTE_NOTHING = (
    ConnectionError,
    TimeoutError,
    AMQPError,
    OperationalError,
    ConnectionFailure,
    NotConfirmed,
    FieldUnreadable,
    KeyRingInvalid,
    FileNotFoundError,
    ImportError,
    AttributeError,
    NameError,
)


def configure_logs(service: str, level: str) -> None:
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(where_and_what),
        lambda _logger, _method, entry: {"service": service, **entry},
        mask,
        traced,  # after the mask: a span id may have digits only
    ]
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
        "foreign_pre_chain": shared,
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": formatter},
            "filters": {"unexpected": {"()": Unexpected}, "discreet": {"()": Discreet}},
            "handlers": {
                "stdout": {
                    "class": "logging.StreamHandler",
                    "stream": "ext://sys.stdout",
                    "formatter": "json",
                    "filters": ["discreet"],
                }
            },
            "loggers": {
                "nameko.containers": {"filters": ["unexpected"]},
                "pymongo": {"level": "WARNING"},  # at DEBUG it logs every document
            },
            "root": {"handlers": ["stdout"], "level": level},
        }
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def traced(_logger: Any, _method: str, entry: Any) -> Any:
    """Names the request or event that was in work when the line was written."""
    span = tracing.parts(tracing.current())
    return {**entry, "trace_id": span[0], "span_id": span[1]} if span else entry


def mask(_logger: Any, _method: str, entry: Any) -> Any:
    """A last line of defence: numbers as long as a NIK are never written whole."""
    for key, value in entry.items():
        if isinstance(value, str):
            entry[key] = LONG_NUMBER.sub(r"\1********\2", value)
    return entry


def named(error: BaseException) -> str:
    """The kind of an exception, and its text only where it is known to quote nothing."""
    kind = type(error).__name__
    return f"{kind}: {error}" if isinstance(error, QUOTE_NOTHING) else kind


def where_and_what(exc_info: Any) -> str:
    """A traceback without the texts of the exceptions, of a chain the last cause first."""
    return "\n".join(_lines(exc_info[1])) if exc_info and exc_info[1] else ""


def _lines(error: BaseException) -> Iterator[str]:
    origin = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if origin:
        yield from _lines(origin)
    yield "".join(traceback.format_tb(error.__traceback__)) + named(error)


class Unexpected(logging.Filter):
    """Drops nameko's traceback of each refusal; the entrypoint logs its code in one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not str(record.msg).startswith("(expected) error")


class Discreet(logging.Filter):
    """Puts the names of exceptions in the place of their texts, in messages that quote them."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                named(value) if isinstance(value, BaseException) else value for value in record.args
            )
        return True
