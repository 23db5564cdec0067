"""Keeps a process that reads hostile files from the network, from writing and from all the memory.

What it tried is noted rather than only refused, so that a test can say so.
"""

from __future__ import annotations

import ctypes
import os
import re
import resource
import sys
from pathlib import Path
from typing import Any

MOST_MB = 1024  # what reading any file may take
_HARD_MB = 3 * MOST_MB  # where the system stops it, so that the machine lives on
_NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.bind", "urllib.Request")
_PROCESSES = ("os.system", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.fork")
_CHANGES = (
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.symlink",
    "os.link",
    "os.truncate",
)
_NEW_NETWORK = 0x40000000  # CLONE_NEWNET


_RESET = "/proc/self/clear_refs"


def reset_peak() -> None:
    """Count the most memory from here on."""
    Path(_RESET).write_text("5")


def peak_mb() -> int:
    """The most memory that this process had since it was last reset."""
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) // 1024 if found else 0


class Guard:
    """Notes what a process must not do, from now on; only ``allowed`` may be written below."""

    def __init__(self, *allowed: Path) -> None:
        self.tried: list[str] = []
        self._allowed = [os.path.realpath(path) for path in allowed]
        resource.setrlimit(resource.RLIMIT_AS, (_HARD_MB << 20, _HARD_MB << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # A network of its own, with nothing in it, where the system lets us.
        ctypes.CDLL(None).unshare(_NEW_NETWORK)
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _NETWORK or event in _PROCESSES:
            self.tried.append(f"{event} {arguments[:2]!r}"[:200])
        elif event == "open":
            path, _, flags = arguments
            is_written = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if is_written and str(path) not in (os.devnull, _RESET) and not isinstance(path, int):
                self._note_change(event, path)
        elif event in _CHANGES:
            folder = arguments[-1] if event in ("os.remove", "os.rmdir", "os.mkdir") else -1
            path = arguments[1 if event == "os.symlink" else 0]
            if isinstance(folder, int) and folder >= 0:  # an open folder, below which the path is
                path = Path(f"/proc/self/fd/{folder}") / os.fsdecode(path)
            self._note_change(event, path)

    def _note_change(self, event: str, path: Any) -> None:
        if isinstance(path, int) or "__pycache__" in str(path):
            return
        real = os.path.realpath(os.fsdecode(path))
        if all(os.path.commonpath([real, root]) != root for root in self._allowed):
            self.tried.append(f"{event} {real}"[:200])
