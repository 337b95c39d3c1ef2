"""A ZIP archive in which equal content gives equal bytes."""

from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The earliest date that the format knows; the usual one would be now."""


class StillZip(ZipFile):
    """Its entries have no date of their own."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **more: Any) -> None:
        super().writestr(ZipInfo(str(zinfo_or_arcname), EARLIEST), data, ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **more: Any) -> None:
        self.writestr(arcname, Path(filename).read_bytes())
