"""Keeps two processes out of one folder; the lock ends with its process, however that ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def held(path: Path, *, shared: bool = False) -> Iterator[bool]:
    """Holds the lock ``path`` and gives True, or gives False where another process holds it.

    Any number of processes may share it where all of them do. Raises OSError where the file
    cannot be made; a shared lock in a folder that cannot be written to needs none.
    """
    try:
        stream = path.open("a+b")
    except OSError:
        if shared:
            yield True
            return
        raise
    with stream:
        yield _take(stream, shared=shared)


def _take(stream: IO[bytes], *, shared: bool) -> bool:
    if sys.platform == "win32":
        import msvcrt

        # Windows knows no shared lock of this kind: readers exclude each other for a moment.
        try:
            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(stream, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
