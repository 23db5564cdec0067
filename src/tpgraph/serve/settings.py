"""What a server is started with: every limit, with its unit in its name."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a server; README.md has a table of them, which a test holds complete.

    ``host`` and ``port`` are where it listens; port 0 takes a free one. ``allowed_hosts`` are
    names beside the loopback's by which requests may address it, ``cors_origins`` the origins of
    other sites' pages that may ask it (``*``: any). ``write_token`` lets those who know it change
    the written graphs, which ``write_folder`` keeps.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    lang: str = "en"
    allowed_hosts: tuple[str, ...] = ()
    cors_origins: tuple[str, ...] = ()
    write_token: str | None = None
    write_folder: str | None = None

    workers: int = 4
    waiting_queries_max: int = 64
    waiting_timeout_s: float = 10
    query_timeout_s: float = 10
    query_memory_mib: int = 512
    query_max_bytes: int = 256 * 1024
    query_max_depth: int = 200
    result_max_rows: int = 100_000
    result_max_bytes: int = 32 * MIB
    written_max_bytes: int = 16 * MIB

    connections_max: int = 256
    target_max_bytes: int = 32 * 1024
    header_max_bytes: int = 64 * 1024
    header_timeout_s: float = 10
    body_max_bytes: int = 2 * MIB
    body_timeout_s: float = 15
    send_timeout_s: float = 60
    keep_alive_timeout_s: int = 15
    shutdown_timeout_s: int = 10

    reload_interval_s: float = 1
    events_max: int = 64

    def __repr__(self) -> str:
        """Everything but the token."""
        shown = {f.name: getattr(self, f.name) for f in fields(self)}
        shown["write_token"] = "***" if self.write_token else None
        return f"Settings({', '.join(f'{k}={v!r}' for k, v in shown.items())})"

    def public(self) -> dict[str, Any]:
        """The limits, for the health page; nothing that is secret or says where files are."""
        hidden = {"write_token", "write_folder", "allowed_hosts", "cors_origins", "host", "port"}
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in hidden}
