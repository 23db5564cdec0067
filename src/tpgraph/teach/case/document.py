"""A short text as a page (HTML) and as a document (DOCX), in either reading direction."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Literal, NamedTuple

from tpgraph.teach.word_file import Paper, Part
from tpgraph.views.wording import direction

Sort = Literal["title", "heading", "text", "small", "fact", "item", "pre"]


class Block(NamedTuple):
    """A piece of a text; ``label`` stands in bold before a fact or an item."""

    sort: Sort
    text: str
    label: str = ""


# A case is to fill about a page.
_TEXT_PT, _MARGINS_CM = 10, 1.6
_STYLE = """
body { font-family: Calibri, Carlito, Vazirmatn, "Noto Naskh Arabic", Tahoma, "Noto Sans",
  sans-serif; line-height: 1.45; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  color: #202020; background: #fff }
h1 { color: #1f4e5f; margin-bottom: .2rem } h2 { color: #1f4e5f; margin: 1.2rem 0 .3rem }
.small { color: #555; font-size: .9rem } dl { margin: .6rem 0 } dt { float: inline-start;
  clear: both; font-weight: 600; margin-inline-end: .5rem } dt::after { content: ":" }
dd { margin: 0 } li { margin: .2rem 0 } pre { white-space: pre-wrap; background: #f4f7f8;
  padding: .7rem; font-size: .85rem; overflow-wrap: anywhere }
@media print { body { margin: 0; max-width: none; font-size: 10.5pt } }
"""


def page(blocks: Sequence[Block], language: str) -> str:
    """The text as one HTML file that asks for nothing else."""
    title = next((b.text for b in blocks if b.sort == "title"), "tpgraph")
    body: list[str] = []
    opened = ""
    for block in blocks:
        wanted = {"fact": "dl", "item": "ul"}.get(block.sort, "")
        if wanted != opened:
            body.append((f"</{opened}>" if opened else "") + (f"<{wanted}>" if wanted else ""))
            opened = wanted
        body.append(_element(block))
    if opened:
        body.append(f"</{opened}>")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="{language}" dir="{direction(language)}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(part for part in body if part)
        + "\n</body>\n</html>\n"
    )


def _element(block: Block) -> str:
    text, label = html.escape(block.text), html.escape(block.label)
    return {
        "title": f"<h1>{text}</h1>",
        "heading": f"<h2>{text}</h2>",
        "text": f"<p>{text}</p>",
        "small": f'<p class="small">{text}</p>',
        "fact": f"<dt>{label}</dt><dd>{text}</dd>",
        "item": f"<li>{f'<b>{label}.</b> ' if label else ''}{text}</li>",
        "pre": f'<pre dir="auto">{text}</pre>',
    }[block.sort]


def document(blocks: Sequence[Block], language: str) -> bytes:
    """The text as a Word document."""
    title = next((b.text for b in blocks if b.sort == "title"), "tpgraph")
    paper = Paper(language, title, text_pt=_TEXT_PT, margins_cm=_MARGINS_CM)
    for block in blocks:
        mark = "." if block.sort == "item" else ":"
        label = [Part(f"{block.label}{mark} ", is_bold=True)] if block.label else []
        parts = [*label, Part(block.text, is_source=block.sort == "small")]
        if block.sort == "title":
            paper.title(block.text)
        elif block.sort == "heading":
            paper.heading(block.text)
        elif block.sort == "item":
            paper.item(parts)
        else:
            paper.text(parts, is_close=block.sort == "fact")
    return paper.saved()
