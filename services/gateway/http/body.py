"""The body of a request, read whole before a worker is taken: one that trickles in costs a
connection and no worker."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

CHUNK_LINE = 1024
"""Bytes of the longest line before a chunk or after the last one."""
TRAILERS = 20
SIZE = re.compile(rb"[0-9A-Fa-f]{1,8}")


class TooLarge(Exception):
    """More than may be sent."""


class Broken(Exception):
    """It ends before it is complete, or is not chunked as HTTP has it."""


def take_body(environ: dict[str, Any], most: int) -> None:
    """Puts the body, whole and of known length, in place of the stream from the client.

    Raises TooLarge, Broken; OSError.
    """
    source = environ["wsgi.input"]
    if source.chunked_input:
        if source.should_send_hundred_continue:
            source.send_hundred_continue_response()
            source.is_hundred_continue_response_sent = True
        body = b"".join(_chunks(source.rfile, most))
        source.chunked_input = False  # nothing of it is left for eventlet to skip
        environ.pop("HTTP_TRANSFER_ENCODING")
    else:
        length = source.content_length or 0
        if length > most:
            raise TooLarge
        if not length:
            return
        body = source.read(length)
        if len(body) < length:
            raise Broken
    environ["CONTENT_LENGTH"] = str(len(body))
    environ["wsgi.input"] = BytesIO(body)


def _chunks(rfile: Any, most: int) -> Iterator[bytes]:
    total = 0
    while size := _size(_line(rfile)):
        total += size
        if total > most:
            raise TooLarge
        piece = rfile.read(size)
        if len(piece) < size or rfile.read(2) != b"\r\n":
            raise Broken
        yield piece
    for _ in range(TRAILERS):
        if not _line(rfile):
            return
    raise Broken


def _line(rfile: Any) -> bytes:
    line: bytes = rfile.readline(CHUNK_LINE)
    if not line.endswith(b"\r\n"):
        raise Broken
    return line[:-2]


def _size(line: bytes) -> int:
    digits = line.partition(b";")[0].strip(b" \t")
    if not SIZE.fullmatch(digits):
        raise Broken
    return int(digits, 16)
