"""Files that are there whole or not at all, and standard input and output in their place."""

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

STANDARD = Path("-")


@contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, readable by its owner alone. When all went well it takes the place of
    ``path``, and is on the disk; otherwise nothing of it is left. What a ``kill -9`` leaves is
    ``.<name>.part`` beside it, which the next backup overwrites. ``-``: standard output.

    Raises OSError, BlockingIOError when another process writes the same file.
    """
    if path == STANDARD:
        with TemporaryFile() as file:
            yield file
            file.seek(0)
            shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        return
    draft = path.with_name(f".{path.name}.part")
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            os.fchmod(descriptor, 0o600)
            yield file
            file.flush()
            os.fsync(descriptor)
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name is on the disk, too
    finally:
        os.close(folder)


@contextmanager
def readable(path: Path) -> Iterator[IO[bytes]]:
    """The file, to be read more than once. ``-``: standard input."""
    if path != STANDARD:
        with path.open("rb") as file:
            yield file
        return
    with TemporaryFile() as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
        yield file
