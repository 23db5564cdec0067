"""A short text as a page (HTML) and as a document (DOCX), in either reading direction."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from tpgraph.views.wording import direction

Sort = Literal["title", "heading", "text", "small", "fact", "item", "pre"]


class Block(NamedTuple):
    """A piece of a text; ``label`` stands in bold before a fact or an item."""

    sort: Sort
    text: str
    label: str = ""


_TEXT_PT = 10  # a case is to fill about a page
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
    from docx import Document
    from docx.shared import Cm, Pt

    paper = Document()
    section = paper.sections[0]
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.3)
    is_rtl = direction(language) == "rtl"
    styles = {"title": "Title", "heading": "Heading 2", "item": "List Bullet"}
    for block in blocks:
        line = paper.add_paragraph(style=styles.get(block.sort, "Normal"))
        line.paragraph_format.space_after = Pt(0 if block.sort in ("fact", "item") else 3)
        line.paragraph_format.line_spacing = 1.0
        if block.label:
            mark = "." if block.sort == "item" else ":"
            label = _run(line, f"{block.label}{mark} ", is_rtl)
            label.bold = label.font.cs_bold = True
            _size(label, _TEXT_PT)
        run = _run(line, block.text, is_rtl)
        if block.sort not in ("title", "heading"):
            _size(run, 9 if block.sort == "small" else _TEXT_PT)
        if is_rtl:
            _turn(line)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _run(line: Any, text: str, is_rtl: bool) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = line.add_run(text)
    if is_rtl:
        # Complex scripts have a font of their own, and say that they run from right to left.
        properties = run._r.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for name in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(name), "Tahoma")
        properties.append(OxmlElement("w:rtl"))
    else:
        run.font.name = "Calibri"
    return run


def _size(run: Any, points: float) -> None:
    """The size of letters, of complex scripts too, which have one of their own."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run.font.size = Pt(points)
    size = OxmlElement("w:szCs")
    size.set(qn("w:val"), str(round(points * 2)))
    run._r.get_or_add_rPr().append(size)


def _turn(line: Any) -> None:
    from docx.oxml import OxmlElement

    line._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
