"""Every command in every language: help, answers and refusals have no word of English left."""

from __future__ import annotations

import argparse
import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.conftest import PLANTED, SHOP, Tp
from tests.conftest import ROOT
from tpgraph.cli.parser import build_parser
from tpgraph.cli.usage import translated, usage_table
from tpgraph.model import LANGUAGES

OTHERS = [language for language in LANGUAGES if language != "en"]
OWN_RULES = ROOT / "tests" / "reason" / "own_rules"
# Words of English sentences that are no words of the other four languages, of no command, option,
# rule or term, and in no company's data.
ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the and of is was not with without this that there than from what where which who why "
        "how any cannot must should expected error usage show arguments argument required choose "
        "between either each every same only also rows found written known unknown gap "
        "nothing given give write read files or by were has have does its they their these one "
        "two more least most at into out over under again before after language default",
    )
)
# What is the same word in another language, or is written so in commands and in files.
SHARED = {
    "ro": {"not", "at", "or", "over", "out", "one", "any", "file"},
    "it": {"file", "or", "its", "at", "error", "one"},
    "ru": set(),
    "fa": set(),
}
# Everywhere: what people type, and what stands in the samples.
TYPED = re.compile(
    r"`[^`]*`|'[^']*'|\"[^\"]*\"|--[\w-]+|[\w./-]*[/\\][^\s,;)]*|<[^>]*>|\{[^}]*\}|https?://\S+"
    r"|\S+\.(?:toml|csv|xlsx|rq|ttl|html|json|bak)\b|[„“«][^”»“]*[”»“]|\b[a-z]+(?:-[a-z]+)+-?\b"
    r"|\b[a-z]+(?:_[a-z]+)+\b|\w+=\S*|\w+:\w+"
)

CALLS: dict[str, tuple[str | Path, ...]] = {
    "gaps": ("gaps", SHOP),
    "unknown": ("gaps", PLANTED, "--status", "unknown"),
    "ok": ("gaps", SHOP, "--status", "ok", "--rule", "stage-uncovered"),
    "recommend": ("recommend", PLANTED),
    "whatif": ("whatif", SHOP, "--add", "name=X|type=coupon", "--set", "Cassa: satisfaction=2"),
    "plan": ("plan", SHOP, "--max-actions", "3"),
    "plan in money": ("plan", SHOP, "--budget", "900", "--currency", "EUR", "--cost",
                      "make-consistent=150"),
    "measures": ("measures", SHOP),
    "compare": ("compare", SHOP, PLANTED),
    "queries": ("queries",),
    "check": ("check", PLANTED),
    "schemes": ("concepts",),
    "analyze": ("analyze", SHOP, "--out", "results"),
    "template": ("template", "blank.xlsx"),
    "init": ("init", "mine", "--yes"),
    "case": ("case", "new", "--industry", "software", "--size", "micro", "--plant",
             "goal-unserved", "--out", "taught"),
    "merge": ("merge", SHOP, SHOP, "--out", "both"),
}  # fmt: skip
REFUSED: dict[str, tuple[str | Path, ...]] = {
    "no command": (),
    "no path": ("gaps",),
    "no such option": ("gaps", SHOP, "--foo"),
    "no such choice": ("gaps", SHOP, "--format", "docx"),
    "no such command": ("gasp", SHOP),
    "option without a value": ("gaps", SHOP, "--rule"),
    "no number": ("plan", SHOP, "--max-actions", "x"),
    "no amount": ("plan", SHOP, "--budget", "x"),
    "no date": ("gaps", SHOP, "--as-of", "soon"),
    "a value too many": ("gaps", SHOP, "--quiet=1"),
    "ambiguous": ("import", "survey", "a.csv", "--out", "o", "--n", "3"),
    "no such path": ("gaps", "nowhere"),
    "no such engine": ("gaps", SHOP, "--engine", "foo"),
    "no such rule": ("gaps", SHOP, "--rule", "foo"),
    "no such audience": ("gaps", SHOP, "--audience", "foo"),
    "no such finding": ("explain", SHOP, "zz"),
    "no finding": ("explain", SHOP),
    "no edit": ("whatif", SHOP),
    "bad edit": ("whatif", SHOP, "--add", "foo"),
    "no currency": ("plan", SHOP, "--budget", "10"),
    "one to compare": ("compare", SHOP),
    "no such query": ("query", "nope"),
    "no such parameter": ("query", SHOP, "Q1", "foo=1"),
    "broken query": ("query", "--text", "SELECT * {"),
    "prefix": ("query", "--text", "SELECT ?x { ?x a foo:b }"),
    "limit": ("query", "--text", "SELECT * { ?s ?p ?o } LIMIT x"),
    "unbound": ("query", "--text", "SELECT (COUNT(*) AS ?n) ?s { ?s ?p ?o }"),
    "service": ("query", "--text", "SELECT * { SERVICE <http://a.b/> { ?s ?p ?o } }"),
    "function": ("query", "--text", "SELECT (<http://x>(1) AS ?y) {}"),
    "no such term": ("concepts", "zzzzqqq"),
    "bad ending": ("graph", SHOP, "--out", "x.docx"),
    "no such sample": ("demo", "nowhere"),
    "no such rules": ("gaps", SHOP, "--rules", "nowhere"),
    "not from analytics": ("import", "ga4", SHOP / "touchpoints.csv", "--out", "o"),
    "no survey": ("import", "survey", SHOP / "touchpoints.csv", "--out", "o"),
    "no register": ("import", "accounts", SHOP / "touchpoints.csv", "--out", "o"),
    "two companies": ("merge", SHOP, PLANTED, "--out", "o"),
}


# What the samples say in their own words.
SAMPLES = re.compile(
    "We sell in the shop only and mean to stay so.|Offer of the week".replace(" ", r"\s+")
)


def english_in(text: str, language: str) -> list[str]:
    """Words of English in a text; what people type and what companies call things aside."""
    bare = TYPED.sub(" ", SAMPLES.sub(" ", text))
    words = re.findall(r"(?<![\w'’])[A-Za-z]+(?![\w'’])", bare)
    # Words in capitals are SPARQL's.
    return [w for w in words if w.lower() in ENGLISH - SHARED[language] and not w.isupper()]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_answers(tp: Tp, call: tuple[str | Path, ...], language: str) -> None:
    ran = tp(*call, "--lang", language)
    assert ran.code == 0, ran.err
    assert english_in(ran.out + ran.err, language) == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("call", REFUSED.values(), ids=REFUSED)
def test_refusals(tp: Tp, call: tuple[str | Path, ...], language: str) -> None:
    dated = {} if call and "--as-of" not in call else {"as_of": None}
    ours, english = tp(*call, "--lang", language, **dated), tp(*call, "--lang", "en", **dated)
    assert (ours.code, english.code) == (2, 2)
    assert english.err != ours.err
    assert "Traceback" not in ours.err
    assert english_in(ours.err, language) == []


@pytest.mark.parametrize("language", OTHERS)
def test_proofs_and_what_became_of_them(tp: Tp, language: str) -> None:
    found = tp("gaps", PLANTED, "--status", "all", "--format", "json").json["findings"]
    one_a_rule = {(f["rule"], f["status"]): f["id"] for f in found}
    assert len(one_a_rule) > 40
    for rule, status in sorted(one_a_rule)[::3]:
        identifier = one_a_rule[rule, status]
        ran = tp("explain", PLANTED, identifier, "--verify", "--lang", language)
        assert ran.code == 0
        told = "\n".join(line for line in ran.out.splitlines() if "?" not in line)
        assert english_in(told, language) == [], (rule, status)


def commands() -> Iterator[tuple[str, ...]]:
    """Every command and what stands below it."""

    def below(parser: argparse.ArgumentParser, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield words
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for name, sub in action.choices.items():
                    yield from below(sub, (*words, name))

    yield from below(build_parser(), ())


@pytest.mark.parametrize("width", ["80", "200"])
@pytest.mark.parametrize("language", OTHERS)
def test_help(tp: Tp, monkeypatch: pytest.MonkeyPatch, language: str, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    assert len(list(commands())) > 25
    for command in commands():
        lang = ("--lang", language)
        words = (*lang, *command) if len(command) < 2 else (*command, *lang)
        ran = tp(*words, "--help", as_of=None)
        assert ran.code == 0, command
        assert ran.out.startswith(usage_table(language)["usage: "])
        assert english_in(ran.out, language) == [], command


def said_by_the_parser(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Every text of a parser and of those below it."""
    yield from filter(None, [parser.description])
    yield from filter(None, (g.title for g in parser._action_groups if g._group_actions))
    for action in parser._actions:
        yield from filter(None, [action.help])
        if isinstance(action.metavar, str):
            yield action.metavar
        if isinstance(action, argparse._SubParsersAction):
            yield from filter(None, (choice.help for choice in action._choices_actions))
            for sub in action.choices.values():
                yield from said_by_the_parser(sub)


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_the_parser_is_translated_and_no_other(language: str) -> None:
    texts, table = set(said_by_the_parser(build_parser())), usage_table(language)
    assert texts - set(table) == set()
    assert list(table) == list(usage_table(OTHERS[0]))
    for english, text in table.items():
        slots = re.findall(r"\{\w+\}|%\(\w+\)s", english)
        assert sorted(slots) == sorted(re.findall(r"\{\w+\}|%\(\w+\)s", text)), english
        assert set(re.findall(r"--[\w-]+", english)) == set(re.findall(r"--[\w-]+", text)), english
        assert not re.search("[şţŞŢ]" if language == "ro" else "[يك]", text)
    # What is in no parser any more is argparse's own, and is said of wrong calls.
    own = {english for english in set(table) - texts if "{" not in english}
    assert own <= {"usage: ", "error", "positional arguments", "ENGINE", "expected one argument",
                   "expected at least one argument", "expected at most one argument"}  # fmt: skip


def test_a_message_that_argparse_alone_knows_stays_as_it_is() -> None:
    assert translated("something new", "ro") == "something new"
    nested = translated("argument --x: expected one argument", "it")
    assert nested == "argomento --x: serve un valore"


CLOSED = "EXISTS { ?company tpg:complete tpg:satisfactionColumn }"
BROKEN_RULES = [
    ("gaps/unrated-retention.rq", "satisfaction ?any", "satisfaction []"),
    ("gaps/unrated-retention.rq", CLOSED, "NOW()"),
    ("gaps/unrated-retention.rq", "SUBSTR(SHA", "SUBSTR((SHA"),
    ("gaps/unrated-retention.rq", "tpg:servesGoal", "tpg:servsGoal"),
    ("gaps/unrated-retention.rq", "tpg:severity 0.7", "tpg:severity 7"),
    ("gaps/unrated-retention.rq", "tpg:severity 0.7", 'tpg:severity "high"'),
    ("gaps/unrated-retention.rq", "tpg:status ?status", "tpg:status tpg:active"),
    ("recommendations/ask-customers.rq", '"record"', '"hope"'),
    ("recommendations/ask-customers.rq", "satisfaction={", "hapiness={"),
    ("catalogue.ttl", "rule:ask-customers a", "rule:x a"),
    ("catalogue.ttl", 'tpg:evidenceKind "company" ; ', ""),
    ("catalogue.ttl", '"Ask customers"@en', '"Chiedi"@it'),
    ("catalogue.ttl", "GapRule ;", "GapRule"),
    ("catalogue.ttl", "about {concern}.", "of {concerns}."),
    ("catalogue.ttl", '"@it', '"@de'),
    ("catalogue.ttl", '"company"', '"hearsay"'),
]  # fmt: skip


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize(("file", "before", "after"), BROKEN_RULES)
def test_own_rules_that_are_refused(
    tp: Tp, tmp_path: Path, file: str, before: str, after: str, language: str
) -> None:
    own = tmp_path / "own"
    shutil.copytree(OWN_RULES, own)
    text = (own / file).read_text(encoding="utf-8")
    assert before in text
    (own / file).write_text(text.replace(before, after), encoding="utf-8")
    call = ("gaps", SHOP, "--rules", own, "--complete", "satisfaction")
    ours, english = tp(*call, "--lang", language), tp(*call)
    assert (ours.code, english.code) == (2, 2)
    assert (
        ours.err.partition(": ")[2].partition(": ")[0]
        == english.err.partition(": ")[2].partition(": ")[0]
    )
    assert english_in(ours.err, language) == []
    assert not pairs(ours.err) & pairs(english.err)


def pairs(text: str) -> set[tuple[str, str]]:
    """Neighbouring words; names and what is typed aside."""
    words = TYPED.sub(" . ", text).split()
    plain = re.compile("[A-Za-z]{2,}")
    return {(a, b) for a, b in pairwise(words) if plain.fullmatch(a) and plain.fullmatch(b)}
