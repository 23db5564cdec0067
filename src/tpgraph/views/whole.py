"""Puts a folder of results in place in one step: a run that is killed leaves one result, whole.

The new folder is made beside the old one, and the two change places by a single call of the
system (Linux ``renameat2``, macOS ``renamex_np``). Where that call does not exist, or the folder
cannot change places (it is a mount point, or the process stands in it), the finished files are
moved one after the other.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from tpgraph.errors import CallError, InputError
from tpgraph.phrases import phrase, reported

_WAITING = ".tpgraph-"
# A run takes minutes at most: an older waiting folder belongs to none that still runs.
_KILLED_AFTER_S = 3_600
_AT_FDCWD = {"linux": -100, "darwin": -2}
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


def require_folder(folder: Path) -> None:
    """Raises before any work is done where files could never be put into a folder.

    CallError where it, or what it would lie in, is a file; InputError where it may not be written.
    """
    there = folder
    while not os.path.lexists(there) and there != there.parent:
        there = there.parent
    if not os.path.isdir(there):  # noqa: PTH112 - what may not be looked into is no error here
        raise CallError(phrase("call.is-file", path=str(there)))
    if not os.access(there, os.W_OK | os.X_OK):
        raise _cannot(folder, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))


def write_folder(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Writes all files as one result and returns their paths; what else is in the folder stays.

    Names may lead into folders below, with ``/``.
    Whenever the run is killed, the folder holds either all the earlier files or all the new ones.
    Raises InputError where the folder cannot be written.
    """
    _require_room(folder, contents)
    try:
        there = folder.resolve()
        there.parent.mkdir(parents=True, exist_ok=True)
        if not (there.exists() and _is_held(there)) and _put_in_place(there, contents):
            return [folder / name for name in contents]
    except OSError as error:
        raise _cannot(folder, error) from error
    return write_files(folder, contents)


def write_files(folder: Path, contents: Mapping[str, bytes]) -> list[Path]:
    """Writes all files into a waiting folder first and then moves each to its place.

    Names may lead into folders below, with ``/``.
    Each file is whole at every moment. Raises InputError where the folder cannot be written.
    """
    _require_room(folder, contents)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _clear_killed(folder)
        waiting = Path(tempfile.mkdtemp(prefix=_WAITING, dir=folder))
    except OSError as error:
        raise _cannot(folder, error) from error
    try:
        _fill(waiting, contents)
        for name in contents:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (waiting / name).replace(folder / name)
    except OSError as error:
        raise _cannot(folder, error) from error
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
    return [folder / name for name in contents]


def _require_room(folder: Path, contents: Mapping[str, bytes]) -> None:
    """A folder that is called like a file of ours, or a file like a folder, is not lost."""
    for name in contents:
        if (folder / name).is_dir():
            code = errno.EISDIR
            raise _cannot(folder / name, IsADirectoryError(code, os.strerror(code)))
        for parent in PurePosixPath(name).parents[:-1]:
            if os.path.lexists(folder / parent) and not (folder / parent).is_dir():
                code = errno.ENOTDIR
                raise _cannot(folder / parent, NotADirectoryError(code, os.strerror(code)))


def _put_in_place(folder: Path, contents: Mapping[str, bytes]) -> bool:
    """Makes the new folder beside the old one and lets it take its place; False where it cannot."""
    prefix = f"{_WAITING}{folder.name}-"
    try:
        _clear_killed(folder.parent, prefix)
        waiting = Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
    except PermissionError:
        return False  # the folder itself may still be written to
    try:
        _fill(waiting, contents)
        if not folder.exists():
            waiting.chmod(0o777 & ~_umask())
            waiting.rename(folder)
            return True
        shutil.copymode(folder, waiting)
        try:
            _take_along(folder, waiting, contents)
            _exchange(waiting, folder)
        except OSError:
            return False
        # What somebody has put there in the meantime.
        for name in _others(waiting, contents):
            late, now = waiting / name, folder / name
            with suppress(OSError):
                if not now.exists() or (late.is_file() and not late.samefile(now)):
                    late.replace(now)
        return True
    finally:
        shutil.rmtree(waiting, ignore_errors=True)


def _fill(folder: Path, contents: Mapping[str, bytes]) -> None:
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _take_along(folder: Path, waiting: Path, contents: Mapping[str, bytes]) -> None:
    """What is no result of ours goes with it, as a second name of the same file."""
    for name in _others(folder, contents):
        other = folder / name
        if other.is_dir() and not other.is_symlink():
            shutil.copytree(other, waiting / name, symlinks=True, copy_function=os.link)
        else:
            os.link(other, waiting / name, follow_symlinks=False)


def _others(folder: Path, contents: Mapping[str, bytes]) -> list[str]:
    """What else is in a folder and in those below that hold results, by its path."""
    parents = {parent.as_posix() for name in contents for parent in PurePosixPath(name).parents}
    # One of ours that is no folder there is in the way, and is not to be lost.
    ours = {p for p in parents if (folder / p).is_dir() and not (folder / p).is_symlink()}
    found = [
        path.relative_to(folder).as_posix() for p in sorted(ours) for path in (folder / p).iterdir()
    ]
    return [n for n in found if n not in {*ours, *contents} and not n.startswith(_WAITING)]


def _exchange(one: Path, other: Path) -> None:
    """Lets two folders change places, so that nobody ever sees neither or a mixture."""
    import ctypes

    name = {"linux": "renameat2", "darwin": "renameatx_np"}.get(sys.platform)
    if name is None:
        raise OSError("this system cannot exchange folders")
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    if call is None:
        raise OSError("this system cannot exchange folders")
    here = _AT_FDCWD[sys.platform]
    # The last argument is an unsigned int: on the stack it must have its own width.
    if call(here, os.fsencode(one), here, os.fsencode(other), ctypes.c_uint(_EXCHANGE)):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def _is_held(folder: Path) -> bool:
    """Whether this process stands in the folder, or something is mounted on it."""
    here = Path.cwd().resolve()
    return here.is_relative_to(folder) or os.path.ismount(folder) or not folder.is_dir()


def _clear_killed(folder: Path, prefix: str = _WAITING) -> None:
    """Takes away what a run that was killed long ago left waiting.

    It holds results and second names of files, never the only copy of anything.
    """
    for left in folder.iterdir():
        with suppress(OSError):
            if not left.name.startswith(prefix) or not left.is_dir():
                continue
            if time.time() - left.stat().st_mtime > _KILLED_AFTER_S:
                shutil.rmtree(left, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _cannot(folder: Path, error: OSError) -> InputError:
    why = reported(error)
    return InputError(phrase("call.folder-not-written", path=str(folder), why=why))
