"""The gate over whole folders: places, waivers, rules, catalogues, files that are no Turtle."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT
from tpgraph.errors import OntologyError
from tpgraph.reason.build import Built
from tpgraph.reason.gate import files, letters, records, run
from tpgraph.reason.gate.places import Places
from tpgraph.reason.gate.report import Fault, GateReport, render
from tpgraph.reason.gate.source import TPG, Source
from tpgraph.reason.gate.waivers import Waiver, load_waivers, waive
from tpgraph.reason.ontology import check_ontology
from tpgraph.reason.owl import Classification

ONTOLOGY = ROOT / "ontology"
KIND = """
tpg:ZzDangler a owl:Class ; rdfs:subClassOf tpg:InStoreTouchpoint ; dcterms:source tpg:seed004 ;
    skos:prefLabel "Zz dangler"@en , "Zz wobbler"@ro , "Zz воблер"@ru , "Zz pendaglio"@it .
"""


class Broken(NamedTuple):
    """A copy of the ontology with faults of several sorts, and what the gate says of it."""

    folder: Path
    steps: list[str]
    report: GateReport


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copied(tmp_path)


def copied(into: Path) -> Path:
    folder = into / "ontology"
    shutil.copytree(ONTOLOGY, folder, ignore=shutil.ignore_patterns("generated"))
    return folder


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Broken:
    """One run of the whole gate for all who look at what it says: it takes many seconds."""
    folder = copied(tmp_path_factory.mktemp("broken"))
    append(folder / "kinds" / "in_store.ttl", KIND)
    append(folder / "terms.tsv", "ZzGone\t0.1.0\n")
    rows = schema_mappings(folder)
    mapped = rows.read_text(encoding="utf-8").replace("tpg:Coupon\t", "tpg:ZzCoupon\t")
    rows.write_text(mapped, encoding="utf-8")
    steps: list[str] = []
    report = check_ontology(folder, with_reasoners=False, progress=steps.append)
    return Broken(folder, steps, report)


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def schema_mappings(folder: Path) -> Path:
    return next((folder / "mappings").glob("schema*.tsv"))


def fault(check: str = "labels", term: str = TPG + "Coupon", level: str = "error") -> Fault:
    return Fault(level, check, term, "ontology/kinds/x.ttl", 41, 1, "It is wrong", "Mend it")


def test_a_fault_reads_like_a_compilers() -> None:
    assert render(fault()) == (
        "ontology/kinds/x.ttl:41:1: error: [labels] It is wrong. Mend: Mend it."
    )


def test_warnings_do_not_fail_and_errors_do() -> None:
    assert GateReport((fault(level="warning"),), ()).sound
    assert not GateReport((fault(level="warning"), fault()), ()).sound


def test_a_new_kind_is_told_what_it_lacks_and_where(broken: Broken) -> None:
    _, steps, report = broken
    text = (ONTOLOGY / "kinds" / "in_store.ttl").read_text(encoding="utf-8")
    line = text.count("\n") + 2
    assert not report.sound
    told = [x for x in report.faults if x.term == TPG + "ZzDangler"]
    assert {x.check for x in told} >= {"labels", "definitions"}
    assert {(x.file, x.line, x.column) for x in told} == {("ontology/kinds/in_store.ttl", line, 1)}
    labels = next(x for x in report.lines if "[labels] tpg:ZzDangler" in x)
    assert labels.startswith(f"ontology/kinds/in_store.ttl:{line}:1: error: ")
    assert "none in Persian" in labels
    assert "shapes" in steps
    assert report.summary[-1].startswith("ontology: ")


def test_a_text_is_placed_on_its_own_line(source: Source) -> None:
    place = source.places.of(TPG + "Coupon", "Coupon")
    named = (ROOT / place.file).read_text(encoding="utf-8").splitlines()[place.line - 1]
    assert named[place.column - 1 :].startswith('"Coupon"@en')
    declared = source.places.of(TPG + "Coupon")
    assert (
        (ROOT / declared.file)
        .read_text(encoding="utf-8")
        .splitlines()[declared.line - 1]
        .startswith("tpg:Coupon a owl:Class")
    )


def test_places_see_through_comments_strings_and_brackets(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(
        "@prefix tpg: <https://w3id.org/tpgraph/ontology#> .\n"
        '# tpg:No a owl:Class .\ntpg:A tpg:b "x. tpg:No a" . tpg:B a tpg:C ;\n'
        "  tpg:d [ tpg:e 1.5 ; tpg:f ( tpg:g ) ] .\n  <urn:x> a tpg:C .\n"
        "tpg:A a tpg:C .\n",
        encoding="utf-8",
    )
    places = Places([path], tmp_path)
    found = {
        name: (places.of(iri).line, places.of(iri).column)
        for name, iri in (
            ("A", TPG + "A"),
            ("B", TPG + "B"),
            ("x", "urn:x"),
            ("No", TPG + "No"),
            ("e", TPG + "e"),
        )
    }
    assert found == {"A": (6, 1), "B": (3, 29), "x": (5, 3), "No": (1, 1), "e": (1, 1)}


def test_a_file_that_is_no_turtle_is_named(copy: Path) -> None:
    (copy / "kinds" / "broken.ttl").write_text("tpg:Coupon a", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"broken\.ttl: not Turtle"):
        check_ontology(copy, with_reasoners=False)


# ---------------------------------------------------------------------------------- waivers


def test_every_waiver_has_a_reason_one_can_read() -> None:
    waivers = load_waivers(ONTOLOGY / "pitfalls" / "waivers.toml")
    assert waivers
    assert [w.check for w in waivers if len(w.reason.split()) < 6] == []


def test_waivers_name_checks_that_there_are(source: Source) -> None:
    from tpgraph.reason.gate import shapes

    checks = {*run.finders(source), *shapes.names(source)}
    waivers = load_waivers(ONTOLOGY / "pitfalls" / "waivers.toml")
    assert {w.check for w in waivers} <= checks


def test_a_waiver_waives_its_check_and_term_only() -> None:
    other = fault(term=TPG + "Leaflet")
    waiver = Waiver("labels", "tpg:Coupon", "because", 3)
    remaining, waived = waive([fault(), other, fault("notes")], [waiver], "w.toml", ["labels"])
    assert waived == [fault()]
    assert remaining == [other, fault("notes")]


def test_a_waiver_for_all_terms_waives_all() -> None:
    remaining, waived = waive(
        [fault(), fault(term=TPG + "Leaflet")], [Waiver("labels", "*", "r", 3)], "w", ["labels"]
    )
    assert (len(remaining), len(waived)) == (0, 2)


def test_a_waiver_that_waives_nothing_is_an_error_once_its_check_ran() -> None:
    idle = Waiver("labels", "tpg:Coupon", "because", 3)
    remaining, _ = waive([], [idle], "ontology/pitfalls/waivers.toml", ["labels"])
    assert [(x.check, x.level, x.line) for x in remaining] == [("waivers", "error", 3)]
    assert waive([], [idle], "w", ["notes"])[0] == []


@pytest.mark.parametrize(
    "text",
    [
        '[[waiver]]\ncheck = "labels"\nterm = "*"\n',
        '[[waiver]]\ncheck = "labels"\nterm = "*"\nreason = " "\n',
        "[[waiver]\n",
    ],
)
def test_a_waiver_without_reason_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match=r"waivers\.toml"):
        load_waivers(path)


# ---------------------------------------------------------------------- rules, queries, generated


def test_a_rule_that_breaks_the_rules_for_rules_is_found(copy: Path) -> None:
    rule = sorted((copy / "rules" / "gaps").glob("*.rq"))[0]
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text.replace("WHERE {", "WHERE { BIND (NOW() AS ?now)", 1), encoding="utf-8")
    found = [f for f in files.find_in_rules(copy) if f.check == files.RULES]
    assert [f.file for f in found] == [f"ontology/rules/gaps/{rule.name}"]
    assert "NOW()" in found[0].message
    assert not list(files.find_in_rules(ONTOLOGY))


def test_rules_and_queries_without_entry_or_file_are_found(copy: Path) -> None:
    rule = sorted((copy / "rules" / "gaps").glob("*.rq"))[0]
    rule.rename(rule.with_stem("zz-new-rule"))
    query = sorted((copy / "queries").glob("*.rq"))[0]
    query.rename(query.with_stem("zz-new-query"))
    found = [*files.find_in_rules(copy), *files.find_in_queries(copy)]
    told = [f.message for f in found if f.check == files.CATALOGUE]
    assert len(told) == 4
    for name in (rule.stem, "zz-new-rule", query.stem, "zz-new-query"):
        assert any(name in message for message in told), name
    assert not list(files.find_in_queries(ONTOLOGY))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("?kind tpg:cannotHave ?value .", "MINUS { ?kind tpg:mustHave ?value }", "no MINUS"),
        ("DISTINCT $this ?path", "?path", "a line must begin with SELECT DISTINCT $this"),
        ("?value ?kind\n", "?value\n", "selects nothing that is called {kind}"),
        ("FILTER EXISTS {", "{ SELECT ?path { ?a ?path ?b } } FILTER EXISTS {", "no subquery"),
        ("WHERE {", "WHERE {{", "not SPARQL 1.1"),
    ],
)
def test_a_check_that_shacl_could_not_run_is_found(
    old: str, new: str, told: str, copy: Path
) -> None:
    path = copy / "checks" / "contradicts-kind.rq"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert any(told in f.message for f in files.find_in_checks(copy))
    assert not list(files.find_in_checks(ONTOLOGY))


def test_checks_without_entry_text_or_file_are_found(copy: Path) -> None:
    (copy / "checks" / "bad-url.rq").rename(copy / "checks" / "worse-url.rq")
    catalogue = copy / "checks" / "catalogue.ttl"
    text = catalogue.read_text(encoding="utf-8")
    romanian = '    tpg:title "Not a scale"@en , "Nu este o scară"@ro'
    assert romanian in text
    catalogue.write_text(text.replace(romanian, '    tpg:title "Not a scale"@en'), encoding="utf-8")
    messages = [f.message for f in files.find_in_checks(copy)]
    assert "The catalogue has no entry for the check worse-url" in messages
    assert any("describes the check bad-url, and there is no such" in m for m in messages)
    assert "bad-scale.rq: the catalogue's title is missing in ro." in messages


def test_stale_files_are_found(tmp_path: Path) -> None:
    from tpgraph import vocabulary

    fresh = Path(vocabulary.__file__).read_text(encoding="utf-8")
    answer = Classification(frozenset(), frozenset(), consistent=True)
    (tmp_path / "generated").mkdir()
    (tmp_path / "generated" / "closure.nt").write_text("old\n", encoding="utf-8")
    built = Built({"generated/closure.nt": "new\n"}, fresh, answer, frozenset())
    found = [f.file for f in files.find_stale(built, tmp_path)]
    assert found == [f"{tmp_path.name}/generated/closure.nt"]


# ---------------------------------------------------------------------------------- letters


@pytest.mark.parametrize(
    "literal",
    [
        '"Știință și viață"@ro',
        '"شبکه‌های اجتماعی"@fa',
        '"می‌شود"@fa',
        '"TV-реклама и PR"@ru',
        '"آن‌ها را می‌بینند"@fa',
        '"Caffè all\'aperto"@it',
        '"نقطهٔ تماس"@fa',
    ],
)
def test_letters_as_they_should_be_are_left_alone(literal: str, source: Source) -> None:
    changed = source.changed(f"INSERT DATA {{ tpg:zzWord skos:definition {literal} }}")
    assert [f for f in letters.find(changed) if f.term == TPG + "zzWord"] == []


def test_alternative_labels_may_be_spelt_as_people_spell(source: Source) -> None:
    changed = source.changed(
        'INSERT DATA { tpg:zzWord skos:altLabel "شبکه های اجتماعی"@fa ; '
        'skos:hiddenLabel "ştiinţă"@ro }'
    )
    assert [f for f in letters.find(changed) if f.term == TPG + "zzWord"] == []


def test_a_term_that_vanished_and_a_mapping_of_none_are_told_where(
    broken: Broken, source: Source
) -> None:
    assert not [*records.find_vanished(source), *records.find_in_mappings(source)]
    found = [x for x in broken.report.faults if x.check in ("vanished-term", "mapping")]
    told = {x.check: x for x in found}
    assert len(found) == 2
    assert set(told) == {"vanished-term", "mapping"}
    gone = told["vanished-term"]
    assert (gone.level, gone.term) == ("error", TPG + "ZzGone")
    text = (ONTOLOGY / "terms.tsv").read_text(encoding="utf-8")
    assert (gone.file, gone.line) == ("ontology/terms.tsv", text.count("\n") + 1)
    wrong = told["mapping"]
    mapped = schema_mappings(broken.folder).read_text(encoding="utf-8")
    assert "ZzCoupon" in mapped.splitlines()[wrong.line - 1]
