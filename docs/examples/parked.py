"""Shows the messages in a service's parking lot and leaves them there.

    docker compose run --rm --no-deps -T provision python - lockers < docs/examples/parked.py
    .venv/bin/python -W ignore docs/examples/parked.py lockers     # without Docker

The broker counts each look as a delivery, and RabbitMQ 4.0 to 4.2 drop what was delivered 20
times: look when you mean to act, not in a loop. No body is printed, only what the event is about.
"""

import json
import sys

from chassis.broker import connect
from chassis.settings import COMMON, load_settings

MOST = 50


def about(body: bytes | str) -> str:
    try:
        event = json.loads(body)
        return " ".join(f"{name}={event[name]}" for name in ("type", "id", "subject", "facility"))
    except (ValueError, TypeError, KeyError):
        return "not an event"


def main(service: str) -> None:
    with connect(load_settings(COMMON)["AMQP_URI"]) as connection:
        channel = connection.channel()
        for number in range(1, MOST + 1):
            message = channel.basic_get(f"parked.{service}")  # not acknowledged, so it stays
            if message is None:
                break
            headers = message.headers or {}
            print(f"{number}. {about(message.body)}")
            print(f"   failed in {headers.get('app-queue', 'the broker (see x-death)')}, "
                  f"{headers.get('app-attempt', 0)} attempts: {headers.get('app-error', '')}")


if __name__ == "__main__":
    main(sys.argv[1])
