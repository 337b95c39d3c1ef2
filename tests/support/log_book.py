"""Every log record of this process as text, tracebacks included and nothing masked."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog


class LogBook(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def logs_kept() -> Iterator[LogBook]:
    """What structlog writes goes the way of all logs, as in a service's own process."""
    book, root = LogBook(), logging.getLogger()
    level = root.level
    root.addHandler(book)
    root.setLevel(logging.INFO)
    structlog.configure(
        processors=[structlog.processors.JSONRenderer()],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    try:
        yield book
    finally:
        structlog.reset_defaults()
        root.setLevel(level)
        root.removeHandler(book)
