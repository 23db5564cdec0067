"""Every command and option of the contract: what is printed where, and the exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import (
    AS_OF,
    COMPANY,
    PLANTED,
    SHOP,
    SOFTWARE,
    TABLE,
    Company,
    Tp,
    require_valid,
)
from tpgraph.errors import CallError
from tpgraph.model import LANGUAGES
from tpgraph.samples import sample_names

COMMANDS = [
    ("gaps", SHOP, "--status", "all", "--format", "csv"),
    ("recommend", SHOP),
    ("check", SHOP),
    ("concepts",),
    ("concepts", "coupon"),
]
RESULTS = {"graph.html", "graph.ttl", "gaps.csv", "recommendations.csv", "report.xlsx"}


def names(arguments: tuple[str | Path, ...]) -> str:
    return " ".join(a.name if isinstance(a, Path) else a for a in arguments)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("arguments", COMMANDS, ids=names)
def test_a_command_answers_in_every_language(
    tp: Tp, arguments: tuple[str | Path, ...], language: str
) -> None:
    ran = tp(*arguments, "--lang", language)
    assert ran.code == 0
    assert ran.out.strip()
    assert ran.err == ""
    assert "{" not in ran.out  # a slot that nothing filled
    assert "None" not in ran.out.split()


def test_messages_are_in_the_language_asked_for(tp: Tp) -> None:
    answers = {lang: tp("gaps", PLANTED, "--lang", lang).out for lang in LANGUAGES}
    assert len(set(answers.values())) == len(LANGUAGES)
    assert any("\u0600" <= ch <= "\u06ff" for ch in answers["fa"])
    assert any("\u0400" <= ch <= "\u04ff" for ch in answers["ru"])


def test_an_unknown_language_is_refused(tp: Tp) -> None:
    ran = tp("gaps", SHOP, "--lang", "de")
    assert ran.code == 2
    assert "de" in ran.err
    assert ran.out == ""


# ------------------------------------------------------------------------------------- analyze


def test_analyze_writes_all_results_and_says_where(tp: Tp, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = tp("analyze", SHOP, "--out", out)
    assert ran.code == 0
    assert {p.name for p in out.iterdir()} == RESULTS
    assert all(p.stat().st_size > 500 for p in out.iterdir())
    assert "Bottega Jeans" in ran.out
    assert all(name in ran.out for name in RESULTS)


def test_analyze_without_out_writes_beside_where_one_stands(tp: Tp, tmp_path: Path) -> None:
    ran = tp("analyze", SHOP)
    assert ran.code == 0
    folders = list((tmp_path / "here" / "tpgraph-out").iterdir())
    assert [{p.name for p in f.iterdir()} for f in folders] == [RESULTS]


def test_analyze_twice_gives_the_same_files(tp: Tp, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert tp("analyze", PLANTED, "--out", tmp_path / name).code == 0
    for name in RESULTS - {"report.xlsx"}:  # a workbook holds the time it was made
        first, second = (tmp_path / n / name for n in ("one", "two"))
        assert first.read_bytes() == second.read_bytes(), name


def test_demo_copies_a_sample_and_analyses_it(tp: Tp, tmp_path: Path) -> None:
    ran = tp("demo", "casa_morgana")
    assert ran.code == 0
    copy = tmp_path / "here" / "casa_morgana"
    assert (copy / "touchpoints.csv").read_bytes() == (PLANTED / "touchpoints.csv").read_bytes()
    assert {p.name for p in (copy / "results").iterdir()} == RESULTS
    # What somebody changed in the copy is left alone by the second run.
    table = copy / "touchpoints.csv"
    table.write_text("name,type\nOnly one,Coupon\n", encoding="utf-8")
    again = tp("demo", "casa_morgana")
    assert again.code == 0
    assert table.read_text(encoding="utf-8") == "name,type\nOnly one,Coupon\n"


def test_demo_of_a_sample_that_does_not_exist_names_those_that_do(tp: Tp) -> None:
    ran = tp("demo", "nowhere")
    assert ran.code == 2
    assert all(name in ran.err for name in sample_names())


@pytest.mark.parametrize("suffix", ["html", "graphml", "gexf", "ttl", "trig"])
def test_graph_writes_one_file(tp: Tp, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"network.{suffix}"
    assert tp("graph", SHOP, "--out", path).code == 0
    assert path.stat().st_size > 500
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == [path.name]


def test_graph_refuses_a_suffix_it_does_not_know(tp: Tp, tmp_path: Path) -> None:
    ran = tp("graph", SHOP, "--out", tmp_path / "network.docx")
    assert ran.code == 2
    assert ".graphml" in ran.err


# ---------------------------------------------------------------------------- gaps and explain


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_gaps_lists_gaps_only_unless_asked(tp: Tp, company: Company) -> None:
    folder = company()
    found = {
        status: rows_of(tp("gaps", folder, "--format", "csv", "--status", status).out)
        for status in ("gap", "unknown", "ok", "all")
    }
    for status in ("gap", "unknown", "ok"):
        assert found[status]
        assert {r["status"] for r in found[status]} == {status}
    assert len(found["all"]) == sum(len(found[s]) for s in ("gap", "unknown", "ok"))
    assert rows_of(tp("gaps", folder, "--format", "csv").out) == found["gap"]
    assert {"Till", "Old page"} <= {r["concerns"] for r in found["gap"]}


def test_gaps_of_one_rule(tp: Tp, company: Company) -> None:
    rows = rows_of(tp("gaps", company(), "--rule", "dead-platform", "--format", "csv").out)
    assert [(r["rule"], r["concerns"], r["status"]) for r in rows] == [
        ("dead-platform", "Old page", "gap")
    ]


def test_with_a_rule_the_unknown_ones_of_that_rule_are_counted(tp: Tp) -> None:
    rule = ("--rule", "unreviewed-touchpoint")
    listed = rows_of(tp("gaps", SHOP, *rule, "--status", "unknown", "--format", "csv").out)
    assert f"{len(listed)} answers are unknown" in tp("gaps", SHOP, *rule).out
    assert "answers are unknown" not in tp("gaps", SHOP, "--rule", "dead-platform").out


def test_a_rule_that_does_not_exist_is_refused_with_the_nearest(tp: Tp) -> None:
    ran = tp("gaps", SHOP, "--rule", "dead-platfrom")
    assert ran.code == 2
    assert "dead-platform" in ran.err
    assert ran.out == ""


def test_explain_proves_a_gap(tp: Tp, company: Company) -> None:
    folder = company()
    rows = rows_of(tp("gaps", folder, "--rule", "unowned-touchpoint", "--format", "csv").out)
    assert [r["concerns"] for r in rows] == ["Till"]
    identifier = rows[0]["id"]
    whole = tp("explain", folder, identifier)
    assert whole.code == 0
    assert "unowned-touchpoint" in whole.out
    assert "company.toml, row 4, column complete" in whole.out
    # The beginning that the table shows is enough.
    assert tp("explain", folder, identifier.rsplit("/", 1)[-1][:8]).out == whole.out


def test_explain_in_every_language(tp: Tp) -> None:
    identifier = rows_of(tp("gaps", PLANTED, "--format", "csv").out)[0]["id"]
    told = {tp("explain", PLANTED, identifier, "--lang", lang).out for lang in LANGUAGES}
    assert len(told) == len(LANGUAGES)


def test_explain_of_an_id_that_does_not_exist(tp: Tp) -> None:
    ran = tp("explain", SHOP, "zzzz")
    assert ran.code == 2
    assert "zzzz" in ran.err


# ------------------------------------------------------------------------------ common options


def test_complete_turns_unknown_into_gap(tp: Tp, company: Company) -> None:
    folder = company(toml='name = "Open"\n')
    arguments = ("gaps", folder, "--rule", "category-uncovered", "--format", "csv")
    assert rows_of(tp(*arguments).out) == []
    rows = rows_of(tp(*arguments, "--complete", "category").out)
    # Advertising and word of mouth are stated; the kinds of the rows say nothing of the other five.
    assert {r["status"] for r in rows} == {"gap"}
    assert {"Events and experiences", "Sales promotion"} <= {r["concerns"] for r in rows}
    assert not {"Advertising", "Word of mouth"} & {r["concerns"] for r in rows}


@pytest.mark.parametrize("scopes", ["all", "category,stages", "metrics"])
def test_complete_takes_scopes(tp: Tp, scopes: str) -> None:
    assert tp("gaps", SHOP, "--complete", scopes).code == 0


def test_complete_refuses_what_cannot_be_complete(tp: Tp) -> None:
    ran = tp("gaps", SHOP, "--complete", "stagse")
    assert ran.code == 2
    assert "stages" in ran.err


def test_as_of_decides_whether_a_platform_is_dead(tp: Tp, company: Company) -> None:
    folder = company()
    arguments = ("gaps", folder, "--rule", "dead-platform", "--format", "csv")
    assert len(rows_of(tp(*arguments, as_of="2019-04-01").out)) == 0
    assert len(rows_of(tp(*arguments, as_of="2019-04-02").out)) == 1


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "22.11.2026", ""])
def test_a_day_that_is_no_date_is_refused(tp: Tp, day: str) -> None:
    ran = tp("gaps", SHOP, "--as-of", day, as_of=None)
    assert ran.code == 2
    assert "date" in ran.err


def test_quiet_silences_notices_and_nothing_else(tp: Tp, company: Company) -> None:
    folder = company(TABLE + "Bad,,,moon,,,,,,,\n")
    loud, quiet = tp("gaps", folder), tp("gaps", folder, "--quiet")
    assert "row 5, column stages" in loud.err
    assert quiet.err == ""
    assert quiet.out == loud.out
    assert quiet.code == loud.code == 0


def test_both_engines_answer_alike(tp: Tp, company: Company) -> None:
    arguments = ("gaps", company(), "--status", "all", "--format", "csv")
    assert tp(*arguments, "--engine", "rdflib").out == tp(*arguments).out


def test_an_engine_that_does_not_exist_is_refused(tp: Tp) -> None:
    ran = tp("gaps", SHOP, "--engine", "prolog")
    assert ran.code == 2
    assert "oxigraph" in ran.err
    assert "rdflib" in ran.err


OWN_RULE = """\
PREFIX tpg: <https://w3id.org/tpgraph/ontology#>
PREFIX rule: <https://w3id.org/tpgraph/rule/>
CONSTRUCT {
  ?finding a tpg:Finding ; tpg:rule rule:needs-notes ; tpg:ofCompany ?company ;
    tpg:status ?status ; tpg:concerns ?t ; tpg:severity 0.9 .
}
WHERE {
  ?t tpg:ofCompany ?company ; a tpg:Touchpoint .
  FILTER NOT EXISTS { ?t tpg:notes ?n }
  BIND (tpg:gap AS ?status)
  ?status tpg:isReported true .
  BIND (IRI(CONCAT(STR(?company), "/finding/",
    SUBSTR(SHA256(CONCAT("needs-notes|", STR(?company), "|", STR(?t))), 1, 20))) AS ?finding)
}
"""
OWN_CATALOGUE = """\
@prefix tpg: <https://w3id.org/tpgraph/ontology#> .
@prefix rule: <https://w3id.org/tpgraph/rule/> .
rule:needs-notes a tpg:GapRule ;
  tpg:title "Touchpoint without notes"@en ;
  tpg:gapMessage "{concern} has no notes."@en ;
  tpg:evidence [ tpg:evidenceKind "company" ; tpg:ref "handbook" ; tpg:evidenceText "Ours."@en ] .
"""


def test_own_rules_run_beside_the_built_in_ones(tp: Tp, company: Company, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "needs-notes.rq").write_text(OWN_RULE, encoding="utf-8")
    (rules / "catalogue.ttl").write_text(OWN_CATALOGUE, encoding="utf-8")
    ran = tp("gaps", company(), "--rules", rules, "--format", "csv")
    assert ran.code == 0, ran.err
    found = [r for r in rows_of(ran.out) if r["rule"] == "needs-notes"]
    assert {r["concerns"] for r in found} == {"Window", "Till", "Old page"}
    assert {r["level"] for r in found} == {"high"}
    assert len({r["rule"] for r in rows_of(ran.out)}) > 1


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (OWN_RULE.replace("SHA256", "MD5"), "needs-notes.rq"),
        (OWN_RULE.replace("WHERE {", "WHERE { GRAPH ?g {} "), "GRAPH"),
        (OWN_RULE[:-3], "needs-notes.rq"),
        ("", "needs-notes.rq"),
    ],
)
def test_a_broken_rule_is_refused_by_file(
    tp: Tp, company: Company, tmp_path: Path, broken: str, said: str
) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "needs-notes.rq").write_text(broken, encoding="utf-8")
    (rules / "catalogue.ttl").write_text(OWN_CATALOGUE, encoding="utf-8")
    ran = tp("gaps", company(), "--rules", rules)
    assert ran.code == 2
    assert said in ran.err
    assert ran.out == ""


@pytest.mark.parametrize("state", ["absent", "empty", "broken catalogue"])
def test_a_folder_without_rules_is_refused(
    tp: Tp, company: Company, tmp_path: Path, state: str
) -> None:
    rules = tmp_path / "rules"
    if state != "absent":
        rules.mkdir()
    if state == "broken catalogue":
        (rules / "catalogue.ttl").write_text("this is no Turtle", encoding="utf-8")
        (rules / "needs-notes.rq").write_text(OWN_RULE, encoding="utf-8")
    ran = tp("gaps", company(), "--rules", rules)
    assert ran.code == 2
    assert "rules" in ran.err


# ---------------------------------------------------------------------------------- exit codes

ACCEPT = """
[[accept]]
rule = "dead-platform"
concerns = "Old page"
reason = "Kept as a signpost."
"""


def test_fail_on_counts_the_level_and_what_is_worse(tp: Tp, company: Company) -> None:
    folder = company()
    levels = {r["level"] for r in rows_of(tp("gaps", folder, "--format", "csv").out)}
    assert "high" in levels
    for level in ("low", "medium", "high"):
        assert tp("gaps", folder, "--fail-on", level).code == 1
    assert tp("gaps", folder).code == 0


def test_fail_on_ignores_levels_below(tp: Tp) -> None:
    # Its gaps are of the medium level at most.
    levels = {r["level"] for r in rows_of(tp("gaps", SOFTWARE, "--format", "csv").out)}
    assert levels == {"medium", "low"}
    assert tp("gaps", SOFTWARE, "--fail-on", "high").code == 0
    assert tp("gaps", SOFTWARE, "--fail-on", "medium").code == 1
    assert tp("gaps", SOFTWARE, "--fail-on", "low").code == 1


def test_fail_on_ignores_the_unknown(tp: Tp, company: Company) -> None:
    folder = company("name\nOne\n", 'name = "Open"\n')
    assert len(rows_of(tp("gaps", folder, "--status", "unknown", "--format", "csv").out)) > 5
    assert tp("gaps", folder, "--fail-on", "low").code == 0


@pytest.mark.parametrize(
    ("accept", "shown", "worst_accepted"),
    [
        (ACCEPT, "Kept as a signpost.", True),
        (ACCEPT + "until = 2026-11-22\n", "Kept as a signpost.", True),
        (ACCEPT + "until = 2026-11-21\n", "", False),
        (ACCEPT.replace("Old page", "Till"), "", False),
    ],
    ids=["for good", "until today", "until yesterday", "another touchpoint"],
)
def test_an_accepted_finding_is_shown_and_does_not_count(
    tp: Tp, company: Company, accept: str, shown: str, worst_accepted: bool
) -> None:
    table = TABLE.replace("need-recognition", "need-recognition|evaluation|post-purchase")
    folder = company(table.replace("physical,brand,,,no", "physical,brand,Ion,Window,no"),
                     COMPANY.replace('"stages", ', "") + accept)  # fmt: skip
    rows = rows_of(tp("gaps", folder, "--format", "csv").out)
    [dead] = [r for r in rows if r["rule"] == "dead-platform"]
    assert dead["accepted"] == shown
    others = {r["level"] for r in rows if r is not dead}
    assert "high" not in others
    assert tp("gaps", folder, "--fail-on", "high").code == (0 if worst_accepted else 1)
    if shown:
        assert shown in " ".join(tp("gaps", folder).out.split())


def test_analyze_fails_on_a_level_too_and_still_writes(
    tp: Tp, company: Company, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert tp("analyze", company(), "--out", out, "--fail-on", "high").code == 1
    assert {p.name for p in out.iterdir()} == RESULTS


def test_check_ends_with_one_where_there_are_errors(tp: Tp, company: Company) -> None:
    assert tp("check", company()).code == 0
    assert tp("check", company(TABLE + "Bad,,,moon,,,,,,,\n")).code == 1
    # A warning is none: two touchpoints of one name.
    ran = tp("check", company("name\nA\nA\n", name="twins"))
    assert "warning" in ran.out
    assert ran.code == 0


def test_check_finds_what_contradicts_a_kind(tp: Tp, company: Company) -> None:
    ran = tp("check", company("name,type,modality\nSpot,Radio advertisement,physical\n", name="k"))
    if ran.code == 0:  # the kind is not bound to one modality: take one that is
        ran = tp("check", company("name,type,modality\nFlyer,Leaflet,virtual\n", name="k"))
    assert ran.code == 1
    assert "row 2, column modality: error" in ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("frobnicate",),
        ("gaps",),
        ("gaps", SHOP, "--status", "maybe"),
        ("gaps", SHOP, "--fail-on", "severe"),
        ("gaps", SHOP, "--format", "yaml"),
        ("query", SHOP),
        ("query", SHOP, "no-such-query"),
        ("query", SHOP, "uncovered-stages", "colour=red"),
        ("query", SHOP, "uncovered-stages", "colour"),
        ("query", SHOP, "--text", "SELECT WHERE"),
        ("query", SHOP, "--text", "DELETE WHERE { ?s ?p ?o }"),
        ("query", SHOP, "--text", "SELECT * WHERE { ?s ?p ?o } LIMIT 1", "--format", "ttl"),
        ("query", SHOP, "--file", "absent.rq"),
        ("concepts", "zzzzzzzz"),
        ("graph", SHOP),
        ("import", "accounts", "absent.csv", "--out", "reg"),
        ("ontology", "frobnicate"),
    ],
    ids=lambda a: names(a) or "nothing",
)
def test_a_wrong_call_ends_with_two_and_a_message(
    tp: Tp, tmp_path: Path, arguments: tuple[str | Path, ...]
) -> None:
    ran = tp(*arguments) if arguments else tp("--lang", "en")
    assert ran.code == 2
    assert ran.err.strip()
    assert ran.out == ""
    assert list((tmp_path / "here").iterdir()) == []


@pytest.mark.parametrize(
    "template",
    [
        "SELECT * WHERE { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * WHERE { service silent<URL> { ?s ?p ?o } }",
        'SELECT * WHERE { FILTER ("""a" """ != "x") SERVICE <URL> { ?s ?p "o" } }',
        "SELECT * WHERE { ?s ?p <http://a.example/#x> SERVICE <URL> { ?s ?p ?o } }",
    ],
)
def test_a_service_in_a_query_is_not_called(tp: Tp, template: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        ran = tp("query", SHOP, "--text", template.replace("URL", url))
        with pytest.raises(TimeoutError):
            server.accept()
    assert ran.code == 2
    assert "SERVICE is off" in ran.err
    assert ran.out == ""


def test_the_word_service_may_stand_in_a_query(tp: Tp) -> None:
    text = 'SELECT ("SERVICE" AS ?word) WHERE { } # SERVICE'
    assert "SERVICE" in tp("query", SHOP, "--text", text).out


# ------------------------------------------------------------------------------ queries, import


@pytest.mark.parametrize("code", ["E1", "E3", "E4", "Q1", "Q2", "Q4", "Q5", "Q6", "Q12"])
def test_named_queries_answer_by_code(tp: Tp, code: str) -> None:
    ran = tp("query", PLANTED, code, "--format", "csv")
    assert ran.code == 0
    header, *rows = csv.reader(io.StringIO(ran.out))
    assert header
    assert rows


def test_the_ontology_answers_without_a_company(tp: Tp) -> None:
    alone = tp("query", "E1", "--lang", "it", "--format", "csv")
    assert alone.out == tp("query", SHOP, "seven-touchpoints", "lang=it", "--format", "csv").out
    assert tp("query", "e1", "lang=it", "--format", "csv").out == alone.out
    answer = tp("query", "E1", "--format", "json").json
    assert answer["company"] is None
    require_valid(answer, "rows")
    asked = tp("query", "--text", "ASK { tpg:Coupon ?p ?o }", "--format", "csv")
    assert asked.out.splitlines() == ["answer", "true"]
    refused = tp("query", "Q1")
    assert (refused.code, refused.out) == (2, "")
    assert "company" in refused.err
    assert "uncovered-stages" in tp("query", "uncovered-stage").err


def test_named_queries_answer_in_the_language_asked_for(tp: Tp) -> None:
    assert "Eventi" in tp("query", SHOP, "Q1", "--lang", "it").out
    assert "Events" in tp("query", SHOP, "Q1", "lang=en", "--lang", "it").out


def test_query_takes_text_file_and_standard_input(
    tp: Tp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "SELECT (COUNT(DISTINCT ?t) AS ?n) WHERE { ?t a tpg:Touchpoint ; tpg:ofCompany ?c }"
    by_text = tp("query", SHOP, "--text", text, "--format", "csv")
    assert by_text.out.splitlines() == ["n", "19"]
    path = tmp_path / "count.rq"
    path.write_text(text, encoding="utf-8")
    assert tp("query", SHOP, "--file", path, "--format", "csv").out == by_text.out
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert tp("query", SHOP, "--file", "-", "--format", "csv").out == by_text.out


def test_a_construct_gives_turtle(tp: Tp) -> None:
    text = "CONSTRUCT { ?f a tpg:Finding } WHERE { ?f a tpg:Finding }"
    ran = tp("query", SHOP, "--text", text, "--format", "ttl")
    assert ran.code == 0
    assert "tpg:Finding" in ran.out


def test_concepts_finds_a_term_in_any_language(tp: Tp) -> None:
    cards = {tp("concepts", term).out for term in ("coupon", "Купон", "کوپن", "cupon")}
    assert len(cards) == 1


def test_import_accounts_makes_folders_that_can_be_analysed(tp: Tp, tmp_path: Path) -> None:
    register = tmp_path / "accounts.csv"
    agency = '"[{""id""=>1, ""name""=>""Bureau of Trees""}]"'
    register.write_text(
        "id,organization,account,service_key,short_description,long_description,"
        "service_display_name,service_url,language,agencies,tags,created_at,updated_at\n"
        f"1,Trees,trees,google_plus,,,Google+,https://plus.google.com/1,English,{agency},[],,\n"
        f"2,Trees,trees,twitter,,,Twitter,https://twitter.com/trees,English,{agency},[],,\n",
        encoding="utf-8",
    )
    out = tmp_path / "reg"
    ran = tp("import", "accounts", register, "--out", out)
    assert ran.code == 0
    assert [p.name for p in out.iterdir()] == ["bureau-of-trees"]
    rows = rows_of(tp("gaps", out / "bureau-of-trees", "--format", "csv").out)
    assert [r["rule"] for r in rows] == ["dead-platform"]
    # What is there is not replaced unless asked for.
    assert tp("import", "accounts", register, "--out", out).code == 2
    assert tp("import", "accounts", register, "--out", out, "--overwrite").code == 0


# ------------------------------------------------------------------------------- whole processes


def run_process(*arguments: str, **options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tpgraph", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1", **options},
    )


def test_the_process_ends_with_the_command_s_code() -> None:
    done = run_process("gaps", str(SHOP), "--as-of", AS_OF, "--fail-on", "medium")
    assert done.returncode == 1
    assert "category-uncovered" in done.stdout
    wrong = run_process("gaps", "nowhere-at-all")
    assert wrong.returncode == 2
    assert "nowhere-at-all" in wrong.stderr
    assert "Traceback" not in wrong.stderr


def test_a_terminal_without_unicode_gets_escapes_and_no_traceback() -> None:
    done = run_process("gaps", str(PLANTED), "--lang", "fa", PYTHONUTF8="0",
                       PYTHONIOENCODING="ascii", LC_ALL="C")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "\\u06" in done.stdout


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tpgraph", "concepts", "touchpoint"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        process.wait(timeout=60)
    assert b"Traceback" not in said
    assert b"Exception" not in said


def test_json_can_be_piped_as_it_is() -> None:
    done = run_process("gaps", str(PLANTED), "--format", "json")
    assert json.loads(done.stdout)["schema"] == 1
    assert done.stderr == ""


def test_a_command_s_error_is_one_of_the_tree(tp: Tp, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise CallError("Nothing \x1b[31mfits.")

    monkeypatch.setattr("tpgraph.pipeline.analyse", fails)
    ran = tp("gaps", SHOP)
    assert (ran.code, ran.err) == (2, "tpgraph: Nothing \\u001b[31mfits.\n")


# --------------------------------------------------------------------------------- the ontology


def test_a_card_says_what_the_documents_say_and_where(tp: Tp) -> None:
    ran = tp("concepts", "cuppon")
    assert ran.code == 0
    assert "always Sales promotion" in ran.out
    assert "Document 000 (Romanian), line 11: «cum ar fi cupoane, reduceri»" in ran.out
    assert "our judgement" in ran.out


def test_export_writes_what_is_asked_for(tp: Tp, tmp_path: Path) -> None:
    ran = tp("ontology", "export", "--format", "nt", "--format", "jsonld", "--out", tmp_path / "o")
    assert ran.code == 0
    names_ = ["tpgraph-context.jsonld", "tpgraph.jsonld", "tpgraph.nt"]
    assert sorted(p.name for p in (tmp_path / "o").iterdir()) == names_
    assert [Path(line).name for line in sorted(ran.out.splitlines())] == names_
    assert tp("ontology", "export", "--format", "nt", "--out", tmp_path / "o").code == 0
    (tmp_path / "o" / "tpgraph.nt").write_text("mine", encoding="utf-8")
    refused = tp("ontology", "export", "--format", "nt", "--out", tmp_path / "o")
    assert refused.code == 2
    assert "--force" in refused.err
    assert (tmp_path / "o" / "tpgraph.nt").read_text(encoding="utf-8") == "mine"
    assert tp("ontology", "export", "--format", "nt", "--out", tmp_path / "o", "--force").code == 0


def test_export_goes_to_a_folder_of_its_own(tp: Tp, tmp_path: Path) -> None:
    ran = tp("ontology", "export", "--format", "html", "--lang", "fa")
    folder = tmp_path / "here" / "tpgraph-ontology" / "reference"
    assert (folder / "index.html").is_file()
    assert str(folder / "fa.html") in ran.err


@pytest.mark.parametrize("sound", [True, False])
def test_check_of_the_ontology_ends_with_its_verdict(
    tp: Tp, monkeypatch: pytest.MonkeyPatch, sound: bool
) -> None:
    class Report:
        lines = ("kinds/x.ttl:3:1: error: [label] \x1b[31mno label. Mend: add one.", "1 error")

    Report.sound = sound  # type: ignore[attr-defined]
    monkeypatch.setattr("tpgraph.reason.ontology.check_ontology", lambda **_: Report())
    ran = tp("ontology", "check")
    assert ran.code == (0 if sound else 1)
    assert ran.out.splitlines() == [Report.lines[0].replace("\x1b", "\\u001b"), "1 error"]


def test_check_writes_a_marked_copy_once(tp: Tp, tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text("name,type,modality\nSpot,radio advertisement,physical\n", encoding="utf-8")
    copy = tmp_path / "copy.xlsx"
    ran = tp("check", table, "--marked", copy)
    assert ran.code == 1
    assert "copy.xlsx" in ran.err
    assert "No “Radio advertisement” is ever “Physical”." in ran.out
    before = copy.read_bytes()
    for name, said in (("copy.xlsx", "there already"), ("copy.csv", ".xlsx")):
        refused = tp("check", table, "--marked", tmp_path / name)
        assert (refused.code, refused.out) == (2, "")
        assert said in refused.err
    assert copy.read_bytes() == before
    again = tp("check", copy, "--format", "json")
    assert [p["code"] for p in again.json["problems"] if p["severity"] == "error"] == [
        "contradicts-kind"
    ]
