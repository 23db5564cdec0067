"""Reads the bytes of a file that must not be too large; says what it is where that is no text."""

from __future__ import annotations

from pathlib import Path

from tpgraph.inventory.limits import MB, limit, over
from tpgraph.inventory.messages import input_error
from tpgraph.model import Place
from tpgraph.phrases import Phrase, phrase, reported

# How files begin that are often given the ending of a text.
_STARTS: tuple[tuple[bytes, Phrase], ...] = (
    (b"PK\x03\x04", phrase("what.zip")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", phrase("what.old-workbook")),
    (b"%PDF", phrase("what.pdf")),
    (b"\x89PNG", phrase("what.picture")),
    (b"\xff\xd8\xff", phrase("what.picture")),
    (b"\x1f\x8b", phrase("what.packed")),
    (b"{\\rtf", phrase("what.document")),
)


def load(path: Path) -> bytes:
    """The bytes of a text file.

    Raises InputError where it cannot be opened, is over the limit, or is another sort of file.
    """
    place = Place(str(path))
    most = limit("FILE_MB") * MB
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise input_error("not-a-file", place)
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        why = reported(error)
        mend = phrase("mend.check-file")
        raise input_error("cannot-open", place, why=why, mend=mend) from error
    if len(data) > most:
        raise over("FILE_MB", place)
    for start, what in _STARTS:
        if data.startswith(start):
            raise input_error("not-a-text", place, what=what)
    return data
