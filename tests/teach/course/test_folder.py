"""The folder of a course: every link leads somewhere in it, and nothing tells students the key."""

from __future__ import annotations

import html
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import openpyxl
import pytest
from pygiftparser.parser import parseFile

from tests.teach.course.conftest import WHOLE
from tpgraph.teach.course.package import MANIFEST
from tpgraph.teach.course.questions import BANK

CP = "{http://www.imsglobal.org/xsd/imscp_v1p1}"


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.language = self.direction = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language, self.direction = told.get("lang", ""), told.get("dir", "")
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        if "src" in told:
            self.loaded.append(told["src"])
        if tag == "link":
            self.loaded.append(told.get("href", ""))
        if "id" in told:
            self.ids.append(told["id"])


@pytest.fixture(scope="module")
def pages(course: Path) -> dict[str, _Page]:
    found = {
        path.relative_to(course).as_posix(): _Page(path.read_text(encoding="utf-8"))
        for path in course.rglob("*.html")
        if path.name != "explorer.html"
    }
    assert {"index.html", "unit-1.html", "unit-4.html", "teacher/guide.html"} <= found.keys()
    return found


def test_every_link_leads_to_a_file_of_the_course(course: Path, pages: dict[str, _Page]) -> None:
    count = 0
    for name, page in pages.items():
        assert page.loaded == [] or all(s.startswith("data:") for s in page.loaded), name
        for link in page.links:
            target, anchor = urldefrag(unquote(link))
            assert "://" not in target, (name, link)
            there = ((course / name).parent / target).resolve() if target else course / name
            assert there.is_file(), (name, link)
            if anchor:
                inside = there.relative_to(course.resolve()).as_posix() if target else name
                assert anchor in pages[inside].ids, (name, link)
            count += 1
    assert count > 200


def test_students_are_led_to_all_that_is_theirs_and_to_no_key(
    course: Path, pages: dict[str, _Page]
) -> None:
    theirs = [name for name in pages if not name.startswith("teacher/")]
    links = {
        (course / name).parent.joinpath(unquote(urldefrag(link)[0])).resolve()
        for name in theirs
        for link in pages[name].links
    }
    led = {path.relative_to(course.resolve()).as_posix() for path in links if path.is_file()}
    assert not any(name.startswith("teacher/") for name in led)
    files = {p.relative_to(course).as_posix() for p in course.rglob("*") if p.is_file()}
    assert {n for n in files if not n.startswith("teacher/")} - led <= {MANIFEST}


def test_pages_have_their_language_direction_and_ids_of_their_own(
    pages: dict[str, _Page],
) -> None:
    for name, page in pages.items():
        assert (page.language, page.direction) == (WHOLE, "rtl"), name
        assert len(page.ids) == len(set(page.ids)), name


def test_the_manifest_lists_what_the_package_holds(course: Path) -> None:
    root = ET.fromstring((course / MANIFEST).read_bytes())
    assert root.tag == f"{CP}manifest"
    assert root.findtext(f"{CP}metadata/{CP}schema") == "IMS Content"
    assert root.findtext(f"{CP}metadata/{CP}schemaversion") == "1.1.4"
    assert [child.tag.removeprefix(CP) for child in root] == [
        "metadata", "organizations", "resources",
    ]  # fmt: skip
    ids = [e.get("identifier") for e in root.iter() if e.get("identifier")]
    assert len(ids) == len(set(ids))
    # An XML name: no digit first, nothing but letters, digits, points, hyphens.
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", i or "") for i in ids)
    organizations = root.find(f"{CP}organizations")
    assert organizations is not None
    assert organizations.get("default") in ids
    resources = {r.get("identifier"): r for r in root.iter(f"{CP}resource")}
    items = list(root.iter(f"{CP}item"))
    assert len(items) > 20
    for item in items:
        assert item.findtext(f"{CP}title")
        assert item.get("identifierref") in resources
    listed = set()
    for resource in resources.values():
        assert resource.get("type") == "webcontent"
        hrefs = [unquote(f.get("href") or "") for f in resource.findall(f"{CP}file")]
        assert unquote(resource.get("href") or "") in hrefs
        listed |= set(hrefs)
    with zipfile.ZipFile(course / "teacher" / "course.zip") as package:
        assert package.testzip() is None
        names = package.namelist()
        assert names[0] == MANIFEST
        assert set(names[1:]) == listed
        assert not [name for name in names if name.startswith("teacher")]
        for name in names:
            assert package.read(name) == (course / name).read_bytes()


def test_question_banks_are_read_by_others(course: Path) -> None:
    for number in range(1, 5):
        bank = course / "teacher" / "quizzes" / f"unit-{number}"
        gift = parseFile(io.StringIO(Path(f"{bank}.gift.txt").read_text(encoding="utf-8")))
        assert all(q.valid for q in gift)
        moodle = ET.fromstring(Path(f"{bank}.moodle.xml").read_bytes())
        asked = [q for q in moodle.iter("question") if q.get("type") != "category"]
        assert len(gift) == len(asked) == BANK


def test_the_case_and_its_key_are_apart(course: Path) -> None:
    key = json.loads((course / "teacher" / "case" / "key.json").read_bytes())
    assert key["items"]
    book = openpyxl.load_workbook(course / "case" / "workbook.xlsx")
    assert len(book.sheetnames) >= 3
    assert key["code"] in (course / "case" / "case.html").read_text(encoding="utf-8")
    assert sorted(p.name for p in (course / "case").iterdir()) == [
        "case.docx", "case.html", "facts.nt", "workbook.xlsx",
    ]  # fmt: skip


def test_handouts_of_students_have_no_answers(course: Path, pages: dict[str, _Page]) -> None:
    handouts = sorted((course / "lessons").glob("*.html"))
    assert len(handouts) == 8
    for path in handouts:
        full = course / "teacher" / "lessons" / f"{path.stem}-answers.html"
        ours, whole = (p.read_text(encoding="utf-8").count("<section") for p in (path, full))
        assert ours < whole
    assert len(list((course / "teacher" / "lessons").glob("*.pptx"))) == 8


def test_the_explorer_is_one_file_with_the_engine_in_it(course: Path) -> None:
    text = html.unescape((course / "explorer.html").read_text(encoding="utf-8"))
    assert "connect-src 'none'" in text
    assert "wasm-unsafe-eval" in text
