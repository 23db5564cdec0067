"""A ZIP whose bytes depend on its files alone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """The files in their order, without the time of day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return out.getvalue()


def repacked(archive: bytes, day: date | None = None) -> bytes:
    """The same files without the time of day at which they were packed.

    ``day`` is when an Office file is to say that it was made; without it, that is left alone.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    if day is not None and _PROPERTIES in files:
        stamp = rf"\g<1>{day.isoformat()}T00:00:00Z".encode()
        files[_PROPERTIES] = _STAMP.sub(stamp, files[_PROPERTIES])
    return zipped(files)


_PROPERTIES = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")
