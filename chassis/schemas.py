"""The one request that every service answers; all others are published in ``contracts.calls``."""

from marshmallow import RAISE, Schema


class Ping(Schema):
    class Meta:
        unknown = RAISE
