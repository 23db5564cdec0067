"""The page's SPARQL editor: prefixes, named queries, yasqe. What it asks is the shell's choice."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from tpgraph.errors import TpgraphError
from tpgraph.model import LANGUAGES
from tpgraph.phrases import phrase, reported, text_table
from tpgraph.query.named import named_queries
from tpgraph.query.run import COMMON_PREFIXES
from tpgraph.resources import web_dir

# In the order in which they run. Whoever takes them also gives the page `tp.ask`: see ask_live.js.
SCRIPTS = (
    "editor/terms.js",
    "editor/table.js",
    "editor/chart.js",
    "editor/found.js",
    "editor/history.js",
    "editor/examples.js",
    "editor/text.js",
    "editor/editor.js",
)
STYLES = ("editor/editor.css",)
TEXTS = "i18n_editor.json"
_YASQE = "vendor/yasqe.min.js"
_YASQE_STYLE = "vendor/yasqe.min.css"
# A browser's own tools would ask for the source map, which is not there.
_MAP = re.compile(r"\n?//# sourceMappingURL=\S+\s*\Z")
# What is wrong with a query, in the words of the command line.
_ERRORS = ("sparql.prefix", "sparql.unbound", "sparql.iri", "sparql.expected", "sparql.syntax")


def editor_data() -> dict[str, Any]:
    """Prefixes that need not be declared, the named queries by code, and what errors are called."""
    tables = {lang: text_table(lang, "problems") for lang in LANGUAGES}
    return {
        "prefixes": COMMON_PREFIXES,
        "queries": [
            {
                "name": q.name,
                "code": q.code,
                "title": dict(q.titles),
                "question": dict(q.questions),
                "parameters": dict(q.parameters),
                "scope": q.scope,
                "text": q.text,
            }
            for q in named_queries().values()
        ],
        "errors": {key: {lang: table[key] for lang, table in tables.items()} for key in _ERRORS},
    }


@cache
def yasqe() -> str:
    """The editor's script. Raises TpgraphError where it is missing."""
    return _MAP.sub("", _read(_YASQE))


def yasqe_style() -> str:
    """The editor's own style. Raises TpgraphError where it is missing."""
    return _read(_YASQE_STYLE)


def editor_parts() -> dict[str, bytes]:
    """What a page with the editor carries, by the id of its element."""
    data = json.dumps(editor_data(), ensure_ascii=False, separators=(",", ":"))
    return {
        "tp-editor": data.encode(),
        "tp-yasqe": yasqe().encode(),
        "tp-yasqe-style": yasqe_style().encode(),
    }


def _read(name: str) -> str:
    path: Path = web_dir() / name
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        broken = phrase("call.broken-install", path=str(path), why=reported(error))
        raise TpgraphError(broken) from error
