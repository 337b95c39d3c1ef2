"""Runs a command that ends when its parent does: ``python -m operations.child PARENT COMMAND...``

Linux sends the signal set here when the parent dies, even by ``kill -9``, so that no service or
database is left behind by a demo that was shot down.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, command = int(sys.argv[1]), sys.argv[2:]
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before the line above
        sys.exit(0)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
