"""What is taken away from the page: pictures of the whole, tables, linked data, paper."""

from __future__ import annotations

import csv
import io
import re
import struct
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import rdflib
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.views.snapshots import (
    SHOP,
    SHOP_TOUCHPOINTS,
    TPG,
    hostile_snapshot,
    iri,
    large_snapshot,
    shop_snapshot,
)

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"


def export(page: Page, key: str, tmp_path: Path) -> tuple[str, bytes]:
    """The name and the content of what an entry of the menu saves."""
    page.locator("#export").click()
    with page.expect_download() as found:
        page.locator(f"[data-key='export.{key}']").click()
    path = tmp_path / "saved"
    found.value.save_as(path)
    return found.value.suggested_filename, path.read_bytes()


def words(svg: bytes) -> str:
    """All that is written in a drawing, line by line."""
    root = ElementTree.fromstring(svg)
    return "\n".join(text.text or "" for text in root.iter(f"{SVG}text"))


def inside(svg: bytes) -> bool:
    """Whether every text and box begins inside the drawing."""
    root = ElementTree.fromstring(svg)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    places = [
        (float(e.attrib["x"]), float(e.attrib["y"]))
        for tag in ("text", "rect")
        for e in root.iter(SVG + tag)
        if "x" in e.attrib
    ]
    return bool(places) and all(0 <= x <= width and 0 <= y <= height for x, y in places)


@pytest.mark.parametrize(
    ("lang", "size"), [("en", (1280, 700)), ("fa", (1280, 700)), ("en", (390, 844))]
)
def test_a_drawing_of_the_map_holds_all_of_it_whatever_the_window(
    open_page: Open, tmp_path: Path, lang: str, size: tuple[int, int]
) -> None:
    page = open_page(shop_snapshot(lang=lang), "fold=row:!advertising", size=size).page
    name, svg = export(page, "mapSvg", tmp_path)
    assert name == "shop-map.svg"
    text = words(svg)
    for touchpoint, *_ in SHOP_TOUCHPOINTS:
        assert touchpoint in text.replace("\n", " "), touchpoint
    labels = shop_snapshot()["labels"]
    for stage in shop_snapshot()["stages"]:
        assert labels[stage][lang].split()[0] in text
    assert inside(svg)
    # Afterwards the page is as it was.
    if size[0] > 800:
        expect(page.locator("tr.row-folded")).to_have_count(1)
    else:
        expect(page.locator(".journey-list")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_drawing_unfolds_what_the_page_folds(open_page: Open, tmp_path: Path) -> None:
    page = open_page(large_snapshot(300)).page
    _, svg = export(page, "mapSvg", tmp_path)
    found = set(re.findall(r"Account \d+", words(svg)))
    assert found == {f"Account {n + 1}" for n in range(300)}


@pytest.mark.parametrize("lang", ["en", "fa"])
@pytest.mark.parametrize("what", ["map", "network"])
def test_an_image_is_drawn_at_twice_the_size_of_its_drawing(
    open_page: Open, tmp_path: Path, lang: str, what: str
) -> None:
    page = open_page(shop_snapshot(lang=lang)).page
    _, svg = export(page, f"{what}Svg", tmp_path)
    name, png = export(page, f"{what}Png", tmp_path)
    assert name == f"shop-{what}.png"
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    root = ElementTree.fromstring(svg)
    width, height = struct.unpack(">II", png[16:24])
    assert (width, height) == (2 * int(root.attrib["width"]), 2 * int(root.attrib["height"]))
    # Something is to be seen: many colours, not one.
    colours = page.evaluate(
        """async (data) => {
            const image = await createImageBitmap(new Blob([new Uint8Array(data)]));
            const canvas = new OffscreenCanvas(200, 200);
            const context = canvas.getContext("2d");
            context.drawImage(image, 0, 0, 200, 200);
            return new Set(new Uint32Array(context.getImageData(0, 0, 200, 200).data.buffer)).size;
        }""",
        list(png),
    )
    assert colours > 50


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_a_drawing_of_the_network_holds_every_visible_node(
    open_page: Open, tmp_path: Path, lang: str
) -> None:
    snapshot = shop_snapshot(lang=lang)
    page = open_page(snapshot).page
    _, svg = export(page, "networkSvg", tmp_path)
    root = ElementTree.fromstring(svg)
    # The background is a rectangle too.
    shapes = {tag: len(list(root.iter(SVG + tag))) for tag in ("rect", "circle", "polygon", "line")}
    groups = [node["group"] for node in snapshot["network"]["nodes"]]
    assert shapes["rect"] == groups.count("touchpoint") + 1
    assert shapes["polygon"] == groups.count("gap") + groups.count("recommendation")
    assert shapes["rect"] - 1 + shapes["polygon"] + shapes["circle"] == len(groups)
    assert shapes["line"] == len(snapshot["network"]["edges"])
    assert "Shop window" in words(svg)
    assert inside(svg)


def test_the_table_holds_what_is_visible_and_no_formula(open_page: Open, tmp_path: Path) -> None:
    names = ('=HYPERLINK("http://evil.example")', 'a "quoted", name\nin two lines')
    page = open_page(hostile_snapshot(names)).page
    name, content = export(page, "csv", tmp_path)
    assert name == "shop-visible.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    kinds = [row["What it is"] for row in rows]
    assert kinds.count("Touchpoint") == len(SHOP_TOUCHPOINTS)
    assert kinds.count("Gap") == 3
    assert kinds.count("Recommendation") == 2
    assert rows[0]["Name"] == "'" + names[0]
    assert rows[1]["Name"] == names[1]
    assert rows[1]["Category"] == "Advertising | Direct marketing"
    page.locator("#filters").get_by_label("Purchase").first.check()
    page.locator("#filters").get_by_label("Touchpoints").check()
    _, content = export(page, "csv", tmp_path)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row["Name"] for row in rows] == ["Shop assistants", "Cashier", "Jeans sale"]


def test_the_table_speaks_the_readers_language(open_page: Open, tmp_path: Path) -> None:
    page = open_page(shop_snapshot(lang="fa")).page
    _, content = export(page, "csv", tmp_path)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    labels = shop_snapshot()["labels"]
    assert rows[1][4] == labels[iri("needRecognition")]["fa"]


def test_the_findings_are_the_same_as_linked_data(open_page: Open, tmp_path: Path) -> None:
    snapshot = hostile_snapshot(('quote " back\\slash\nline \u202e', "<x> {y}"))
    page = open_page(snapshot).page
    name, content = export(page, "turtle", tmp_path)
    assert name == "shop-findings.ttl"
    graph = rdflib.Graph().parse(data=content, format="turtle")
    tpg = rdflib.Namespace(TPG)
    findings = set(graph.subjects(rdflib.RDF.type, tpg.Finding))
    assert findings == {rdflib.URIRef(f["id"]) for f in snapshot["findings"]}
    for finding in snapshot["findings"]:
        subject = rdflib.URIRef(finding["id"])
        assert graph.value(subject, tpg.status) == tpg[finding["status"]]
        assert str(graph.value(subject, tpg.rule)).endswith("/rule/" + finding["rule"])
        assert set(graph.objects(subject, tpg.concerns)) == {
            rdflib.URIRef(c) for c in finding["concerns"]
        }
        assert float(str(graph.value(subject, tpg.severity))) == finding["severity"]
        titles = {
            t.language for t in graph.objects(subject, tpg.title) if isinstance(t, rdflib.Literal)
        }
        assert titles == set(snapshot["langs"])
    fair = rdflib.URIRef(f"{SHOP}/recommendation/0001")
    assert set(graph.objects(fair, tpg.closes)) == {
        rdflib.URIRef(f"{SHOP}/finding/{n}") for n in ("0001", "0002")
    }
    messages = [str(m) for m in graph.objects(fair, tpg.message)]
    assert any("quote" in m and "\u202e" in m and "\n" in m for m in messages)


def _pages(pdf: bytes) -> list[tuple[float, float]]:
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf)
    return [(float(w), float(h)) for w, h in boxes]


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_on_paper_the_map_fits_one_page_and_lists_follow(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang), "handovers=1", size=(1280, 800)).page
    pages = _pages(page.pdf(prefer_css_page_size=True))
    assert all(width > height for width, height in pages)
    # Map, coverage, what is missing, what to do.
    assert len(pages) == 4
    # Printing leaves no traces.
    expect(page.locator("#print-lists")).to_be_empty()
    expect(page.locator(".journey .head-col")).to_have_count(6)
    expect(page.locator("#side")).to_be_visible()


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_the_printed_map_is_whole_and_as_wide_as_its_page(open_page: Open, lang: str) -> None:
    page = open_page(shop_snapshot(lang=lang), size=(1280, 800)).page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    # A4 landscape inside its margins, at 96 pixels an inch.
    page.set_viewport_size({"width": 1040, "height": 718})
    box = _box(page, "#map")
    assert box["width"] <= 1040
    assert box["height"] <= 718
    head = _box(page, ".journey .head-col:last-child")
    assert head["x"] >= 0
    assert head["x"] + head["width"] <= 1040
    expect(page.locator("#print-lists .print-entry").first).to_be_visible()
    expect(page.locator(".tools")).to_be_hidden()


def _box(page: Page, selector: str) -> Any:
    box = page.locator(selector).bounding_box()
    assert box
    return box
