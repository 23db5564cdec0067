"""How the server and the processes that answer speak: a line of JSON, then so many bytes."""

from __future__ import annotations

import asyncio
import json
from typing import Any, BinaryIO

LINE_MAX = 16 * 1024 * 1024
_LENGTH = "length"


def encoded(head: dict[str, Any], body: bytes = b"") -> bytes:
    """A frame as bytes."""
    return json.dumps({**head, _LENGTH: len(body)}).encode() + b"\n" + body


def read_frame(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next frame of a stream, or None at its end."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    head: dict[str, Any] = json.loads(line)
    length = head.pop(_LENGTH)
    body = stream.read(length)
    return (head, body) if len(body) == length else None


async def receive_frame(stream: asyncio.StreamReader) -> tuple[dict[str, Any], bytes]:
    """The next frame. Raises asyncio.IncompleteReadError where the other side has ended."""
    line = await stream.readuntil(b"\n")
    head: dict[str, Any] = json.loads(line)
    return head, await stream.readexactly(head.pop(_LENGTH))
