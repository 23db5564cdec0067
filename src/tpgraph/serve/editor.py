"""The editor as it is served: the page's own scripts with a server behind them, and their data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from tpgraph.model import LANGUAGES
from tpgraph.query.names import TPG
from tpgraph.query.run import ONTOLOGY_GRAPH
from tpgraph.query.terms import book
from tpgraph.serve.assets import Body, address, source
from tpgraph.serve.cards import rule_entries
from tpgraph.serve.firm import Named
from tpgraph.serve.state import State
from tpgraph.serve.terms import BASE
from tpgraph.store.graphs import graphs_of
from tpgraph.views import editor
from tpgraph.views.page import Block, page_texts

_JSON = "application/json"
# In the order in which they run: the page's own, what stands in for the rest of it, the editor.
_SCRIPTS = (
    "core.js",
    "icons.js",
    "i18n.js",
    "fuzzy.js",
    "query_host.js",
    "menus.js",
    "query_text.js",
    "ask_server.js",
    "query_dataset.js",
    # No map that could light what was found.
    *(name for name in editor.SCRIPTS if name != "editor/found.js"),
    "query_start.js",
)
_STYLES = (
    "colours.css",
    "controls.css",
    *editor.STYLES,
    "reference/reference.css",
    "site.css",
    "query.css",
)
# Of the explorer's texts, those that these scripts use; the editor's and the server's are there.
_TEXTS = ("page.language", "text.fallback", "value.yes", "value.no", "export.saved")
# More are not asked in turn from a browser: there are commands for that.
_MOST_IN_TURN = 100


def editor_assets() -> dict[str, Body]:
    """What is the same for every reader, by its bundle's name."""
    texts = page_texts(live=True)
    own = json.loads(source(editor.TEXTS)) | json.loads(source("i18n_served.json"))
    own |= {key: texts[key] for key in _TEXTS}
    return {
        "query.js": Body.of(b"\n".join(map(source, _SCRIPTS)), "text/javascript"),
        "query.css": Body.of(b"".join(map(source, _STYLES)), "text/css"),
        "query_texts.json": _json(own),
        "labels.json": _json(_labels()),
    }


def _labels() -> dict[str, Any]:
    """What terms and rules are called, by address and language."""
    b = book()
    rules = {name: {"title": entry.texts["title"]} for name, entry in rule_entries().items()}
    return {
        "labels": {iri: b.labels(iri) for iri in b.sorts if iri.startswith(TPG)},
        "rules": rules,
    }


def blocks(state: State, lang: str, companies: Sequence[Named]) -> list[Block]:
    """What the scripts of the page of queries read, as the explorer's do."""
    data = {
        "lang": lang,
        "langs": list(LANGUAGES),
        "base": BASE,
        # Names the files that are saved.
        "company": {"iri": "tpgraph"},
        "stages": [TPG],
        "touchpoints": [],
        "labels": {one.iri: {"": one.name} for one in companies},
        "companies": [
            {"slug": one.slug, "name": one.name, "graphs": [ONTOLOGY_GRAPH, *graphs_of(one.iri)]}
            for one in companies
        ],
        "each": 1 < len(companies) <= _MOST_IN_TURN,
        "longest_s": round(state.settings.query_timeout_s + state.settings.waiting_timeout_s),
    }
    return [
        Block("tp-snapshot", _JSON, _inline(data)),
        Block("tp-network", _JSON, "{}"),
        Block("tp-texts", _JSON, src=address("query_texts.json"), first=True),
        Block("tp-labels", _JSON, src=address("labels.json"), first=True),
        Block("tp-editor", "text/plain", src=address("editor.json")),
        Block("tp-yasqe", "text/plain", src=address("yasqe.js")),
        Block("tp-yasqe-style", "text/plain", src=address("yasqe.css")),
    ]


def _inline(data: Any) -> Markup:
    """JSON that may stand within an element of a page: a company's name may hold anything."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))


def _json(data: Any) -> Body:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=dict)
    return Body.of(text.encode(), _JSON)
