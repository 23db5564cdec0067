"""The explorer as it is served: the same front end, its parts as files, its data at addresses."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tpgraph.serve.assets import ASK_FIRST, Body, address, source
from tpgraph.serve.firm import Firm
from tpgraph.serve.html import Link, linker
from tpgraph.serve.languages import language_of
from tpgraph.views.editor import editor_data, yasqe, yasqe_style
from tpgraph.views.page import (
    Block,
    live_data_parts,
    page_css,
    page_library,
    page_shell,
    page_texts,
    script_hash,
    script_names,
    snapshot_parts,
)

_JSON = "application/json"
_SERVED_SCRIPTS = ("served.js",)
# What a company's page reads, each at the page's own address.
SNAPSHOT, NETWORK, QUERIES = "snapshot.json", "network.json", "queries.json"
LIVE, ASKED = "live.json", "asked.json"
DATA = (SNAPSHOT, NETWORK, QUERIES, LIVE, ASKED)


def explorer_assets() -> dict[str, Body]:
    """The parts of the page that are the same for every company, by their bundles' names."""
    from tpgraph.views.live.engine import wasm, worker_script
    from tpgraph.views.taxonomy import taxonomy

    texts = page_texts(live=True) | json.loads(source("i18n_served.json"))
    css = page_css(live=True).encode() + source("served.css")
    return {
        "boot.js": Body.of(source("boot.js"), "text/javascript"),
        # Of a comparison nothing is tried out: its page has no engine.
        "live.js": _scripts(live=True),
        "page.js": _scripts(live=False),
        "page.css": Body.of(css, "text/css"),
        "texts.json": _json(texts),
        "library.js": Body.of(page_library().encode(), "text/javascript"),
        "worker.js": Body.of(worker_script().encode(), "text/javascript"),
        "engine.wasm": Body.of(wasm(), "application/wasm"),
        "vocabulary.json": _json(taxonomy()),
        "editor.json": _json(editor_data()),
        "yasqe.js": Body.of(yasqe().encode(), "text/javascript"),
        "yasqe.css": Body.of(yasqe_style().encode(), "text/css"),
    }


def _scripts(*, live: bool) -> Body:
    """All scripts as one file; the one that starts the page comes last."""
    names = script_names(live=live)
    scripts = [*names[:-1], *_SERVED_SCRIPTS, names[-1]]
    return Body.of(b"\n".join(map(source, scripts)), "text/javascript")


def explorer_data(firm: Firm, name: str) -> Body:
    """One of the files that a company's page reads (``DATA``); each is made once."""
    if name in (LIVE, ASKED):
        return firm.kept("live", lambda: _live(firm))[name]
    return firm.kept("parts", lambda: parts(_snapshot(firm)))[name]


def _live(firm: Firm) -> dict[str, Body]:
    from tpgraph.views.live import live_data

    found = live_data_parts(live_data(firm.base))
    return {
        LIVE: Body.of(found["tp-live"], _JSON),
        ASKED: Body.of(found["tp-asked"], _JSON),
    }


def _snapshot(firm: Firm) -> dict[str, Any]:
    from tpgraph.views.snapshot import snapshot

    return snapshot(firm.base)


def parts(snapshot: Mapping[str, Any]) -> dict[str, Body]:
    """A snapshot as the files that its page reads; the first is the whole contract."""
    _, network = snapshot_parts(snapshot)
    return {
        SNAPSHOT: _json(snapshot),
        NETWORK: _json(network),
        QUERIES: _json(snapshot["queries"]),
    }


def _json(data: Any) -> Body:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Body.of(text.encode("utf-8", "replace"), _JSON)


def explorer_page(
    request: Request, company: str, data_at: Callable[[str], str], *, watch: str, live: bool
) -> Response:
    """The page's document. ``data_at`` gives the address of each of ``DATA``.

    ``watch`` are the companies, by slug, of whose changes the reader is told.
    """
    lang = language_of(request)
    texts = page_texts(live=True) | json.loads(source("i18n_served.json"))
    blocks = [
        Block("tp-snapshot", _JSON, src=data_at(SNAPSHOT), first=True),
        Block("tp-texts", _JSON, src=address("texts.json"), first=True),
        Block("tp-network", _JSON, src=data_at(NETWORK), first=True),
        Block("tp-queries", "text/plain", src=data_at(QUERIES)),
        Block("tp-library", "text/plain", src=address("library.js")),
        Block("tp-vocabulary", "text/plain", src=address("vocabulary.json")),
    ]
    if live:
        blocks += [
            Block("tp-live", "text/plain", src=data_at(LIVE)),
            Block("tp-asked", "text/plain", src=data_at(ASKED)),
            Block("tp-editor", "text/plain", src=address("editor.json")),
            Block("tp-yasqe", "text/plain", src=address("yasqe.js")),
            Block("tp-yasqe-style", "text/plain", src=address("yasqe.css")),
            Block("tp-worker", "text/plain", src=address("worker.js")),
            Block("tp-wasm", "text/plain", src=address("engine.wasm")),
        ]
    served = {
        "css": address("page.css"),
        "boot": address("boot.js"),
        "script": address("live.js" if live else "page.js"),
        "links": _links(linker(request)),
        "watch": watch,
    }
    text = page_shell(lang, company, texts, blocks, live=live, served=served)
    headers = {
        "Content-Security-Policy": policy(),
        "Cache-Control": ASK_FIRST,
        "Content-Language": lang,
        "Vary": "Accept-Language",
    }
    return HTMLResponse(text, headers=headers)


def _links(link: Link) -> dict[str, str]:
    return {
        "site.start": link("/"),
        "site.companies": link("/companies"),
        "site.vocabulary": link("/ontology"),
        "site.query": link("/query"),
        "site.api": link("/api"),
    }


def policy() -> str:
    """Only this server's files and the very text of its libraries may run; styles may be inline."""
    return (
        f"default-src 'none'; script-src 'self' {script_hash(page_library())} "
        "'wasm-unsafe-eval'; worker-src blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
