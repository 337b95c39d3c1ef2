"""What is written to the consumers and entrypoints: bodies of every kind, with any properties."""

import gzip
import json
import struct
import zlib
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st

from contracts.event_type import EventType
from tests.inward.values import NIK, anything, broken, of_schema, one_of, texts
from tests.inward.wire import Letter
from tests.support.messages import event

JSON: Mapping[str, bytes | int] = {"content_type": b"application/json", "delivery_mode": 2}
BOMB = zlib.compress(b"x" * 5_000_000)
FORGED = (
    b"app-attempt", b"app-queue", b"app-error", b"x-death", b"x-delivery-count", b"nameko.language",
    b"nameko.call_id_stack", b"nameko.traceparent", b"nameko.data", b"compression", b"nameko.",
    b"x-first-death-queue", b"nameko.arrival", b"nameko.auth_token",
    b"span", b"nameko.span", b"began", b"nameko.began",
)  # fmt: skip
"""Not CC and BCC, by which the broker copies a message to other queues: the copies are counted as
messages of their own, and to be allowed to write there is a matter of permissions."""

# --- bodies -------------------------------------------------------------------------------------


def _encoded(value: Any, ascii_only: bool) -> bytes:
    return json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")


def encoded(values: st.SearchStrategy[Any]) -> st.SearchStrategy[bytes]:
    """As JSON or nearly: with NaN, and with halves of letters."""
    return st.builds(_encoded, values, st.booleans())


HARM = ("twice", "deep", "cut", "insert", "utf-16", "bom", "space", "gzip", "bomb")


@st.composite
def mangled(draw: Any, whole: st.SearchStrategy[bytes]) -> bytes:
    """JSON with something done to its text."""
    body = draw(whole)
    cut = draw(st.integers(0, len(body)))
    what = draw(st.sampled_from(HARM))
    if what in ("twice", "deep") and body[:1] == b"{":
        name = draw(st.sampled_from((b"id", b"type", b"data", b"args", b"facility", b"a")))
        deep = draw(st.integers(1, 1100))
        value = b"[" * deep + b"]" * deep if what == "deep" else _encoded(draw(anything), True)
        return b'{"' + name + b'": ' + value + b", " + body[1:]
    return {
        "cut": body[:cut],
        "insert": body[:cut] + draw(st.binary(min_size=1, max_size=4)) + body[cut:],
        "utf-16": body.decode("utf-8", "replace").encode("utf-16"),
        "bom": b"\xef\xbb\xbf" + body,
        "space": b" " * 1000 + body,
        "gzip": gzip.compress(body, mtime=0),
        "bomb": BOMB,
    }.get(what, body)


JUNK = st.binary(max_size=200) | one_of(
    b"", b"null", b"{}", b"[]", b"0", b'""', b"\x00" * 100, b"[" * 100_000, b'{"a":' * 50_000, BOMB,
    b"9" * 10_000, b'"' + b"\\u0000" * 1000 + b'"', NIK.encode(), b"x" * 1_000_001, b"-", b"1e9999",
)  # fmt: skip


def event_of(event_type: EventType, known: Mapping[str, tuple[Any, ...]]) -> st.SearchStrategy[Any]:
    """Events that keep their contract, or nearly: about what the service knows and what it does
    not, in any order, at any time."""
    subjects = (*known.get(event_type.subject, ()), "unknown")
    data = st.just(dict(event_type.example)) | of_schema(event_type.schema(), known)
    return st.builds(
        lambda made, **attributes: event(event_type.name, made, **attributes),
        data,
        id=st.uuids().map(str),
        subject=st.sampled_from(subjects),
        facility=st.sampled_from((*known.get("facility", ()), "nowhere")),
        sequence=st.integers(1, 50) | st.sampled_from((1, 2**31, 2**63 - 1)),
        time=st.sampled_from(("2026-01-17T01:30:00+00:00", "2026-01-17T09:30:00+08:00"))
        | st.datetimes().map(lambda at: f"{at.isoformat()}+00:00"),
    )


def request_of(schema: Any, known: Mapping[str, tuple[Any, ...]]) -> st.SearchStrategy[Any]:
    arguments = of_schema(schema, known | {"command_id": (None,)}).map(_with_id_of_its_own)
    return arguments.map(lambda one: {"args": [one], "kwargs": {}})


def _with_id_of_its_own(arguments: dict[str, Any]) -> dict[str, Any]:
    return {**arguments, "command_id": str(uuid4())} if "command_id" in arguments else arguments


def bodies(whole: st.SearchStrategy[Any]) -> st.SearchStrategy[bytes]:
    sound = encoded(whole)
    return st.one_of(sound, sound, encoded(broken(whole)), encoded(broken(whole)), mangled(sound),
                     encoded(anything), JUNK)  # fmt: skip


# --- properties ---------------------------------------------------------------------------------


def _text(value: str) -> bytes:
    return _long(b"S", value.encode("utf-8", "surrogatepass"))


def _long(kind: bytes, value: bytes) -> bytes:
    return kind + struct.pack(">I", len(value)) + value


def _table(entries: dict[bytes, bytes]) -> bytes:
    return b"".join(struct.pack("B", len(name)) + name + value for name, value in entries.items())


def _deep(depth: int) -> bytes:
    value = b"V"
    for _ in range(depth):
        value = _long(b"F", b"\x01a" + value)
    return value


leaves = st.one_of(
    st.integers(-(2**63), 2**63 - 1).map(lambda n: b"l" + struct.pack(">q", n)),
    st.integers(-(2**31), 2**31 - 1).map(lambda n: b"I" + struct.pack(">i", n)),
    st.sampled_from((0, 1, 10**15, 2**62)).map(lambda n: b"l" + struct.pack(">q", n)),
    st.integers(0, 2**64 - 1).map(lambda n: b"T" + struct.pack(">Q", n)),
    st.floats().map(lambda n: b"d" + struct.pack(">d", n)),
    st.booleans().map(lambda yes: b"t" + bytes([yes])),
    st.tuples(st.integers(0, 255), st.integers(0, 2**31 - 1)).map(
        lambda one: b"D" + struct.pack(">Bi", *one)),
    texts.map(_text),
    st.binary(max_size=50).map(lambda raw: _long(b"S", raw)),
    st.binary(max_size=50).map(lambda raw: _long(b"x", raw)),
    st.just(b"V"),
    one_of(_deep(10), _deep(3000)),
)  # fmt: skip
_names = st.sampled_from(FORGED) | st.sampled_from(FORGED) | st.binary(min_size=1, max_size=30)
_values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda some: _long(b"A", b"".join(some)))
        | st.dictionaries(_names, inner, max_size=3).map(lambda some: _long(b"F", _table(some)))
    ),
    max_leaves=6,
)
headers = st.dictionaries(_names, _values, max_size=4).map(_table)
_short = st.sampled_from((b"", b"\x00", b"\xff\xfe", b"x" * 255, NIK.encode())) | st.binary(
    max_size=255
)
odd = st.fixed_dictionaries({}, optional={
    "content_type": st.just(b"application/json") | st.just(b"application/json") | _short,
    "content_encoding": st.sampled_from((b"gzip", b"zlib", b"utf-7", b"binary")) | _short,
    "headers": headers,
    "delivery_mode": st.sampled_from((0, 1, 2, 255)),
    "priority": st.integers(0, 255),
    "correlation_id": _short,
    "expiration": st.sampled_from((b"60000", b"never", b"", b"-1", b"1e5")),
    "message_id": _short,
    "timestamp": st.integers(0, 2**64 - 1),
    "type": _short,
    "user_id": st.sampled_from((b"guest", b"root")),
    "app_id": _short,
})  # fmt: skip
properties = st.just({}) | odd | headers.map(lambda table: {"headers": table})


def letters(whole: st.SearchStrategy[Any]) -> st.SearchStrategy[Letter]:
    return st.builds(lambda body, more: Letter(body, {**JSON, **more}), bodies(whole), properties)
