"""How wide the terminal is: what ``shutil`` says, whose import is a start's dearest small thing."""

from __future__ import annotations

import os
import sys


def terminal_columns(otherwise: int) -> int:
    """``COLUMNS`` where it is set to a number above 0, else the terminal's, else ``otherwise``."""
    try:
        columns = int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        columns = 0
    if columns > 0:
        return columns
    try:
        # The real standard output, whatever stands in its place.
        columns = os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 0
    except (OSError, ValueError):
        columns = 0
    return columns if columns > 0 else otherwise
