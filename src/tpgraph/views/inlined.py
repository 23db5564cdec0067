"""Pages with everything inlined: one file that loads nothing and runs its own script alone."""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import Any

from tpgraph.errors import TpgraphError
from tpgraph.phrases import phrase, reported
from tpgraph.resources import web_dir


def rendered(folder: str, template: str, **values: Any) -> str:
    """A template of a folder of the page's assets, filled in; values are escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(web_dir() / folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    text = environment.get_template(template).render(**values)
    # A lone surrogate cannot be written as UTF-8.
    return text.encode("utf-8", "replace").decode()


def inlined(folder: str, name: str) -> str:
    """The text of a style or script that is to stand in a page.

    Raises TpgraphError where it is missing, or holds what would end or hide its element.
    """
    path = web_dir() / folder / name
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        broken = phrase("call.broken-install", path=str(path), why=reported(error))
        raise TpgraphError(broken) from error
    if "</s" in text.lower() or "<!--" in text:
        # Inside an inline element these would end or hide it.
        raise TpgraphError(f"{path}: must not hold '</s' or '<!--', since it is inlined.")
    return text


def policy(css: str, script: str) -> str:
    """Nothing may be loaded; only this very script may run and this very style count."""
    style_hash, script_hash = (
        f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"
        for text in (css, script)
    )
    return (
        f"default-src 'none'; script-src {script_hash}; style-src {style_hash}; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
