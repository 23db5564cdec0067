"""The page's engine as it is carried inline: one worker script, and Oxigraph's WebAssembly."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from tpgraph.errors import TpgraphError
from tpgraph.phrases import phrase, reported
from tpgraph.resources import web_dir
from tpgraph.views.packing import lzma_packed

_OXIGRAPH = "vendor/oxigraph.mjs"
_WASM = "vendor/oxigraph.wasm"
# Made when the package is built (hatch_build.py): the wasm's SHA-256, then the wasm, compressed.
_PACKED = "vendor/oxigraph.wasm.packed"
_UNLZMA = "unlzma.js"
_MODULES = {
    name: f"engine/{name}.mjs"
    for name in ("store", "rules", "shown", "proofs", "dataset", "sparql")
}
_WORKER = "engine/worker.js"
_EXPORT = re.compile(r"^export (?:(?:async )?function|class|const|let) (\w+)", re.MULTILINE)
_EXPORT_LIST = re.compile(r"^export \{([^}]*)\};?\s*$", re.MULTILINE)


def worker_script() -> str:
    """Oxigraph's own script, the engine, the rules' runner and the worker, as one plain script.

    A worker of a page on disk can import nothing, so each module becomes a function that is called
    at once and gives what the module exports. Raises TpgraphError where a file is missing.
    """
    folder = web_dir()
    # Where it would load its WebAssembly from; it is handed to it here.
    oxigraph = _read(folder / _OXIGRAPH).replace("import.meta.url", "self.location.href")
    parts = [_read(folder / _UNLZMA), _scope("oxigraph", oxigraph)]
    parts += [_scope(name, _read(folder / path)) for name, path in _MODULES.items()]
    return "\n".join([*parts, _read(folder / _WORKER)])


def wasm() -> bytes:
    """Oxigraph compiled to WebAssembly. Raises TpgraphError where it is missing."""
    path = web_dir() / _WASM
    try:
        return path.read_bytes()
    except OSError as error:
        raise _missing(path, error) from error


@cache
def packed_wasm() -> bytes:
    """The same, compressed: as the build left it, or anew (in seconds) where that is missing."""
    content = wasm()
    digest = sha256(content).digest()
    try:
        ready = (web_dir() / _PACKED).read_bytes()
    except OSError:
        ready = b""
    if ready.startswith(digest):
        return ready.removeprefix(digest)
    return lzma_packed(content, thorough=True)


def _scope(name: str, module: str) -> str:
    """A module that imports nothing as a constant that holds what it exports."""
    names = {found: found for found in _EXPORT.findall(module)}
    for listed in _EXPORT_LIST.findall(module):
        for each in listed.split(","):
            inner, _, outer = each.strip().partition(" as ")
            names[outer or inner] = inner
    body = _EXPORT_LIST.sub("", _EXPORT.sub(lambda m: m[0].removeprefix("export "), module))
    given = ", ".join(f'"{outer}": {inner}' for outer, inner in names.items())
    return f"const {name} = (() => {{\n{body}\nreturn {{ {given} }};\n}})();"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise _missing(path, error) from error


def _missing(path: Path, error: OSError) -> TpgraphError:
    return TpgraphError(phrase("call.broken-install", path=str(path), why=reported(error)))
