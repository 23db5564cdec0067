"""The mappings to other vocabularies: the shipped ones are sound, and each fault is found."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tpgraph.errors import OntologyError
from tpgraph.reason.gate.report import Fault
from tpgraph.reason.mappings import (
    COLUMNS,
    HEAD,
    MATCHES,
    Mapping,
    faults,
    mapping_sets,
    mappings,
    seen,
)
from tpgraph.reason.source import SKOS, TPG, Source
from tpgraph.reason.term_list import terms

SHIPPED = ROOT / "ontology" / "mappings"
SCHEMA = "https://schema.org/"
# The default channel groups of Google Analytics 4, in the order of their rules.
CHANNELS = (
    "Direct",
    "Cross-network",
    "Paid Shopping",
    "Paid Search",
    "Paid Social",
    "Paid Video",
    "Display",
    "Paid Other",
    "Organic Shopping",
    "Organic Social",
    "Organic Video",
    "Organic Search",
    "Referral",
    "Email",
    "Affiliates",
    "Audio",
    "SMS",
    "Mobile Push Notifications",
    "AI Assistant",
    "Unassigned",
    "(other)",
)

SMALL_HEAD = """\
#curie_map:
#  tpg: "https://w3id.org/tpgraph/ontology#"
#  skos: "http://www.w3.org/2004/02/skos/core#"
#  semapv: "https://w3id.org/semapv/vocab/"
#  ex: "https://example.org/"
#mapping_set_id: "https://example.org/mappings/small"
#mapping_set_version: "1.0"
#mapping_set_title: "A small one"
#license: "https://creativecommons.org/licenses/by/4.0/"
#creator_label:
#  - "Somebody"
#subject_source: "tpg:all"
#object_source: "ex:vocabulary"
#object_source_version: "2"
#mapping_date: "2026-01-31"
"""
SMALL_SEEN = "# What was seen.\nhttps://example.org/A\tThe A\t2\nhttps://example.org/B\tThe B\t2\n"
LABELS = {TPG + "Coupon": "Coupon", TPG + "Leaflet": "Leaflet", TPG + "url": ""}


def row(**other: str) -> str:
    cells = {
        "subject_id": "tpg:Coupon",
        "subject_label": "Coupon",
        "predicate_id": "skos:exactMatch",
        "object_id": "ex:A",
        "object_label": "The A",
        "mapping_justification": "semapv:ManualMappingCuration",
        "author_label": "Somebody",
        "confidence": "0.9",
        "comment": "Because.",
    } | other
    return "\t".join(cells[name] for name in COLUMNS) + "\n"


def write(
    folder: Path, *rows: str, head: str = SMALL_HEAD, listed: str = SMALL_SEEN, header: str = ""
) -> Path:
    """A folder with one small file of mappings."""
    (folder / "mappings" / "seen").mkdir(parents=True)
    text = head + (header or "\t".join(COLUMNS)) + "\n" + "".join(rows)
    (folder / "mappings" / "small.sssom.tsv").write_text(text, encoding="utf-8")
    (folder / "mappings" / "seen" / "small.txt").write_text(listed, encoding="utf-8")
    return folder


def found(folder: Path) -> list[Fault]:
    return list(faults(LABELS, folder))


# --------------------------------------------------------------------------------- what is shipped


@pytest.fixture(scope="module")
def labels() -> dict[str, str]:
    source = Source()
    return {
        TPG + term: dict(source.labels(TPG + term, SKOS + "prefLabel")).get("en", "")
        for term in terms(source)
    }


def test_nothing_is_wrong_with_the_shipped_mappings(labels: dict[str, str]) -> None:
    assert list(faults(labels)) == []


def test_every_file_is_read_and_has_rows() -> None:
    files = {path.name.removesuffix(".sssom.tsv") for path in SHIPPED.glob("*.tsv")}
    sets = {each.name: each for each in mapping_sets()}
    assert sets.keys() == files
    assert {"schema.org", "ga4"} <= files
    assert {path.stem for path in (SHIPPED / "seen").iterdir()} == files
    assert all(each.mappings for each in sets.values())
    assert sum(len(each.mappings) for each in sets.values()) == len(mappings())
    assert len({each.head["mapping_set_id"] for each in sets.values()}) == len(sets)
    lines = (SHIPPED / "schema.org.sssom.tsv").read_text(encoding="utf-8").splitlines()
    first = sets["schema.org"].mappings[0]
    assert lines[first.line - 1].split("\t")[1] == first.subject_label


def test_every_channel_of_analytics_is_mapped() -> None:
    rows = [m for m in mappings() if m.file == "mappings/ga4.sssom.tsv"]
    assert set(CHANNELS) == {m.object_label for m in rows} - {"Default channel group"}
    # What may be public relations as well as word of mouth is never more than related, and says so.
    for channel in ("Organic Social", "Organic Video", "Referral"):
        ambiguous = [m for m in rows if m.object_label == channel]
        assert {"publicRelations", "wordOfMouth"} <= {m.subject.split("#")[1] for m in ambiguous}
        assert {m.match for m in ambiguous} == {"relatedMatch"}
        assert all(m.comment.startswith("Ambiguous") for m in ambiguous)
    # Nothing is read into a visit of which nothing is known.
    for channel in ("Direct", "Unassigned", "(other)"):
        assert {m.match for m in rows if m.object_label == channel} == {"relatedMatch"}


def test_some_mappings_that_are_known_from_the_definitions() -> None:
    by_pair = {(m.subject.removeprefix(TPG), m.object): m.match for m in mappings()}
    assert by_pair["FaqPage", SCHEMA + "FAQPage"] == "exactMatch"
    # An ExhibitionEvent may also be held in a museum.
    assert by_pair["TradeShow", SCHEMA + "ExhibitionEvent"] == "broadMatch"
    # The owner of a touchpoint answers for it; the owner in schema.org possesses it.
    assert by_pair["owner", SCHEMA + "owner"] == "relatedMatch"
    # The return on advertising is not the return on investment.
    roas = "https://ns.adobe.com/xdm/roas"
    assert by_pair["returnOnMarketingInvestment", roas] == "relatedMatch"
    assert by_pair["ClothingShop", "https://w3id.org/tpgraph/openooh#210"] == "closeMatch"


def test_all_five_matches_occur_and_exact_ones_are_the_fewer() -> None:
    counts = Counter(m.match for m in mappings())
    assert set(counts) == set(MATCHES)
    assert counts["exactMatch"] < counts["broadMatch"]


def test_the_readme_names_every_file_with_its_version() -> None:
    text = (SHIPPED / "README.md").read_text(encoding="utf-8")
    table = {
        name: line for line in text.splitlines() for name in re.findall(r"^\| `([\w.-]+)` \|", line)
    }
    sets = mapping_sets()
    assert table.keys() == {each.name for each in sets}
    for each in sets:
        if each.name != "ga4":
            assert each.version.split(",")[0] in table[each.name]


def test_a_removed_object_or_subject_is_missed(tmp_path: Path, labels: dict[str, str]) -> None:
    shutil.copytree(SHIPPED, tmp_path / "mappings")
    listed = tmp_path / "mappings" / "seen" / "schema.org.txt"
    text = listed.read_text(encoding="utf-8")
    listed.write_text(re.sub(r"(?m)^https://schema\.org/Store\t.*\n", "", text), encoding="utf-8")
    left = {iri: label for iri, label in labels.items() if iri != TPG + "SmsMessage"}
    wrong = list(faults(left, tmp_path))
    assert {f.term for f in wrong if "not among" in f.message} == {
        m.subject for m in mappings() if m.object == SCHEMA + "Store"
    }
    assert {f.term for f in wrong if "no term" in f.message} == {TPG + "SmsMessage"}


# ------------------------------------------------------------------------------------ reading rows


def test_a_row_is_read_whole(tmp_path: Path) -> None:
    folder = write(tmp_path, row(), row(subject_id="tpg:url", object_id="ex:B", comment=""))
    first, second = mappings(folder)
    assert first == Mapping(
        TPG + "Coupon",
        "Coupon",
        "exactMatch",
        "https://example.org/A",
        "The A",
        "https://w3id.org/semapv/vocab/ManualMappingCuration",
        "Somebody",
        0.9,
        "Because.",
        "mappings/small.sssom.tsv",
        17,
    )
    assert first.predicate == SKOS + "exactMatch"
    assert (second.subject, second.comment, second.line) == (TPG + "url", "", 18)
    (small,) = mapping_sets(folder)
    assert (small.name, small.file, small.version) == ("small", "mappings/small.sssom.tsv", "2")
    assert small.prefixes["ex"] == "https://example.org/"
    assert small.head["creator_label"] == ("Somebody",)


def test_sound_rows_have_no_fault(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        row(comment=""),
        row(predicate_id="skos:broadMatch", object_id="ex:B", object_label="The B"),
    )
    assert found(folder) == []


def test_no_folder_no_mappings(tmp_path: Path) -> None:
    assert mappings(tmp_path) == ()


@pytest.mark.parametrize("key", HEAD)
def test_what_the_head_leaves_out_is_named(tmp_path: Path, key: str) -> None:
    # A name with what is indented below it.
    head = re.sub(rf"(?m)^#{key}:.*\n(?:# .*\n)*", "", SMALL_HEAD)
    assert head != SMALL_HEAD
    with pytest.raises(OntologyError, match=rf"sssom\.tsv:1: the head says nothing of {key}"):
        mappings(write(tmp_path, row(), head=head))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("#license: ", "#license ", r":9: .* is not `#name: value`"),
        ("#license: ", "#mapping_set_id: ", ":9: mapping_set_id stands in the head twice"),
        ('#license: "', '#license: &"', ":9: .* needs double quotes"),
        ("#  semapv:", "#  skos:", ":4: skos has no value, or stands there twice"),
        ("#creator_label:\n", "", r":10: a list entry without a name"),
        ("2026-01-31", "31.1.2026", ":1: mapping_date is no day"),
        ('"ex:vocabulary"', '"other:vocabulary"', ":1: object_source other:vocabulary: .* prefix"),
        ('"ex:vocabulary"', '"a vocabulary"', ":1: object_source 'a vocabulary' is no CURIE"),
    ],
)
def test_a_broken_head_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    head = SMALL_HEAD.replace(old, new, 1)
    assert head != SMALL_HEAD
    with pytest.raises(OntologyError, match=r"mappings/small\.sssom\.tsv" + message):
        mappings(write(tmp_path, row(), head=head))


@pytest.mark.parametrize(
    "columns",
    [COLUMNS[:-1], (*COLUMNS, "predicate_modifier"), (*COLUMNS[:-1], "remark"), ("subject_id",)],
)
def test_other_columns_are_refused(tmp_path: Path, columns: tuple[str, ...]) -> None:
    with pytest.raises(OntologyError, match=r"small\.sssom\.tsv:16: the columns are"):
        mappings(write(tmp_path, row(), header="\t".join(columns)))


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"object_id": "nowhere:A"}, "object_id nowhere:A: the curie_map has no prefix nowhere"),
        ({"object_id": "https://example.org/A"}, "object_id .*: the curie_map has no prefix https"),
        ({"subject_id": "Coupon"}, "subject_id 'Coupon' is no CURIE"),
        ({"subject_id": "ex:Coupon"}, "subject_id ex:Coupon is no term of tpgraph"),
        ({"mapping_justification": "by hand"}, "mapping_justification 'by hand' is no CURIE"),
        ({"predicate_id": "skos:broader"}, "predicate_id skos:broader is none of skos:exactMatch"),
        ({"predicate_id": "ex:exactMatch"}, "predicate_id ex:exactMatch is none of"),
        ({"confidence": "high"}, "confidence 'high' is no number"),
        ({"confidence": "1.2"}, "confidence '1.2' is no number"),
        ({"confidence": "0"}, "confidence '0' is no number"),
        ({"confidence": "nan"}, "confidence 'nan' is no number"),
        ({"author_label": " "}, "author_label is empty"),
        ({"comment": "one\ttoo many"}, "10 cells for 9 columns"),
    ],
)
def test_a_broken_row_is_named_with_its_line(
    tmp_path: Path, cells: dict[str, str], message: str
) -> None:
    with pytest.raises(OntologyError, match=r"mappings/small\.sssom\.tsv:18: " + message):
        mappings(write(tmp_path, row(), row(**cells)))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("https://example.org/C\tThe C\n", ":4: not IRI, label and version"),
        ("ex:C\tThe C\t2\n", ":4: not IRI, label and version"),
        ("https://example.org/A\tThe A\t2\n", ":4: <https://example.org/A> .* a second time"),
    ],
)
def test_a_broken_line_of_what_was_seen_is_named(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(OntologyError, match=r"mappings/seen/small\.txt" + message):
        seen("small", write(tmp_path, row(), listed=SMALL_SEEN + line))


def test_a_missing_list_of_what_was_seen_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path, row())
    (folder / "mappings" / "seen" / "small.txt").unlink()
    with pytest.raises(OntologyError, match=r"mappings/seen/small\.txt: cannot be read"):
        found(folder)


# ------------------------------------------------------------------------- checking them together


@pytest.mark.parametrize(
    ("cells", "level", "message"),
    [
        ({"subject_id": "tpg:Cuopon"}, "error", "is no term"),
        ({"subject_label": "Voucher"}, "warning", "label “Voucher” is not the term's"),
        ({"object_id": "ex:C"}, "error", "is not among the identifiers that were seen"),
        ({"object_label": "Some A"}, "error", "label “Some A” is not the one that was seen"),
        ({"predicate_id": "skos:closeMatch", "comment": ""}, "error", "without a comment"),
    ],
)
def test_a_doubtful_row_is_a_fault(
    tmp_path: Path, cells: dict[str, str], level: str, message: str
) -> None:
    (fault,) = found(write(tmp_path, row(**cells)))
    assert (fault.level, fault.file, fault.line) == (level, "mappings/small.sssom.tsv", 17)
    assert message in fault.message


def test_what_was_seen_in_another_version_is_a_fault(tmp_path: Path) -> None:
    head = SMALL_HEAD.replace('source_version: "2"', 'source_version: "3"')
    (fault,) = found(write(tmp_path, row(), head=head))
    assert "seen in version 2, but the head says 3" in fault.message


@pytest.mark.parametrize("match", MATCHES)
def test_two_rows_for_the_same_terms_are_a_fault(tmp_path: Path, match: str) -> None:
    """A row twice, and also exact and broad at once."""
    folder = write(tmp_path, row(), row(predicate_id="skos:" + match))
    (fault,) = found(folder)
    assert fault.line == 18
    assert "mapped in mappings/small.sssom.tsv:17 already, by exactMatch" in fault.message


def test_exact_to_two_of_a_vocabulary_is_a_fault(tmp_path: Path) -> None:
    folder = write(tmp_path, row(), row(object_id="ex:B", object_label="The B"))
    (fault,) = found(folder)
    assert "line 17 says so of the subject too" in fault.message


def test_two_of_ours_exact_to_one_is_a_fault(tmp_path: Path) -> None:
    folder = write(tmp_path, row(), row(subject_id="tpg:Leaflet", subject_label="Leaflet"))
    (fault,) = found(folder)
    assert "line 17 says so of the object too" in fault.message
