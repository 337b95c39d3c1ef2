"""``python -m chassis.healthcheck`` asks the service in the same container whether it is ready.

Apart from ``chassis.health`` for its imports: a container engine runs it four times a minute for
each service, and those of a service take half a second of a core.
"""

import os
import sys
import urllib.request


def main() -> int:
    url = f"http://127.0.0.1:{os.environ['HEALTH_PORT']}/health/ready"
    try:
        with urllib.request.urlopen(url, timeout=6) as answer:
            return 0 if answer.status == 200 else 1
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
