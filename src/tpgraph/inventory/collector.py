"""Lets Python's collector of cyclic garbage rest while many objects are made that stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting_collector() -> Iterator[None]:
    """No search for cyclic garbage meanwhile: reading makes none.

    It would walk through all that was read so far again and again, which more than doubles the
    time of a large list.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
