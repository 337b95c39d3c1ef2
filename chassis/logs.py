"""Logs: one JSON object a line on standard output, with anything like a NIK masked."""

import logging
import logging.config
import re
from typing import Any

import structlog

LONG_NUMBER = re.compile(r"(?<![0-9a-zA-Z.-])(\d{4})\d{8,}(\d{4})(?![0-9a-zA-Z-])")
"""16 digits and more on their own; the digits within ids and trace ids are left alone."""


def configure_logs(service: str, level: str) -> None:
    shared = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        lambda _logger, _method, entry: {"service": service, **entry},
        mask,
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
            "filters": {"unexpected": {"()": Unexpected}},
            "handlers": {
                "stdout": {
                    "class": "logging.StreamHandler",
                    "stream": "ext://sys.stdout",
                    "formatter": "json",
                }
            },
            "loggers": {"nameko.containers": {"filters": ["unexpected"]}},
            "root": {"handlers": ["stdout"], "level": level},
        }
    )
    structlog.configure(
        processors=[*shared[:-1], mask, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def mask(_logger: Any, _method: str, entry: Any) -> Any:
    """A last line of defence: numbers as long as a NIK are never written whole."""
    for key, value in entry.items():
        if isinstance(value, str):
            entry[key] = LONG_NUMBER.sub(r"\1********\2", value)
    return entry


class Unexpected(logging.Filter):
    """Drops nameko's traceback of each refusal; the entrypoint logs its code in one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not str(record.msg).startswith("(expected) error")
