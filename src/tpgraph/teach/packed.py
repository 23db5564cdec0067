"""A ZIP whose bytes depend on its files alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


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


def repacked(archive: bytes) -> bytes:
    """The same files without the time of day at which they were packed."""
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        return zipped({name: packed.read(name) for name in packed.namelist()})
