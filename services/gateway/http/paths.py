"""What may stand in a path in place of an id."""

from typing import Any

from werkzeug.routing import Map, UnicodeConverter

WORDS = ("call-next", "import", "oidc")
"""Steps of our own that stand where an id could: a path is one or the other."""


class Id(UnicodeConverter):
    def __init__(self, map: Map, *args: Any, **how: Any):
        super().__init__(map, *args, **how)
        self.regex = f"(?!(?:{'|'.join(WORDS)})$){self.regex}"
