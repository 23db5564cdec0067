"""tpgraph merge, and what the other commands say of facts that stand in several files."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.cli.conftest import COMPANY, Company, Tp, require_valid
from tpgraph.text import normalise

CRM = """\
name;owner;stages;plan
window;ana;evaluation;yearly
Till;;purchase;none
Hotline;;post-purchase;
"""


@pytest.fixture
def merged(tp: Tp, company: Company, tmp_path: Path) -> Path:
    """The shop of the other tests, and a list of its customer department."""
    (tmp_path / "crm.csv").write_text(CRM)
    out = tmp_path / "all"
    ran = tp("merge", company(), tmp_path / "crm.csv", "--out", out)
    assert (ran.code, ran.out) == (0, f"{out}: 4 touchpoints, merged of 6 rows in 2 sources.\n")
    assert f"{tmp_path / 'crm.csv'} → crm.csv" in ran.err
    with (out / "company.toml").open("a", encoding="utf-8") as file:
        file.write('complete = ["category", "stages", "modality", "owner", "plan"]\n')
    return out


def test_a_proof_names_every_cell(tp: Tp, merged: Path) -> None:
    listed = tp("gaps", merged, "--status", "all", "--format", "json", "--quiet").json
    require_valid(listed, "findings")
    by_places = {
        (fact["source"], *fact["also"]): finding["id"]
        for finding in listed["findings"]
        for fact in finding["facts"]
        if fact["also"]
    }
    both = ("shop/touchpoints.csv, row 2, column owner", "crm.csv, row 2, column owner")
    assert both in by_places
    text = tp("explain", merged, by_places[both]).out
    assert " | ".join(both) in text
    proof = tp("explain", merged, by_places[both], "--format", "json").json
    require_valid(proof, "findings")
    (fact,) = [f for f in proof["findings"][0]["facts"] if f["also"] == [both[1]]]
    assert fact["source"] == both[0]


def test_a_list_of_one_file_says_nothing_more(tp: Tp, company: Company) -> None:
    listed = tp("gaps", company(), "--status", "all", "--format", "json", "--quiet").json
    facts = [fact for finding in listed["findings"] for fact in finding["facts"]]
    assert facts
    assert all(fact["also"] == [] for fact in facts)


def test_the_graph_has_a_fact_for_every_cell(tp: Tp, merged: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph.ttl"
    assert tp("graph", merged, "--out", out, "--quiet").code == 0
    store = ox.Store()
    store.load(path=str(out), format=ox.RdfFormat.TURTLE)
    rows = store.query(
        "PREFIX tpg: <https://w3id.org/tpgraph/ontology#> "
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
        "SELECT ?file ?row WHERE { ?fact a tpg:Fact ; rdf:predicate tpg:owner ; rdf:object ?o ; "
        'tpg:file ?file ; tpg:row ?row . FILTER (STR(?o) = "Ana") }'
    )
    found = {(row["file"].value, row["row"].value) for row in rows}  # type: ignore[union-attr]
    assert found == {("crm.csv", "2"), ("shop/touchpoints.csv", "2")}
    # What is written is read back with the same facts.
    again = tp("gaps", out, "--format", "json", "--quiet").json
    first = tp("gaps", merged, "--format", "json", "--quiet").json
    assert {f["id"] for f in again["findings"]} == {f["id"] for f in first["findings"]}


def test_check_shows_what_the_sources_differ_in(tp: Tp, merged: Path, tmp_path: Path) -> None:
    (merged / "crm.csv").write_text(CRM.replace("ana", "Ion"))
    ran = tp("check", merged, "--format", "json")
    require_valid(ran.json, "problems")
    (found,) = [p for p in ran.json["problems"] if p["code"] == "sources-differ"]
    for cell in ("crm.csv, row 2, column owner", "shop/touchpoints.csv, row 2, column owner"):
        assert cell in found["message"]
    # It is unknown who owns it, until somebody decides.
    gaps = tp("gaps", merged, "--status", "unknown", "--rule", "unowned-touchpoint", "--quiet")
    assert "Window" in gaps.out
    (merged / "mapping.toml").write_text('[prefer]\nowner = "crm.csv"\n')
    gaps = tp("gaps", merged, "--status", "unknown", "--rule", "unowned-touchpoint", "--quiet")
    assert "Window" not in gaps.out


def test_merge_in_every_language(tp: Tp, company: Company, tmp_path: Path) -> None:
    (tmp_path / "crm.csv").write_text(CRM.replace("ana", "Ion"))
    shop, texts = company(), set()
    for lang in ("en", "ro", "ru", "fa", "it"):
        ran = tp("merge", shop, tmp_path / "crm.csv", "--out", tmp_path / lang, "--lang", lang)
        assert ran.code == 0
        assert "tpgraph check" in ran.err
        texts.add(normalise(ran.out.replace(str(tmp_path / lang), "")))
    assert len(texts) == 5


def test_calls_that_do_not_fit(tp: Tp, company: Company, tmp_path: Path) -> None:
    shop = company()
    assert tp("merge", shop, "--out", tmp_path / "x").code == 2
    assert tp("merge", shop, shop, "--out", shop).code == 2
    other = company(toml=COMPANY.replace("Corner Shop", "Other"), name="other")
    ran = tp("merge", shop, other, "--out", tmp_path / "x")
    assert ran.code == 2
    assert "--company" in ran.err
    assert not (tmp_path / "x").exists()
    ran = tp("merge", shop, other, "--out", tmp_path / "x", "--company", "Both", "--quiet")
    assert (ran.code, ran.err) == (0, "")


def test_the_page_shows_every_cell_and_a_status_in_dispute(merged: Path) -> None:
    from tpgraph.pipeline import analyse
    from tpgraph.views.snapshot import snapshot

    table = (merged / "crm.csv").read_text().replace("plan\n", "plan;status\n", 1)
    table = table.replace("purchase;none\n", "purchase;none;retired\n")
    (merged / "crm.csv").write_text(table)
    own = merged / "shop" / "touchpoints.csv"
    own.write_text(
        own.read_text().replace("channel\n", "channel,status\n").replace("no,,\n", "no,,,active\n")
    )
    analysis = analyse(merged)
    shown = {t["name"]: t for t in snapshot(analysis)["touchpoints"]}
    assert (shown["Till"]["status"], shown["Window"]["status"]) == ("unknown", "active")
    places = [cell["place"] for cell in shown["Window"]["cells"]]
    assert "shop/touchpoints.csv, row 2, column owner | crm.csv, row 2, column owner" in places
    counted = analysis.query("SELECT ?t WHERE { ?t tpg:lifecycle tpg:active }")
    assert analysis.inventory.touchpoints[1].iri not in str(counted.records())


def test_a_marked_copy_has_a_sheet_for_every_source(tp: Tp, merged: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    (merged / "crm.csv").write_text(CRM.replace("Hotline;;", "Hotline;Ion;nowhere and "))
    copy = tmp_path / "marked.xlsx"
    assert tp("check", merged, "--marked", copy).code == 1
    book = load_workbook(copy)
    (sheet,) = [s for s in book.worksheets if s.title.startswith("crm")]
    assert sheet["A4"].value == "Hotline"
    assert "nowhere" in sheet["C4"].comment.text
    assert book.worksheets[0]["A2"].value == "Window"


def test_a_proof_of_several_sources_is_verified(tp: Tp, merged: Path, tmp_path: Path) -> None:
    """The checker knows every cell: a proof that keeps one of two back is refused."""
    listed = tp("gaps", merged, "--status", "all", "--format", "json", "--quiet").json
    found = next(
        finding for finding in listed["findings"] if any(fact["also"] for fact in finding["facts"])
    )
    verified = tp("explain", merged, found["id"], "--verify")
    assert verified.code == 0
    answer = tp("explain", merged, found["id"], "--format", "json")
    require_valid(answer.json, "findings")
    saved = tmp_path / "proof.json"
    saved.write_text(answer.out, encoding="utf-8")
    assert tp("explain", merged, "--check-proof", saved).code == 0
    altered = re.sub(r'"also": \[\s*\{[^]]*\]', '"also": []', answer.out, count=1)
    assert altered != answer.out
    saved.write_text(altered, encoding="utf-8")
    assert tp("explain", merged, "--check-proof", saved).code == 1
