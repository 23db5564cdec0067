"""README's examples run as they stand, and its links lead somewhere."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT
from tests.store.remote.servers import oxigraph_server
from tpgraph.cli import run

README = ROOT / "README.md"
ONTOLOGY_README = ROOT / "ontology" / "README.md"
BLOCK = re.compile(
    r"(?:<!-- example: (?P<name>[^>]+?) -->\n\n?)?```(?P<language>\w*)\n(?P<text>.*?)```", re.DOTALL
)


class Block(NamedTuple):
    """A block of code: its language, its text, and the name that a comment before it gives."""

    language: str
    text: str
    name: str | None


def blocks(path: Path = README) -> list[Block]:
    text = path.read_text(encoding="utf-8")
    return [Block(m["language"], m["text"], m["name"]) for m in BLOCK.finditer(text)]


SERVER = "http://localhost:7878/query"  # where README's server listens; each test has its own


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that README shows, and the samples where its examples expect them."""
    (tmp_path / "data").symlink_to(ROOT / "data", target_is_directory=True)
    for block in blocks():
        if block.name and "/" in block.name:
            file = tmp_path / block.name
            file.parent.mkdir(exist_ok=True)
            file.write_text(block.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def say(command: str) -> tuple[int, str, str]:
    """Exit code, output and messages of a ``tpgraph`` command."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(shlex.split(command)[1:])
    return code, out.getvalue(), err.getvalue()


def commands() -> Iterator[str]:
    """The commands in README's blocks, without those that set up, serve or open a browser."""
    for block in blocks():
        if block.language != "sh":
            continue
        for line in block.text.splitlines():
            command = line.partition("#")[0].strip()
            # tests/serve runs what is served.
            if command.startswith("tpgraph ") and not command.endswith("&"):
                yield command.replace(" --open", "")


def test_what_is_run_is_what_is_meant() -> None:
    names = [block.name for block in blocks() if block.name]
    assert sorted(set(names)) == [
        "my_company/company.toml",
        "my_company/touchpoints.csv",
        "my_rules/catalogue.ttl",
        "my_rules/slow-answer.rq",
        "query",
    ]
    assert names.count("query") == 4
    assert len(list(commands())) >= 8


@pytest.mark.parametrize("command", sorted(set(commands())))
def test_commands_run(command: str, here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    if "query many-store" in command:
        assert say("tpgraph batch my_company --out many --store many-store --workers 1")[0] == 0
        command = command.replace("Casa Morgana", "Café Linden")
    with contextlib.ExitStack() as stack:
        if SERVER in command:
            url = stack.enter_context(oxigraph_server(tmp_path_factory.mktemp("server")))
            command = command.replace(SERVER, url)
        code, out, err = say(command)
    assert code == 0, err
    assert out.strip()


def test_python_runs(here: Path) -> None:
    (text,) = [block.text for block in blocks() if block.language == "python"]
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(text, "README.md", "exec"), {})
    said = out.getvalue()
    assert "unmeasured-digital" in said  # what `complete` makes of the Instagram profile
    assert "because of touchpoints.csv" in said or "because of company.toml" in said
    assert "Events and experiences" in said


def test_own_company_gives_what_readme_says(here: Path) -> None:
    from tpgraph import analyse

    analysis = analyse("my_company")
    assert not [p for p in analysis.check() if p.severity == "error"]
    open_gaps = [(g.level, g.rule) for g in analysis.gaps if not g.accepted]
    assert sorted(open_gaps) == [
        ("high", "no-after-sales-support"),
        ("high", "stage-uncovered"),
        ("medium", "inconsistent-touchpoint"),
    ]
    assert [g.rule for g in analysis.gaps if g.accepted] == ["unowned-touchpoint"]


def test_one_file_is_a_company_too(here: Path) -> None:
    (here / "touchpoints.csv").write_bytes((here / "my_company/touchpoints.csv").read_bytes())
    code, out, _ = say("tpgraph gaps touchpoints.csv")
    assert code == 0
    assert "inconsistent-touchpoint" in out


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
def test_own_rule_finds_gap_ok_and_unknown(here: Path, engine: str) -> None:
    from tpgraph import analyse

    table = here / "my_company" / "touchpoints.csv"
    before = table.read_text(encoding="utf-8")
    for hours, status in (("48", "gap"), ("24", "ok"), ("", "unknown")):
        table.write_text(before.replace(",48,", f",{hours},"), encoding="utf-8")
        analysis = analyse("my_company", rules_dir="my_rules", engine=engine)
        found = [f for f in analysis.all_findings if f.rule == "slow-answer"]
        assert [f.status for f in found] == [status]
        (finding,) = found
        places = [str(f.source) for f in analysis.explain(finding).finding.facts]
        if status == "unknown":
            assert [s.column for s in finding.settled_by] == ["response_hours"]
        else:
            assert places == ["touchpoints.csv, row 4, column response_hours"]
        if status == "gap":
            assert finding.message == "“Counter” answers after 48 hours; 24 are allowed."
            assert finding.message in README.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", range(4))
def test_queries_answer(here: Path, number: int) -> None:
    from tpgraph import analyse

    text = [block.text for block in blocks() if block.name == "query"][number]
    result = analyse("data/bottega_jeans").query(text)
    assert len(result) > 0
    assert len(set(result.rows)) == len(result.rows)


def test_every_rule_query_and_column_named_exists() -> None:
    from tpgraph.query.named import named_query
    from tpgraph.reason.rules import load_rules
    from tpgraph.vocabulary import COLUMNS, TERMS

    text = README.read_text(encoding="utf-8")
    for name in re.findall(r"tpgraph query data/\S+ ([A-Za-z][\w-]+)", text):
        named_query(name)
    rules = {rule.name for rule in load_rules().gaps} | {"slow-answer"}
    named = re.findall(r'(?m)^rule = "([\w-]+)"', text) + re.findall(r"--rule ([a-z-]+)", text)
    assert named
    assert set(named) <= rules
    said = text.partition("All columns:")[2].partition("\n\n")[0]
    assert set(re.findall(r"`([a-z_]+)`", said)) == set(COLUMNS)
    catalogue = (ROOT / "ontology" / "rules" / "catalogue.ttl").read_text(encoding="utf-8")
    known = TERMS | set(re.findall(r"\btpg:(\w+)", catalogue))
    assert not set(re.findall(r"\btpg:(\w+)", text)) - known


@pytest.mark.slow
def test_a_kind_is_added_as_the_ontology_says(tmp_path: Path) -> None:
    from tpgraph.reason.build import build
    from tpgraph.reason.ontology import check_ontology
    from tpgraph.reason.owl import java_executable

    if java_executable() is None:
        pytest.skip("needs Java")
    folder = tmp_path / "ontology"
    shutil.copytree(ROOT / "ontology", folder)
    (kind,) = [block.text for block in blocks(ONTOLOGY_README) if block.name == "kind"]
    assert len(kind.splitlines()) <= 10  # as its heading says
    file = folder / "kinds" / "in_store.ttl"
    file.write_text(file.read_text(encoding="utf-8") + "\n" + kind, encoding="utf-8")
    built = build(folder)
    assert built.classification.consistent
    assert not built.classification.unsatisfiable
    kinds = json.loads(built.ontology["generated/index.json"])["kinds"]
    terms = {label: kinds[label] for label in ("vending machine", "distributore automatico")}
    # Its words mean nothing else: whoever copies the example gets no ambiguous labels.
    assert set(map(tuple, terms.values())) == {("VendingMachine",)}
    above = {o for s, o in built.classification.subclasses if s.endswith("#VendingMachine")}
    assert "https://w3id.org/tpgraph/ontology#PhysicalTouchpoint" in above
    # The gate says where, what is missing still, and nothing else.
    faults = check_ontology(folder, with_reasoners=False).faults
    (fault,) = [f for f in faults if f.term.endswith("#VendingMachine")]
    assert (fault.level, fault.check) == ("error", "definitions")
    assert Path(fault.file).name == "in_store.ttl"
    assert (
        fault.line == file.read_text(encoding="utf-8").splitlines().index(kind.splitlines()[0]) + 1
    )
    assert "Romanian, Russian, Persian, Italian" in fault.message


@pytest.mark.parametrize("path", [README, ONTOLOGY_README], ids=lambda p: p.parent.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8"))
    assert links
    assert not [link for link in links if not (path.parent / link).exists()]


def test_picture_names_folders_that_exist() -> None:
    text = README.read_text(encoding="utf-8").partition("## The way of the data")[2]
    picture = text.partition("```\n")[2].partition("```")[0]
    folders = re.findall(r"\b((?:src|ontology)/[\w/]+)/", picture)
    assert len(folders) > 8
    assert not [folder for folder in folders if not (ROOT / folder).is_dir()]
