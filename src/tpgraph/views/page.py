"""The page: one HTML file that works from disk with the network off.

It comes from ``web/page.html.j2``, an autoescaping template. Data and scripts stand in it packed;
one script that is not, ``web/unpack.js``, unpacks and runs them.
"""

from __future__ import annotations

import base64
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from tpgraph.errors import InputError, TpgraphError
from tpgraph.phrases import not_written, phrase, reported
from tpgraph.resources import web_dir
from tpgraph.views import editor
from tpgraph.views.packing import Shortener, compact, packed, packed_json, printable, written
from tpgraph.views.page_network import network_data
from tpgraph.views.taxonomy import packed_taxonomy

_RIGHT_TO_LEFT = {"fa"}
# One script together: what the page's own begin with.
_UNPACK = ("unlzma.js", "unpack.js")
# In the order in which they run: each adds its part to the one global object ``tp``.
SCRIPTS = (
    "core.js",
    "icons.js",
    "expand.js",
    "i18n.js",
    "model.js",
    "vocabulary.js",
    "fuzzy.js",
    "state.js",
    "facets.js",
    "filters.js",
    "items.js",
    "search.js",
    "map_place.js",
    "map_chips.js",
    "map_company.js",
    "map_flow.js",
    "map_walk.js",
    "map_list.js",
    "map.js",
    "matrix.js",
    "actions.js",
    "network_part.js",
    "proof.js",
    "query_text.js",
    "queries.js",
    "plot_frame.js",
    "plot_ratings.js",
    "plot_ratings_view.js",
    "plot_costs.js",
    "plot_costs_view.js",
    "plots.js",
    "compare.js",
    "network.js",
    "concept_card.js",
    "details.js",
    "concept_tree.js",
    "concepts.js",
    "menus.js",
    "panels.js",
    "saved.js",
    "picture.js",
    "network_picture.js",
    "data_files.js",
    "print.js",
    "export.js",
    "content.js",
    "main.js",
)
# Only in a live page, before the last one.
LIVE_SCRIPTS = (
    "live_engine.js",
    "live_text.js",
    "live_row.js",
    "live_company.js",
    "live_cells.js",
    "live_outcome.js",
    "live_places.js",
    "live_measures.js",
    "live_touchpoints.js",
    "live_plots.js",
    "live_graph.js",
    "live_model.js",
    "live_files.js",
    "live_controls.js",
    "live_change.js",
    "live_change_company.js",
    "live_form.js",
    "live_advice.js",
    "live_words.js",
    "live.js",
    "ask_live.js",
)
# In the order of the cascade: a later one may refine an earlier one.
STYLES = (
    "colours.css",
    "page.css",
    "controls.css",
    "frame.css",
    "map.css",
    "plots.css",
    "proof.css",
    "compare.css",
    "concepts.css",
    "print.css",
)
LIVE_STYLES = ("live.css",)
# Of the snapshot, what has a block of its own in the page.
_APART = ("network", "queries")
_VENDOR = "vendor/vis-network.min.js"


def write_page(
    snapshot: Mapping[str, Any], path: Path | str, live: Mapping[str, Any] | None = None
) -> None:
    """Write the page of a snapshot (``snapshot.schema.json``) to ``path``, whole or not at all.

    ``live`` is what :func:`tpgraph.views.live.live_data` gives, for a page with the engine.

    Raises InputError where the file cannot be written, else what :func:`render_page` raises.
    """
    path = Path(path)
    text = render_page(snapshot, live)
    try:
        # Beside its destination, so that the final step is a rename within one file system.
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            # mkstemp makes a file for its owner alone; a page is for whoever may read the folder.
            umask = os.umask(0)
            os.umask(umask)
            temporary.chmod(0o666 & ~umask)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(not_written(path, error)) from error


def render_page(snapshot: Mapping[str, Any], live: Mapping[str, Any] | None = None) -> str:
    """The page of a snapshot as one HTML text with everything inlined, about 0.8 MB plus its data.

    With ``live`` (of :func:`tpgraph.views.live.live_data`) the page carries the rules and the
    engine that runs them, and the SPARQL editor, about 1.8 MB more.

    Raises TpgraphError where one of the page's own files or vis-network is missing.
    """
    from markupsafe import Markup

    folder = web_dir()
    scripts = [_source(folder / name) for name in script_names(live=live is not None)]
    unpack = "".join(_source(folder / name) for name in _UNPACK)
    libraries = [page_library(), *([] if live is None else [editor.yasqe()])]
    texts = page_texts(live=live is not None)
    # Of the company's own addresses, and of the ontology's.
    prefixes = [f"{snapshot['company']['iri']}/", snapshot["stages"][0].partition("#")[0] + "#"]
    base, network = snapshot_parts(snapshot)
    short = Shortener(prefixes, _ids(snapshot))

    def first(id_: str, text: str, prefixes: Sequence[str] = ()) -> Block:
        return Block(id_, "text/plain", text, first=True, prefixes=prefixes)

    blocks = [
        first("tp-names", short.names(), prefixes),
        first("tp-snapshot", short.pack(base), prefixes),
        first("tp-texts", packed_json(texts)),
        # The network is there as pyvis gives it, once.
        first("tp-network", short.pack(network), prefixes),
        first("tp-scripts", packed_json(scripts)),
        Block("tp-queries", "text/plain", packed_json(snapshot["queries"])),
        Block("tp-library", "text/plain", packed(libraries[0].encode())),
        *(() if live is None else _live_blocks(live)),
        Block("tp-vocabulary", "text/plain", packed_taxonomy()),
    ]
    return page_shell(
        str(snapshot["lang"]),
        snapshot["company"]["name"],
        texts,
        blocks,
        live=live is not None,
        served=None,
        policy=_policy([unpack, *scripts, *libraries], live=live is not None),
        css=Markup(page_css(live=live is not None)),
        script=Markup(unpack),
    )


@dataclass(frozen=True, slots=True)
class Block:
    """Data that the scripts read: within the page, or at an address (``src``) where it is served.

    ``first`` blocks are fetched or unpacked before the scripts run, the others when they are asked
    for.
    """

    id: str
    media: str
    text: str = ""
    src: str = ""
    first: bool = False
    prefixes: Sequence[str] = ()


def page_shell(
    lang: str,
    company: str,
    texts: Mapping[str, Mapping[str, str]],
    blocks: Sequence[Block],
    *,
    live: bool,
    served: Mapping[str, Any] | None,
    **parts: Any,
) -> str:
    """The page's document around its blocks; ``served`` are the addresses of what is not inlined.

    A page of one file has ``policy``, ``css`` and ``script`` instead.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(web_dir()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    text = environment.get_template("page.html.j2").render(
        lang=lang,
        direction="rtl" if lang in _RIGHT_TO_LEFT else "ltr",
        company=company,
        text={key: by_lang[lang] for key, by_lang in texts.items()},
        blocks=[replace(b, text=Markup(b.text)) for b in blocks],
        live=live,
        served=served,
        **parts,
    )
    # A lone surrogate cannot be written as UTF-8.
    return text.encode("utf-8", "replace").decode()


def script_names(*, live: bool) -> tuple[str, ...]:
    """The page's scripts in the order in which they run."""
    return (*SCRIPTS[:-1], *LIVE_SCRIPTS, *editor.SCRIPTS, SCRIPTS[-1]) if live else SCRIPTS


def page_css(*, live: bool) -> str:
    """The page's styles as one text."""
    names = (*STYLES, *LIVE_STYLES, *editor.STYLES) if live else STYLES
    return "".join(_source(web_dir() / name) for name in names)


def page_texts(*, live: bool) -> dict[str, dict[str, str]]:
    """The interface's texts by key and language."""
    names = ("i18n.json", "i18n_live.json", editor.TEXTS) if live else ("i18n.json",)
    texts: dict[str, dict[str, str]] = {}
    for name in names:
        texts |= json.loads(_source(web_dir() / name))
    return texts


def snapshot_parts(snapshot: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the scripts read at once: the snapshot without its large parts, and the network."""
    return {k: v for k, v in snapshot.items() if k not in _APART}, network_data(snapshot["network"])


def _ids(snapshot: Mapping[str, Any]) -> Iterator[str]:
    """What others refer to: nodes of the network, and findings that are not among them."""
    for rows in (snapshot["network"]["nodes"], snapshot["findings"]):
        yield from (row["id"] for row in rows)


def _live_blocks(live: Mapping[str, Any]) -> list[Block]:
    """What only a live page carries, each packed."""
    from tpgraph.views.live.engine import packed_wasm, worker_script

    parts = {
        **live_data_parts(live),
        **editor.editor_parts(),
        "tp-worker": worker_script().encode(),
    }
    blocks = {id_: packed(content) for id_, content in parts.items()}
    blocks["tp-wasm"] = printable(packed_wasm())
    return [Block(id_, "text/plain", text) for id_, text in blocks.items()]


def live_data_parts(live: Mapping[str, Any]) -> dict[str, bytes]:
    """The data of a live page as JSON: what the what-if needs, and what queries need besides."""
    rest = {key: value for key, value in live.items() if key != "asked"}
    return {"tp-live": written(compact(rest)), "tp-asked": written(compact(live["asked"]))}


def _source(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        broken = phrase("call.broken-install", path=str(path), why=reported(error))
        raise TpgraphError(broken) from error
    if path.suffix in {".js", ".css"} and ("</s" in text.lower() or "<!--" in text):
        # Inside an inline element these would end or hide it.
        raise TpgraphError(f"{path}: must not hold '</s' or '<!--', since it is inlined.")
    return text


def page_library() -> str:
    """The text of vis-network. Raises TpgraphError where it is missing."""
    path = web_dir() / _VENDOR
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise TpgraphError(
            f"{path}: vis-network is missing, so the page cannot be made. In a checkout run "
            "`python hatch_build.py`; otherwise install tpgraph again."
        ) from error


def script_hash(text: str) -> str:
    """The source expression that lets a policy run exactly this inline script."""
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


def _policy(scripts: list[str], *, live: bool = False) -> str:
    """Nothing may be loaded, and only these very scripts may run; live, a worker and its wasm."""
    hashes = " ".join(map(script_hash, scripts))
    runs = f"{hashes} 'wasm-unsafe-eval'; worker-src blob:" if live else hashes
    return (
        f"default-src 'none'; script-src {runs}; style-src 'unsafe-inline'; "
        "img-src data: blob:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
