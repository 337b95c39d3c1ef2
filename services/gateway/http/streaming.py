"""An answer without end."""

from collections.abc import Iterator

from flask import Response

EVENT_STREAM = "text/event-stream"


def streamed(frames: Iterator[bytes]) -> Response:
    """``X-Accel-Buffering``: nginx passes each event on at once."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Response(frames, headers=headers, mimetype=EVENT_STREAM)
