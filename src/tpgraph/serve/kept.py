"""What was made once and may be asked for again: kept until there is too much of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any, TypeVar

from tpgraph.serve.assets import Body

T = TypeVar("T")
MIB = 1024 * 1024
# What an analysis with its stores comes to, roughly; what is small counts as something, too.
ANALYSIS_BYTES = 8 * MIB
_SMALL_BYTES = 16 * 1024


class Kept:
    """The things used last, of ``most_bytes`` together; each is made by one thread at a time."""

    def __init__(self, most_bytes: int = 256 * MIB) -> None:
        self._most = most_bytes
        self._total = 0
        self._made: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._made)

    def get(self, key: Hashable, make: Callable[[], T], size_bytes: int | None = None) -> T:
        """What is kept under a key, made now if it is not; others who ask for it wait.

        ``size_bytes`` is what it takes, where that is not seen from its bytes.
        """
        with self._lock:
            if key in self._made:
                return self._used(key)  # type: ignore[no-any-return]
            making = self._making.setdefault(key, Lock())
        with making:
            with self._lock:
                if key in self._made:
                    return self._used(key)  # type: ignore[no-any-return]
            try:
                made = make()
            finally:
                with self._lock:
                    self._making.pop(key, None)
            with self._lock:
                self._keep(key, made, size_bytes or _size_bytes(made))
            return made

    def _used(self, key: Hashable) -> Any:
        self._made.move_to_end(key)
        return self._made[key][0]

    def _keep(self, key: Hashable, made: Any, size_bytes: int) -> None:
        if key in self._made:
            self._total -= self._made.pop(key)[1]
        self._made[key] = made, size_bytes
        self._total += size_bytes
        while self._total > self._most and len(self._made) > 1:
            _, (_, freed_bytes) = self._made.popitem(last=False)
            self._total -= freed_bytes


def _size_bytes(made: Any) -> int:
    if isinstance(made, bytes):
        return _SMALL_BYTES + len(made)
    if isinstance(made, Body):
        return _SMALL_BYTES + len(made.content) + len(made.packed)
    if isinstance(made, Mapping):
        return _SMALL_BYTES + sum(map(_size_bytes, made.values()))
    return _SMALL_BYTES
