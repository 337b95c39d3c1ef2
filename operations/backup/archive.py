"""The file: a gzip stream of BSON documents, one after another.

The first says what it is, ``{kind, format, id, at, version, prefix}``. Then frames
``{part, documents}``: the part's name, as ``registration/visits`` or ``parked/lockers``, and
documents as the database keeps them, one after another in one binary. The last is
``{end: {parts: {name: {documents, sha256}}, keys, sha256}}``, the last digest over all that comes
before it. So a file that was cut off has no end, and one that was changed has another digest.
"""

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

import bson
from bson.codec_options import CodecOptions
from bson.errors import BSONError
from bson.raw_bson import RawBSONDocument

KIND = "kunjungan-backup"
FORMAT = 1
"""Raised when an older version of ours could no longer read what we write."""
CHUNK = 2**20
"""Bytes of documents in one frame, but for a document that is larger."""
LARGEST = 2**26
"""Bytes of the largest frame that is read: what is not ours must not fill the memory."""
AWARE: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True)
RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)


class ArchiveInvalid(Exception):
    """The file is no backup, or no whole one. The text is a sentence for the operator."""


class Writer:
    """Needs no more memory for a larger archive."""

    def __init__(self, file: IO[bytes], header: Mapping[str, Any]):
        # no name and no time: the same documents give the same bytes
        self._zip = gzip.GzipFile(fileobj=file, mode="wb", compresslevel=6, filename="", mtime=0)
        self._digest = hashlib.sha256()
        self._parts: dict[str, dict[str, Any]] = {}
        self._put({"kind": KIND, "format": FORMAT, **header})

    def part(self, name: str, documents: Iterable[bytes]) -> int:
        """Writes all of one part, also an empty one. How many documents it had."""
        digest, count, chunk, size = hashlib.sha256(), 0, list[bytes](), 0
        for document in documents:
            digest.update(document)
            count, size = count + 1, size + len(document)
            chunk.append(document)
            if size >= CHUNK:
                self._put({"part": name, "documents": b"".join(chunk)})
                chunk, size = [], 0
        if chunk:
            self._put({"part": name, "documents": b"".join(chunk)})
        self._parts[name] = {"documents": count, "sha256": digest.hexdigest()}
        return count

    def close(self, keys: Mapping[str, Any]) -> dict[str, int]:
        """How many documents each part has."""
        end = {"parts": self._parts, "keys": dict(keys), "sha256": self._digest.hexdigest()}
        self._put({"end": end})
        self._zip.close()
        return {name: part["documents"] for name, part in self._parts.items()}

    def _put(self, frame: Mapping[str, Any]) -> None:
        data = bson.encode(frame)
        self._digest.update(data)
        self._zip.write(data)


class Reader:
    """Raises ArchiveInvalid for what is not ours, and while reading for what is not whole."""

    def __init__(self, file: IO[bytes]):
        file.seek(0)
        self._zip = gzip.GzipFile(fileobj=file, mode="rb")
        self._digest = hashlib.sha256()
        self._parts: dict[str, tuple[int, Any]] = {}
        self.keys: dict[str, Any] = {}
        try:
            self.header = self._next() or {}
        except ArchiveInvalid:
            self.header = {}
        if self.header.get("kind") != KIND:
            raise ArchiveInvalid("This is no backup of Kunjungan.")
        if self.header.get("format") != FORMAT:
            raise ArchiveInvalid(
                f"This backup has the format {self.header.get('format')}, and this version reads "
                f"{FORMAT}. It was made by version {self.header.get('version')}: restore it with "
                "that one."
            )

    @property
    def counts(self) -> dict[str, int]:
        """Documents of each part that was read."""
        return {name: count for name, (count, _) in self._parts.items()}

    def frames(self) -> Iterator[tuple[str, list[RawBSONDocument]]]:
        """Documents by the name of their part. Only when it has come to its end is all proven."""
        while (frame := self._next()) is not None and "end" not in frame:
            try:
                documents = bson.decode_all(frame["documents"], RAW)
                name = str(frame["part"])
            except (BSONError, KeyError, TypeError):
                raise _damaged() from None
            count, digest = self._parts.get(name, (0, hashlib.sha256()))
            digest.update(frame["documents"])
            self._parts[name] = (count + len(documents), digest)
            yield name, documents
        self._check_end(frame)

    def _check_end(self, frame: Mapping[str, Any] | None) -> None:
        if frame is None:
            raise ArchiveInvalid("The backup is cut off: its end is missing.")
        try:
            end = frame["end"]
            told = {
                name: (part["documents"], part["sha256"]) for name, part in end["parts"].items()
            }
            self.keys, whole = end["keys"], end["sha256"] == self._before_end
        except (KeyError, TypeError, AttributeError):
            raise _damaged() from None
        empty = (0, hashlib.sha256().hexdigest())
        found = {name: (count, one.hexdigest()) for name, (count, one) in self._parts.items()}
        if (
            not whole
            or {name: found.get(name, empty) for name in told} != told
            or found.keys() - told
        ):
            raise _damaged()
        if self._read(1):
            raise ArchiveInvalid("The backup is damaged: something comes behind its end.")

    def _next(self) -> dict[str, Any] | None:
        """The next document. None: the stream ends here."""
        length = self._read(4)
        if not length:
            return None
        size = int.from_bytes(length, "little")
        if not 5 <= size <= LARGEST:
            raise _damaged()
        data = length + self._read(size - 4)
        if len(data) < size:
            raise ArchiveInvalid("The backup is cut off in the middle.")
        self._before_end = self._digest.hexdigest()
        self._digest.update(data)
        try:
            return bson.decode(data, AWARE)
        except BSONError:
            raise _damaged() from None

    def _read(self, size: int) -> bytes:
        try:
            return self._zip.read(size)
        except EOFError:
            raise ArchiveInvalid("The backup is cut off in the middle.") from None
        except (OSError, zlib.error) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise _damaged() from None


def _damaged() -> ArchiveInvalid:
    return ArchiveInvalid("The backup is damaged: it is not what was written.")
