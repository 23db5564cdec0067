"""Whom an overlooked kind fits: also by online sales and industry, which no shipped one needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.cases import AS_OF
from tpgraph.inventory import read_inventory
from tpgraph.inventory.graph import inventory_graph
from tpgraph.reason.infer import STATUSES, run_findings, runtime_facts
from tpgraph.reason.rules import load_rules
from tpgraph.store import Literal, Triple, open_engine
from tpgraph.vocabulary import NAMESPACE

BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
TRUE = Literal("true", BOOLEAN)
KIND = NAMESPACE + "OnlineShop"
ONLINE: Triple = (KIND, NAMESPACE + "needsOnline", TRUE)
FOOD: Triple = (KIND, NAMESPACE + "fitsIndustry", NAMESPACE + "foodIndustry")
SOFTWARE: Triple = (KIND, NAMESPACE + "fitsIndustry", NAMESPACE + "software")


def found(company: str, needs: list[Triple], folder: Path, engine: str) -> tuple[str, list[str]]:
    """What is said of a shop that is declared overlooked: status, and what would settle it."""
    text = f'name = "Case"\ncomplete = ["type"]\n{company}\n'
    (folder / "company.toml").write_text(text, encoding="utf-8")
    (folder / "touchpoints.csv").write_text("name\nThe only one\n", encoding="utf-8")
    graph = inventory_graph(read_inventory(folder, as_of=AS_OF))
    rules = load_rules()
    scratch = open_engine(engine)
    scratch.load(runtime_facts())
    scratch.load(graph.ntriples)
    # The shipped kind needs online sales already; it is declared overlooked here only.
    scratch.add([(KIND, NAMESPACE + "overlooked", TRUE), *needs])
    scratch.add([(NAMESPACE + status, NAMESPACE + "isReported", TRUE) for status in STATUSES])
    for rule in rules.classify:
        scratch.materialise(rule.text)
    (rule,) = (rule for rule in rules.gaps if rule.name == "often-omitted-type")
    for finding in run_findings(scratch, [rule]).values():
        if finding.concerns == (KIND,):
            unnamed = [fact for fact in finding.facts if fact not in graph.facts]
            assert not unnamed
            return finding.status, [cell.partition("#")[2] for cell in finding.settled_by]
    return "-", []


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib"])
@pytest.mark.parametrize(
    ("company", "needs", "expected"),
    [
        ("sells_online = true", [ONLINE], ("gap", [])),
        ("sells_online = false", [ONLINE], ("-", [])),
        ("", [ONLINE], ("unknown", ["sells_online"])),
        ('sells_online = true\nindustry = "food industry"', [ONLINE, FOOD], ("gap", [])),
        # A broader industry takes in the narrower ones, not the other way round.
        (
            'sells_online = true\nindustry = "restaurants and cafes"',
            [ONLINE, FOOD, SOFTWARE],
            ("gap", []),
        ),
        ('sells_online = true\nindustry = "IT and technology"', [ONLINE, SOFTWARE], ("-", [])),
        ('sells_online = true\nindustry = "automotive"', [ONLINE, FOOD], ("-", [])),
        ("sells_online = true", [ONLINE, FOOD], ("unknown", ["industry"])),
        # Written out and not one of the list: it may be any.
        ('sells_online = true\nindustry = "noodles"', [ONLINE, FOOD], ("unknown", ["industry"])),
        ("", [ONLINE, FOOD], ("unknown", ["industry", "sells_online"])),
        ('sells_online = false\nindustry = "food industry"', [ONLINE, FOOD], ("-", [])),
    ],
)
def test_fit(
    company: str, needs: list[Triple], expected: tuple[str, list[str]], engine: str, tmp_path: Path
) -> None:
    assert found(company, needs, tmp_path, engine) == expected
