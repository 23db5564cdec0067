"""What is asserted of a company fits the ontology's domains and ranges: no reasoner retypes it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.conftest import ROOT
from tpgraph.pipeline import analyse
from tpgraph.query.run import query_store

COMPANIES = sorted(p.parent for p in (ROOT / "data").glob("*/company.toml")) + sorted(
    p.parent for p in (ROOT / "tests" / "samples" / "planted").glob("*/company.toml")
)
# A subject or object whose own classes, and all above them, leave out what the property asks for.
MISFITS = """
SELECT DISTINCT ?p ?class ?own WHERE {
  { ?p rdfs:domain ?class . ?x ?p ?any . BIND (?x AS ?one) }
  UNION
  { ?p rdfs:range ?class . ?any ?p ?x . FILTER (isIRI(?x)) BIND (?x AS ?one) }
  ?one a ?own .
  FILTER (?class IN (tpg:Touchpoint, tpg:Company, tpg:Finding, tpg:Recommendation))
  FILTER NOT EXISTS { ?one a/rdfs:subClassOf* ?class }
}
"""


@pytest.mark.parametrize("path", COMPANIES, ids=lambda p: p.name)
def test_nothing_is_said_of_what_the_ontology_says_it_of_another_sort_of_thing(path: Path) -> None:
    store = query_store(analyse(path).trig())
    prefixes = {
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "tpg": "https://w3id.org/tpgraph/ontology#",
    }
    found = store.query(MISFITS, prefixes=prefixes, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    assert not [str(row) for row in found]


def test_there_are_companies_with_bounds_among_them() -> None:
    assert len(COMPANIES) > 4
    assert any("[bounds]" in (p / "company.toml").read_text("utf-8") for p in COMPANIES)
