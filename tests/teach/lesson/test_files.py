"""The files of a lesson, read with other means than they are written with."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import ImageFont

from tpgraph.errors import CallError
from tpgraph.teach.lesson import write_lesson
from tpgraph.teach.lesson.content import lesson
from tpgraph.teach.lesson.model import Question, Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
Files = dict[str, dict[str, Path]]


def part(path: Path, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(path) as archive:
        return ElementTree.fromstring(archive.read(name))


def parts(path: Path, pattern: str) -> Iterator[tuple[str, ElementTree.Element]]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
    for name in sorted(names, key=lambda name: (len(name), name)):
        yield name, part(path, name)


# ------------------------------------------------------------------------------------------ page


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id" and value]


@pytest.mark.parametrize("language", ["fa", "ru", "en"])
def test_the_page_loads_nothing_and_runs_its_way(written: Files, language: str) -> None:
    text = written[language][".html"].read_text(encoding="utf-8")
    page = Page(text)
    assert len(set(page.ids)) == len(page.ids)
    (root,) = [attrs for tag, attrs in page.tags if tag == "html"]
    assert root == {"lang": language, "dir": "rtl" if language == "fa" else "ltr"}
    (policy,) = [a["content"] for tag, a in page.tags if tag == "meta" and "http-equiv" in a]
    assert policy
    assert "default-src 'none'" in policy
    assert not [tag for tag, attrs in page.tags if tag in ("script", "link", "img", "iframe")]
    assert not [a for _, attrs in page.tags for a in attrs if a == "style" or a.startswith("on")]
    anchors = [a["href"] for tag, a in page.tags if tag == "a"]
    assert all(anchor and anchor[1:] in page.ids for anchor in anchors)
    assert [tag for tag, _ in page.tags if tag == "svg"]
    # Words of a document say in which language they are.
    quoted = [attrs for tag, attrs in page.tags if tag == "q"]
    assert quoted
    assert all(a["dir"] == ("rtl" if a["lang"] == "fa" else "ltr") for a in quoted)


# -------------------------------------------------------------------------------------- document


@pytest.mark.parametrize("language", ["fa", "ru", "en"])
def test_the_document_runs_its_way(written: Files, language: str) -> None:
    path = written[language][".docx"]
    body = part(path, "word/document.xml")
    paragraphs = [p for p in body.iter(f"{W}p") if p.find(f".//{W}t") is not None]
    assert len(paragraphs) > 60
    is_rtl = language == "fa"
    assert {p.find(f"{W}pPr/{W}bidi") is not None for p in paragraphs} == {is_rtl}
    for table in body.iter(f"{W}tbl"):
        assert (table.find(f"{W}tblPr/{W}bidiVisual") is not None) == is_rtl
        assert table.find(f".//{W}tblHeader") is not None
    for run in body.iter(f"{W}r"):
        text = "".join(t.text or "" for t in run.iter(f"{W}t"))
        turned = run.find(f"{W}rPr/{W}rtl") is not None
        if re.search("[\u0600-\u06ff]", text):
            assert turned, text
        elif re.fullmatch(r"[\w ,.;-]*[а-яa-z]{9}[\w ,.;-]*", text):
            assert not turned, text
    styles = part(path, "word/styles.xml")
    sizes = {s.get(f"{W}styleId"): s.find(f"{W}rPr/{W}szCs") for s in styles.iter(f"{W}style")}
    assert all(sizes[name] is not None for name in ("Normal", "Title", "Heading1"))


def test_the_document_holds_the_lesson(written: Files) -> None:
    made = lesson("purchaseStages", "ru")
    body = part(written["ru"][".docx"], "word/document.xml")
    paragraphs = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p")]
    at = [paragraphs.index(section.title) for section in made.sections]
    assert at == sorted(at)
    text = "\n".join(paragraphs)
    for block in made.blocks():
        for told in (getattr(block, "text", ""), getattr(block, "term", "")):
            assert told.replace("\n", "") in text.replace("\n", "")
    pictures = [p.get("descr") for p in body.iter() if p.tag.endswith("}docPr")]
    assert pictures
    assert all(p and made.name in p for p in pictures)


# ---------------------------------------------------------------------------------------- slides


@pytest.mark.parametrize("language", ["fa", "ru", "en"])
def test_slides_run_their_way(written: Files, language: str) -> None:
    count = 0
    for _, slide in parts(written[language][".pptx"], r"ppt/(slides|notesSlides)/\w+\.xml"):
        for paragraph in slide.iter(f"{A}p"):
            text = "".join(t.text or "" for t in paragraph.iter(f"{A}t"))
            if not text or text.isdigit():
                continue
            count += 1
            way = paragraph.find(f"{A}pPr")
            sides = (None, None) if way is None else (way.get("rtl"), way.get("algn"))
            if language == "fa":
                assert sides == ("1", "r"), text
            else:
                assert sides[0] is None
                assert sides[1] in (None, "l")
        for table in slide.iter(f"{A}tblPr"):
            assert table.get("rtl") == ("1" if language == "fa" else None)
    assert count > 60


def test_notes_say_who_says_it(written: Files) -> None:
    notes = [
        "".join(t.text or "" for t in note.iter(f"{A}t"))
        for _, note in parts(written["ru"][".pptx"], r"ppt/notesSlides/\w+\.xml")
    ]
    told = "\n".join(notes)
    made = lesson("purchaseStages", "ru")
    answers = made.section("answers")
    assert answers is not None
    for answer in answers.blocks:
        assert isinstance(answer, Question)
        assert answer.text in told
    (table,) = [b for s in made.sections if s.key == "examples" for b in s.blocks[1:]]
    assert isinstance(table, Table)
    # Of each term the first few are shown; the words of the very first stand in the notes.
    first = table.rows[0].sources[0]
    assert first.place in told
    assert first.words in told
    assert len(notes) > 10


@cache
def font(points: float) -> Any:
    import matplotlib

    # A wide font: what slides are shown with takes less room.
    path = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    return ImageFont.truetype(str(path), round(points * 4))


def lines(text: str, points: float, width_pt: float) -> int:
    """How many lines a text takes, broken between words."""
    count = 0
    for piece in text.split("\n"):
        line = ""
        for word in piece.split():
            longer = f"{line} {word}".strip()
            if line and font(points).getlength(longer) / 4 > width_pt:
                count += 1
                line = word
            else:
                line = longer
        count += 1
    return count


def height_pt(frame: Any, width_pt: float) -> float:
    total = 0.0
    for paragraph in frame.paragraphs:
        text = "".join(
            "\n" if child.tag == f"{A}br" else (child.findtext(f"{A}t") or "")
            for child in paragraph._p
        )
        sizes = [run.font.size.pt for run in paragraph.runs if run.font.size]
        points = max(sizes, default=0)
        assert not text or points >= 11
        indent = 25 if "•" in str(paragraph._p.xml) else 0
        total += lines(text, points, width_pt - indent) * points * 1.17
    return total


@pytest.mark.parametrize("language", ["fa", "ru", "en"])
def test_nothing_leaves_a_slide(written: Files, language: str) -> None:
    from pptx import Presentation

    deck = Presentation(str(written[language][".pptx"]))
    wide, high = deck.slide_width or 0, deck.slide_height or 0
    assert (wide, high) == (12_191_695, 6_858_000)
    assert len(deck.slides) > 12
    for slide in deck.slides:
        assert slide.shapes.title.text_frame.text
        for shape in slide.shapes:
            assert shape.left >= 0 <= shape.top
            assert shape.left + shape.width <= wide
            assert shape.top + shape.height <= high
            if shape.has_text_frame:
                width = shape.width.pt - 14.4
                told = shape.text_frame.text
                assert height_pt(shape.text_frame, width) <= shape.height.pt - 7.2, told
            if shape.has_table:
                table = shape.table
                total = 0.0
                for row in table.rows:
                    needed = max(
                        height_pt(cell.text_frame, column.width.pt - 14.4)
                        for cell, column in zip(row.cells, table.columns, strict=True)
                    )
                    assert needed <= row.height.pt
                    total += row.height.pt
                assert shape.top.pt + total <= high / 12_700 - 30


def test_no_two_shapes_of_a_slide_meet(written: Files) -> None:
    from pptx import Presentation

    for files in written.values():
        for slide in Presentation(str(files[".pptx"])).slides:
            shapes = sorted(slide.shapes, key=lambda shape: shape.top)
            for above, below in pairwise(shapes):
                assert above.top + above.height <= below.top, slide.shapes.title.text


# ------------------------------------------------------------------------------------- the files


def test_the_same_lesson_gives_the_same_bytes(written: Files, tmp_path: Path) -> None:
    again = {path.suffix: path for path in write_lesson("coupon", "en", tmp_path)}
    for ending, path in written["en"].items():
        assert again[ending].name == path.name
        assert again[ending].read_bytes() == path.read_bytes(), ending
        if ending != ".html":
            with zipfile.ZipFile(path) as archive:
                assert {info.date_time[0] for info in archive.infolist()} == {1980}
    with pytest.raises(CallError):
        write_lesson("coupon", "en", tmp_path)
