"""Whom an overlooked kind fits: also by online sales and industry, which no shipped one needs.

An online shop is declared overlooked, with what else is said of it; the company has none.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.rules.cases import AS_OF
from tpgraph.inventory import read_inventory
from tpgraph.inventory.graph import InventoryGraph
from tpgraph.model import Fact
from tpgraph.reason.infer import STATUSES, run_findings, runtime_facts
from tpgraph.reason.rules import Rule, load_rules
from tpgraph.store import Engine, Literal, Triple, open_engine
from tpgraph.vocabulary import NAMESPACE

NAME = "often-omitted-type"
BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
TRUE = Literal("true", BOOLEAN)
KIND = NAMESPACE + "OnlineShop"
ONLINE: Triple = (KIND, NAMESPACE + "needsOnline", TRUE)
FOOD: Triple = (KIND, NAMESPACE + "fitsIndustry", NAMESPACE + "foodIndustry")
SOFTWARE: Triple = (KIND, NAMESPACE + "fitsIndustry", NAMESPACE + "software")


@dataclass(frozen=True)
class Fit:
    """A company, what the kind needs, and what is said: status, cells, properties of facts."""

    company: str
    needs: tuple[Triple, ...]
    status: str
    cells: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


FITS = (
    Fit("sells_online = true", (ONLINE,), "gap", (), ("complete", "sellsOnline")),
    Fit("sells_online = false", (ONLINE,), "-"),
    Fit("", (ONLINE,), "unknown", ("sells_online",)),
    Fit(
        'sells_online = true\nindustry = "food industry"',
        (ONLINE, FOOD),
        "gap",
        (),
        ("complete", "industry", "sellsOnline"),
    ),
    # A broader industry takes in the narrower ones, not the other way round.
    Fit(
        'sells_online = true\nindustry = "restaurants and cafes"',
        (ONLINE, FOOD, SOFTWARE),
        "gap",
        (),
        ("complete", "industry", "sellsOnline"),
    ),
    Fit('sells_online = true\nindustry = "IT and technology"', (ONLINE, SOFTWARE), "-"),
    Fit('sells_online = true\nindustry = "automotive"', (ONLINE, FOOD), "-"),
    Fit("sells_online = true", (ONLINE, FOOD), "unknown", ("industry",)),
    # Written out and not one of the list: it may be any.
    Fit('sells_online = true\nindustry = "noodles"', (ONLINE, FOOD), "unknown", ("industry",)),
    Fit("", (ONLINE, FOOD), "unknown", ("industry", "sells_online")),
    Fit('sells_online = false\nindustry = "food industry"', (ONLINE, FOOD), "-"),
)


@cache
def _scratch(fit: Fit, engine: str) -> tuple[Engine, dict[str, Fact]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = f'name = "Case"\ncomplete = ["type"]\n{fit.company}\n'
        (folder / "company.toml").write_text(text, encoding="utf-8")
        (folder / "touchpoints.csv").write_text("name\nThe only one\n", encoding="utf-8")
        graph = InventoryGraph(read_inventory(folder, as_of=AS_OF))
    scratch = open_engine(engine)
    scratch.load(runtime_facts())
    scratch.load(graph.ntriples)
    # The shipped kind needs online sales already; it is declared overlooked here only.
    scratch.add([(KIND, NAMESPACE + "overlooked", TRUE), *fit.needs])
    scratch.add([(NAMESPACE + status, NAMESPACE + "isReported", TRUE) for status in STATUSES])
    for rule in load_rules().classify:
        scratch.materialise(rule.text)
    return scratch, graph.facts


def found(fit: Fit, rule: Rule, engine: str = "oxigraph") -> Fit:
    """The fit, with what ``rule`` says of it."""
    scratch, facts = _scratch(fit, engine)
    for finding in run_findings(scratch, [rule]).values():
        if finding.concerns == (KIND,):
            cells = tuple(cell.partition("#")[2] for cell in finding.settled_by)
            # What nobody has stated shows by its bare IRI.
            said = sorted(
                facts[key].p.removeprefix(NAMESPACE) if key in facts else key
                for key in finding.facts
            )
            return Fit(fit.company, fit.needs, finding.status, cells, tuple(said))
    return Fit(fit.company, fit.needs, "-")
