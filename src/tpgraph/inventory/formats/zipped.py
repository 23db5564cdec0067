"""Opens the zip file that a workbook is: what is damaged, encrypted or a bomb is refused."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tpgraph.inventory.formats.xmlwalk import Walker, walk_xml
from tpgraph.inventory.limits import MB, Counter
from tpgraph.inventory.messages import input_error
from tpgraph.model import Place
from tpgraph.phrases import Phrase, Reported, Slot, phrase

_WALKS = 5  # times the limit that all walks together may take
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # an unknown way of packing
    RuntimeError,  # encrypted
    OSError,
    ValueError,
    OverflowError,
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Parts:
    """The parts of an open workbook, by their path in it."""

    def __init__(self, archive: zipfile.ZipFile, place: Place) -> None:
        self._archive = archive
        self.place = place
        # A part may be walked through several times.
        self._size = Counter("UNPACKED_MB", place, _WALKS * MB)
        self._names = {name.lower(): name for name in archive.namelist()}

    def holds(self, name: str) -> bool:
        """Whether there is a part of that path; capitals do not count."""
        return name.lower() in self._names

    def walk(self, name: str, walker: Walker) -> None:
        """Walk through the XML of a part; raises InputError where it is broken or too large."""
        path = self._names[name.lower()]
        # What the part says of its size is checked first, what it really unpacks to as well.
        Counter("UNPACKED_MB", self.place, MB).take(self._archive.getinfo(path).file_size)
        size = Counter("UNPACKED_MB", self.place, MB)
        before = size.left
        with self._archive.open(path) as stream:
            walk_xml(stream, walker, size, self.place)
        self._size.take(before - size.left)


@contextmanager
def open_parts(path: Path, form: Phrase) -> Iterator[Parts]:
    """The parts of the workbook at ``path``; ``form`` names its format for messages.

    Raises InputError where it is no zip file, or a damaged or encrypted one.
    """
    place = Place(str(path))
    try:
        with path.open("rb") as stream:
            _check_start(stream, form, place)
            size = Counter("FILE_MB", place, MB)
            size.take(path.stat().st_size)
            with zipfile.ZipFile(stream) as archive:
                Counter("PARTS", place).take(len(archive.namelist()))
                yield Parts(archive, place)
    except _BROKEN as error:
        said: Slot = Reported(str(error)) if str(error) else phrase("why.cut-short")
        if "encrypted" in str(error):
            said = phrase("why.encrypted")
        raise input_error("damaged-file", place, form=form, why=said) from error


def _check_start(stream: IO[bytes], form: Phrase, place: Place) -> None:
    start = stream.read(8)
    stream.seek(0)
    if start.startswith(_OLD_OFFICE):
        raise input_error("old-office", place)
    if not start:
        raise input_error("empty-file", place)
    if not start.startswith(b"PK"):
        raise input_error("wrong-format", place, expected=form)
