"""Events as any receiver reads them: by the CloudEvents project's own library, not by ours."""

from typing import Any
from urllib.parse import urlsplit

from cloudevents.core.formats.json import JSONFormat


def read_cloud_event(body: bytes | str) -> dict[str, Any]:
    """The attributes of a message in structured mode.

    Raises what the library raises when it is no valid CloudEvent, and AssertionError for what the
    specification demands and the library does not look at.
    """
    attributes = JSONFormat().read(None, body).get_attributes()
    schema = attributes.get("dataschema")
    assert schema is None or urlsplit(schema).scheme, f"{schema} is no absolute URI"
    return attributes
