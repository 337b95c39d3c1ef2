"""A process under eventlet that makes day books while its main thread logs without end."""

import eventlet

eventlet.monkey_patch()

import logging  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402

from services.gateway.exports.aside import export_aside  # noqa: E402
from tests.unit.gateway import day_books  # noqa: E402

LINES, AT_ONCE = 400, 3


def chat(counted: list[int]) -> None:
    while True:
        logging.info("the others go on")
        counted[0] += 1
        eventlet.sleep(0)


def main() -> None:
    logging.basicConfig(level=logging.DEBUG, filename=os.devnull)
    book, counted = day_books.usual(LINES), [0]
    eventlet.spawn(chat, counted)
    pool = eventlet.GreenPool(AT_ONCE)
    for format in ("csv", "xlsx", "pdf"):
        counted[0] = 0
        for made in pool.imap(
            lambda _, format=format: export_aside(format, book, day_books.house()), range(AT_ONCE)
        ):
            print(format, len(made.content) > 1000, counted[0] > 0)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
