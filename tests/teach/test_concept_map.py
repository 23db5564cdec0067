"""Concept maps: what is on them, that nothing overlaps, the exercise and its key, all formats."""

from __future__ import annotations

import io
import struct
import xml.etree.ElementTree as ET
from itertools import combinations, cycle
from pathlib import Path

import pytest

from tests.teach.quiz.lookup import Lookup
from tpgraph.errors import CallError
from tpgraph.model import LANGUAGES
from tpgraph.query.names import TPG
from tpgraph.query.terms import book
from tpgraph.teach.concept_map import ConceptMap, concept_map
from tpgraph.teach.maps.layout import FONT, Scene, laid_out
from tpgraph.teach.maps.measure import width_em, wrapped

TOPICS = ("touchpointCategories", "Touchpoint", "advertising", "Coupon", "SocialMediaEngagement",
          "customerSurvey", "principles", "Shop")  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"


def maps(language: str) -> list[ConceptMap]:
    known = book().sorts
    return [concept_map(f"tpg:{t}", language) for t in TOPICS if TPG + t in known]


def rectangles(scene: Scene) -> list[tuple[float, float, float, float]]:
    boxes = [(b.x - b.width / 2, b.y - b.height / 2, b.x + b.width / 2, b.y + b.height / 2)
             for b in scene.boxes]  # fmt: skip
    for words in scene.words:
        width = max(width_em(line) for line in words.lines) * 13
        height = len(words.lines) * 16
        left = words.x - width / 2
        if words.at_start:
            left = words.x - width if scene.is_rtl else words.x
        boxes.append((left, words.y - height / 2, left + width, words.y + height / 2))
    return boxes


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_overlaps_and_nothing_leaves_the_picture(language: str) -> None:
    upright = cycle((False, True))
    for drawn in maps(language):
        for one in (drawn, drawn.with_blanks(1), drawn.with_blanks(1).key()):
            # Every other one upright: the mistakes are the same in all languages.
            scene = laid_out(one, is_tall=next(upright))
            for a, b in combinations(rectangles(scene), 2):
                apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
                assert apart, (drawn.title, a, b)
            for left, top, right, bottom in rectangles(scene):
                assert min(left, top) >= 0, drawn.title
                assert right <= scene.width, drawn.title
                assert bottom <= scene.height, drawn.title
            for box in scene.boxes:
                assert all(width_em(line) * FONT <= box.width for line in box.lines)


def test_words_are_measured_rather_too_wide() -> None:
    import matplotlib
    from PIL import ImageFont, features

    path = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    font = ImageFont.truetype(str(path), 100)
    assert features.check("raqm")
    b = book()
    for language in LANGUAGES:
        options = {"direction": "rtl"} if language == "fa" else {}
        for iri, sort in b.sorts.items():
            if sort in ("kind", "concept", "scheme"):
                label = b.label(iri, language)
                real = font.getlength(label, **options) / 100  # type: ignore[arg-type]
                assert width_em(label) >= real, label


def test_lines_keep_their_width() -> None:
    lines = wrapped("one two three four five six", 8)
    assert " ".join(lines) == "one two three four five six"
    assert len(lines) > 1
    assert all(width_em(line) <= 8 for line in lines)


def test_links_are_those_of_the_ontology() -> None:
    lookup = Lookup()
    drawn = concept_map("tpg:touchpointCategories", "it")
    members = {n.iri for branch in drawn.root.branches for n in branch.nodes}
    rows = lookup.rows(f"SELECT ?t {{ ?t skos:inScheme <{drawn.root.iri}> }}")
    assert members == {term for (term,) in rows}
    for node in drawn.nodes():
        assert lookup.labels[node.iri, "it"] == node.label
    for branch in concept_map("tpg:Coupon").root.branches:
        if (TPG + "Coupon", branch.relation) in lookup.effective:
            assert {n.iri for n in branch.nodes} == lookup.effective[
                TPG + "Coupon", branch.relation
            ]
    assert TPG + "stage" in {b.relation for b in concept_map("tpg:Coupon").root.branches}


def test_where_documents_disagree_the_line_is_dashed() -> None:
    drawn = concept_map("tpg:SocialMediaEngagement", "en")
    open_values = {node.iri for node in drawn.nodes() if node.disputed}
    assert {TPG + "publicRelations", TPG + "wordOfMouth"} <= open_values
    assert TPG + "virtual" not in open_values
    assert 'stroke-dasharray="5 4"' in drawn.svg()
    assert 'stroke-dasharray="5 4"' not in concept_map("tpg:Coupon").svg()


def test_exercise_hides_what_its_key_tells() -> None:
    drawn = concept_map("tpg:Coupon", "ru")
    exercise = drawn.with_blanks(4)
    hidden = [node.label for node in exercise.blanks()]
    assert [node.number for node in exercise.blanks()] == list(range(1, len(hidden) + 1))
    assert len(hidden) >= 3
    boxes = [line for box in laid_out(exercise).boxes for line in box.lines]
    key = [" ".join(box.lines) for box in laid_out(exercise.key()).boxes if box.number]
    assert not {label for label in hidden if label in boxes}
    assert sorted(key) == sorted(hidden)
    # The words to put in stand below, and nothing else tells them.
    bank = " ".join(line for words in laid_out(exercise).words for line in words.lines)
    assert all(label in bank for label in hidden)
    description = exercise.svg().split("</desc>")[0]
    assert not any(f" {label}," in description for label in hidden)
    assert not any(node.iri.encode() in exercise.graphml() for node in exercise.blanks())
    assert exercise.svg() == drawn.with_blanks(4).svg()
    assert exercise.svg() != drawn.with_blanks(5).svg()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_svg_is_one_picture_that_loads_nothing(language: str) -> None:
    drawn = concept_map("tpg:advertising", language)
    root = ET.fromstring(drawn.svg())
    assert root.tag == f"{SVG}svg"
    assert root.get("direction") == ("rtl" if language == "fa" else "ltr")
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "rect", "polyline", "text"}
    texts = {element.text for element in root.iter(f"{SVG}text")}
    assert drawn.title in texts


def test_png_has_the_size_of_the_scene() -> None:
    drawn = concept_map("tpg:Coupon", "fa")
    picture = drawn.png(1.0)
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    scene = laid_out(drawn)
    assert struct.unpack(">II", picture[16:24]) == (round(scene.width), round(scene.height))
    from PIL import Image

    colours = Image.open(io.BytesIO(picture)).convert("RGB").getcolors(100_000) or []
    assert len(colours) > 20


def test_graphml_is_read_back() -> None:
    import networkx as nx

    drawn = concept_map("tpg:Coupon", "en")
    graph = nx.read_graphml(io.BytesIO(drawn.graphml()))
    assert graph.nodes[TPG + "Coupon"]["label"] == "Coupon"
    assert graph.has_edge(TPG + "Coupon", TPG + "purchase")


def test_an_unknown_topic_is_refused() -> None:
    with pytest.raises(CallError):
        concept_map("zzzzqqq")
