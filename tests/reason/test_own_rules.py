"""A strategist's own rules run beside the built-in ones; a broken one is refused with its place."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tpgraph.cli import main
from tpgraph.errors import RuleError
from tpgraph.pipeline import analyse

AS_OF = date(2026, 11, 22)
SHOP = ROOT / "data" / "bottega_jeans"

RULE = """# A touchpoint that works for retention is rated by customers.
PREFIX tpg: <https://w3id.org/tpgraph/ontology#>
PREFIX rule: <https://w3id.org/tpgraph/rule/>
CONSTRUCT {
  ?finding a tpg:Finding ; tpg:rule rule:unrated-retention ; tpg:ofCompany ?company ;
    tpg:status ?status ; tpg:concerns ?touchpoint ; tpg:severity 0.7 ; tpg:settledBy ?cell .
}
WHERE {
  ?touchpoint tpg:servesGoal tpg:customerRetention ; tpg:ofCompany ?company .
  BIND (EXISTS { ?touchpoint tpg:satisfaction ?any } AS ?rated)
  BIND (EXISTS { ?company tpg:complete tpg:satisfactionColumn } AS ?none)
  BIND (IF(?rated, tpg:ok, IF(?none, tpg:gap, tpg:unknown)) AS ?status)
  ?status tpg:isReported true .
  BIND (IRI(CONCAT(STR(?company), "/finding/", SUBSTR(SHA256(CONCAT("unrated-retention|", STR(?touchpoint))), 1, 20))) AS ?finding)
  BIND (IF(?status = tpg:unknown, IRI(CONCAT(STR(?touchpoint), "#satisfaction")), ?unbound) AS ?cell)
}
"""
ADVICE = """PREFIX tpg: <https://w3id.org/tpgraph/ontology#>
PREFIX rule: <https://w3id.org/tpgraph/rule/>
CONSTRUCT {
  ?candidate a tpg:Candidate ; tpg:rule rule:ask-customers ; tpg:addresses ?finding ;
    tpg:action "record" ; tpg:target ?touchpoint ; tpg:edit "satisfaction={number}" ; tpg:effort "low" .
}
WHERE {
  ?finding tpg:rule rule:unrated-retention ; tpg:status tpg:gap ; tpg:concerns ?touchpoint ; tpg:ofCompany ?company .
  BIND (IRI(CONCAT(STR(?company), "/recommendation/", SUBSTR(SHA256(CONCAT("ask|", STR(?touchpoint))), 1, 20))) AS ?candidate)
}
"""
CATALOGUE = """@prefix tpg: <https://w3id.org/tpgraph/ontology#> .
@prefix rule: <https://w3id.org/tpgraph/rule/> .
rule:unrated-retention a tpg:GapRule ;
    tpg:title "Retention is not rated"@en , "Fidelizzazione non valutata"@it ;
    tpg:gapMessage "Nobody asked customers about {concern}."@en ;
    tpg:unknownMessage "Whether customers were asked about {concern} is not known."@en ;
    tpg:evidence [ tpg:evidenceKind "company" ; tpg:ref "handbook" ; tpg:evidenceText "Our own rule."@en ] .
rule:ask-customers a tpg:RecommendationRule ;
    tpg:title "Ask customers"@en ;
    tpg:adviceMessage "Ask customers about {target}."@en ;
    tpg:evidence [ tpg:evidenceKind "company" ; tpg:ref "handbook" ; tpg:evidenceText "Our own rule."@en ] .
"""


def exit_code(call: list[str]) -> int | str | None:
    """How the command ends."""
    with pytest.raises(SystemExit) as ended:
        main(call)
    return ended.value.code


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a rule, a recommendation and their catalogue."""
    folder = tmp_path / "own"
    (folder / "gaps").mkdir(parents=True)
    (folder / "recommendations").mkdir()
    (folder / "gaps" / "unrated-retention.rq").write_text(RULE)
    (folder / "recommendations" / "ask-customers.rq").write_text(ADVICE)
    (folder / "catalogue.ttl").write_text(CATALOGUE)
    return folder


def test_an_own_rule_finds_and_leaves_the_others_as_they_are(own: Path) -> None:
    before, after = (
        analyse(SHOP, as_of=AS_OF, rules_dir=rules, complete=["satisfaction"])
        for rules in (None, own)
    )
    mine = [f for f in after.all_findings if f.rule == "unrated-retention"]
    assert [f for f in after.all_findings if f not in mine] == before.all_findings
    gaps = {f.labels[f.concerns[0]] for f in mine if f.status == "gap"}
    assert {f.labels[f.concerns[0]] for f in mine if f.status == "ok"} == {"Cassa", "Assistenza clienti"}
    assert {"Scontrino", "Newsletter", "Carta di credito del negozio"} <= gaps
    assert {f.level for f in mine} == {"high"}
    assert mine[0].title == "Retention is not rated"
    assert mine[0].evidence[0].text == "Our own rule."
    advice = [r for r in after.recommendations if r.rule == "ask-customers"]
    assert {f for r in advice for f in r.outcome.closes} == {f.id for f in mine if f.status == "gap"}


def test_an_own_rule_speaks_the_language_it_has(own: Path) -> None:
    found = analyse(SHOP, as_of=AS_OF, rules_dir=own, lang="it")
    mine = [f for f in found.findings if f.rule == "unrated-retention"]
    assert {f.title for f in mine} == {"Fidelizzazione non valutata"}
    assert {f.status for f in mine} == {"unknown"}
    assert {s.column for f in mine for s in f.settled_by} == {"satisfaction"}


def test_both_engines_run_an_own_rule(own: Path) -> None:
    oxigraph, rdflib = (
        [f for f in analyse(SHOP, as_of=AS_OF, rules_dir=own, engine=e).all_findings if f.rule == "unrated-retention"]
        for e in ("oxigraph", "rdflib")
    )
    assert oxigraph == rdflib
    assert oxigraph


def test_the_command_line_takes_own_rules(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["gaps", str(SHOP), "--rules", str(own), "--rule", "unrated-retention", "--status", "all",
            "--format", "json"]  # fmt: skip
    assert exit_code(call) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {f["rule"] for f in answer["findings"]} == {"unrated-retention"}


BROKEN = [
    ("not SPARQL", "gaps/unrated-retention.rq", "SUBSTR(SHA256", "SUBSTR((SHA256", r"unrated-retention\.rq:\d+:\d+: not SPARQL"),
    ("now", "gaps/unrated-retention.rq", "BIND (EXISTS { ?company tpg:complete", "BIND (NOW() AS ?x) BIND (EXISTS { ?company tpg:complete", r"unrated-retention\.rq:11:9: NOW"),
    ("blank node", "gaps/unrated-retention.rq", "?touchpoint tpg:satisfaction ?any", "?touchpoint tpg:satisfaction []", r"unrated-retention\.rq:10:\d+: no blank nodes"),
    ("other name", "gaps/unrated-retention.rq", "rule:unrated-retention", "rule:other", r"unrated-retention\.rq:1:1: .*rule:unrated-retention"),
    ("advice", "recommendations/ask-customers.rq", "tpg:action", "tpg:act", r"ask-customers\.rq:1:1: .*tpg:action"),
    ("no entry", "catalogue.ttl", "rule:ask-customers a", "rule:ask-somebody a", "no entry for ask-customers"),
    ("no evidence", "catalogue.ttl", 'tpg:evidenceKind "company" ; ', "", "unrated-retention|ask-customers"),
    ("no title", "catalogue.ttl", '"Ask customers"@en', '"Chiedi"@it', "ask-customers.*title"),
    ("not Turtle", "catalogue.ttl", "tpg:GapRule ;", "tpg:GapRule", r"catalogue\.ttl: not Turtle"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "before", "after", "words"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN]
)
def test_a_broken_rule_is_refused_with_its_place(
    own: Path, file: str, before: str, after: str, words: str
) -> None:
    path = own / file
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))
    with pytest.raises(RuleError, match=words):
        analyse(SHOP, as_of=AS_OF, rules_dir=own)


def test_a_rule_must_not_take_a_built_in_name(own: Path) -> None:
    (own / "gaps" / "stage-uncovered.rq").write_text(RULE)
    with pytest.raises(RuleError, match="stage-uncovered"):
        analyse(SHOP, as_of=AS_OF, rules_dir=own)


def test_two_statuses_for_one_finding_are_refused(own: Path) -> None:
    path = own / "gaps" / "unrated-retention.rq"
    doubled = RULE.replace(
        "BIND (IF(?rated, tpg:ok, IF(?none, tpg:gap, tpg:unknown)) AS ?status)",
        "VALUES ?status { tpg:gap tpg:unknown }",
    )
    path.write_text(doubled)
    with pytest.raises(RuleError, match="unrated-retention.*more than one status"):
        _ = analyse(SHOP, as_of=AS_OF, rules_dir=own).findings


def test_folders_without_rules_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such folder"):
        analyse(SHOP, as_of=AS_OF, rules_dir=tmp_path / "nowhere")
    with pytest.raises(RuleError, match=r"catalogue\.ttl"):
        analyse(SHOP, as_of=AS_OF, rules_dir=tmp_path)
    (tmp_path / "catalogue.ttl").write_text(CATALOGUE)
    with pytest.raises(RuleError, match=r"no \.rq file"):
        analyse(SHOP, as_of=AS_OF, rules_dir=tmp_path)
    (tmp_path / "unrated-retention.rq").write_bytes(b"\xff\xfe")
    with pytest.raises(RuleError, match="UTF-8"):
        analyse(SHOP, as_of=AS_OF, rules_dir=tmp_path)


def test_a_broken_rule_ends_the_command_with_a_message(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own / "gaps" / "unrated-retention.rq").write_text("nonsense")
    assert exit_code(["gaps", str(SHOP), "--rules", str(own)]) == 2
    told = capsys.readouterr()
    assert "unrated-retention.rq:1:" in told.err
    assert "Traceback" not in told.err
