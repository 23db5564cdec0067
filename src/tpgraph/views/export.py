"""The graph alone, in the format that a file's name asks for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tpgraph.errors import CallError
from tpgraph.phrases import phrase
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.infer import REPORTED
from tpgraph.views.files import analysis_trig, analysis_turtle
from tpgraph.views.network import network_bytes
from tpgraph.views.whole import write_files


def page_bytes(analysis: Conclusions, *, live: bool = False) -> bytes:
    """The page; ``live``: with engine and rules, so that edits can be tried out in it.

    Raises CallError for a live page of one audience.
    """
    from tpgraph.views.page import render_page
    from tpgraph.views.snapshot import snapshot

    if not live:
        return render_page(snapshot(analysis)).encode()
    from tpgraph.views.live import live_data

    if analysis.inventory.audience is not None:
        raise CallError(phrase("call.live-audience"))
    return render_page(snapshot(analysis), live_data(analysis)).encode()


_MAKERS: dict[str, Callable[[Conclusions], bytes]] = {
    ".html": page_bytes,
    ".graphml": lambda analysis: network_bytes(analysis, "graphml"),
    ".gexf": lambda analysis: network_bytes(analysis, "gexf"),
    ".ttl": analysis_turtle,
    ".trig": lambda analysis: analysis_trig(analysis, REPORTED, provenance=True),
}


def require_free(path: Path, *, force: bool) -> None:
    """Raises CallError where a file of that name is there, unless it may be replaced."""
    if path.exists() and not force:
        raise CallError(phrase("call.file-there", path=str(path)))


def write_graph(
    analysis: Conclusions, path: Path, *, force: bool = False, live: bool = False
) -> None:
    """Writes the graph; the suffix says how. ``live`` is of the page alone.

    Raises CallError for a suffix that is not known, and, unless ``force``, for a file that is
    there; InputError where it cannot be written.
    """
    make = _MAKERS.get(path.suffix.lower())
    if make is None:
        raise CallError(phrase("call.bad-ending", file=path.name, known=tuple(_MAKERS)))
    require_free(path, force=force)
    if live and path.suffix.lower() != ".html":
        raise CallError(phrase("call.live-page", file=path.name))
    made = page_bytes(analysis, live=True) if live else make(analysis)
    write_files(path.parent, {path.name: made})
