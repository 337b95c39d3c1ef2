"""The CloudEvents 1.0 envelope that every event travels in.

https://github.com/cloudevents/spec: the four required attributes are specversion, id, source
and type; ``facility`` and ``sequence`` are extension attributes of ours (``sequence`` is the
version of the aggregate that the event came from, so it grows along one subject).
"""

from marshmallow import INCLUDE, Schema, fields, validate

from contracts.fields import Instant, Word

TRACEPARENT = r"^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"


class Envelope(Schema):
    """Attributes of an event; ``data`` is checked by the type's own schema."""

    class Meta:
        unknown = INCLUDE

    specversion = fields.String(required=True, validate=validate.Equal("1.0"))
    id = Word(required=True)
    source = fields.String(required=True, validate=validate.Regexp(r"^/kunjungan/[a-z_]+$"))
    type = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9_]*$"))
    subject = Word(required=True)
    time = Instant(required=True)
    datacontenttype = fields.String(validate=validate.Equal("application/json"))
    dataschema = fields.String(
        required=True,  # an absolute URI, as CloudEvents wants, while ``source`` may be relative
        validate=validate.Regexp(r"^urn:kunjungan:[a-z_]+:[a-z][a-z0-9_]*$"),
    )
    facility = Word(required=True)
    sequence = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    traceparent = fields.String(validate=validate.Regexp(TRACEPARENT))
    data = fields.Dict(required=True)
