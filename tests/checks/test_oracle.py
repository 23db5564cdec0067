"""SHACL says the same: pySHACL with the generated shapes finds what the checks find, no more.

The reference engine (rdflib) is asked too. Graphs are the cases, the sample companies, broken
companies as the reader understands them, and graphs made at random of the terms that checks read.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.checks.cases import Found, all_cases, found_in, ntriples
from tests.conftest import ROOT
from tpgraph.inventory import read_inventory
from tpgraph.inventory.graph import inventory_graph
from tpgraph.reason.checks import CHECK, load_checks
from tpgraph.reason.gate.shapes import validate
from tpgraph.reason.infer import runtime_facts
from tpgraph.resources import ontology_dir
from tpgraph.vocabulary import COLUMNS, NAMESPACE

SAMPLES = ("bottega_jeans", "casa_morgana", "hanul_teilor", "nordlicht_software")
_RESULTS = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT ?shape ?this ?path ?value ?severity WHERE {
  ?result a sh:ValidationResult ; sh:sourceShape ?shape ; sh:focusNode ?this ;
    sh:resultSeverity ?severity .
  OPTIONAL { ?result sh:resultPath ?path }
  OPTIONAL { ?result sh:value ?value }
}"""


def found_by_shacl(data: bytes) -> set[Found]:
    """What pySHACL finds with the shipped shapes. Without a value it gives the focus as one."""
    shapes = (ontology_dir() / "shapes" / "inventory.ttl").read_bytes()
    severities = {"error": "Violation", "warning": "Warning", "note": "Info"}
    checks = {check.name: check for check in load_checks()}
    found = set()
    for row in validate(runtime_facts() + data, shapes).query(_RESULTS):
        name = row["shape"].value.removeprefix(CHECK)
        assert row["severity"].value.endswith("#" + severities[checks[name].severity]), name
        has_value = "?value" in checks[name].query
        path, value = row["path"], row["value"] if has_value else None
        found.add(
            (name, row["this"].value, path.value if path else "", value.value if value else "")
        )
    return found


def all_cases_as_one() -> bytes:
    """The graphs of all cases, each with a company of its own."""
    parts = []
    for number, case in enumerate(all_cases()):
        text = ntriples(case.triples()).decode()
        for name in ("case", "other"):
            text = text.replace(f"/data/{name}", f"/data/{name}-{number}")
        parts.append(text.encode())
    return b"".join(parts)


def test_both_say_the_same_of_all_cases() -> None:
    data = all_cases_as_one()
    found = found_in(data, load_checks())
    assert {name for name, *_ in found} == {check.name for check in load_checks()}
    assert found_by_shacl(data) == found
    assert found_in(data, load_checks(), "rdflib") == found


@pytest.mark.parametrize("name", SAMPLES)
def test_both_say_the_same_of_the_samples(name: str) -> None:
    inventory = read_inventory(ROOT / "data" / name, as_of=date(2026, 1, 15), complete=["all"])
    data = inventory_graph(inventory).ntriples
    found = found_in(data, load_checks())
    assert found_by_shacl(data) == found


def test_both_say_the_same_of_a_company_that_contradicts_itself(tmp_path: Path) -> None:
    (tmp_path / "company.toml").write_text('name = "B"\n[bounds]\nreview_days = 30\n', "utf-8")
    (tmp_path / "touchpoints.csv").write_text(
        "name,type,modality,category,cost,reviewed,status,clicks,leads_to\n"
        "Spot,radio advertisement,physical,,40,2031-01-01,planned,3,Old\n"
        "Both,Shop | Website,virtual,,,,,,\n"
        "Card,coupon,,advertising,,,active,,Old\n"
        "Old,leaflet,,,,,retired,,\n",
        "utf-8",
    )
    inventory = read_inventory(tmp_path, as_of=date(2026, 1, 15))
    data = inventory_graph(inventory).ntriples
    found = found_in(data, load_checks())
    assert {name for name, *_ in found} >= {
        "contradicts-kind", "kinds-exclude-each-other", "leaves-out-necessary",
        "currency-not-stated", "future-date", "planned-with-results", "leads-to-retired",
    }  # fmt: skip
    assert found_by_shacl(data) == found


# ------------------------------------------------------------------------------ random graphs

_T = "https://w3id.org/tpgraph/data/random"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_NODES = [f"{_T}/t{number}" for number in range(3)]
_COMPANIES = [_T, f"{_T}-other"]
_TERMS = [
    NAMESPACE + name
    for name in ("purchase", "advertising", "salesPromotion", "physical", "virtual", "personal",
                 "nonpersonal", "active", "planned", "retired", "instagram", "paidMedia",
                 "customerRetention", "small")
]  # fmt: skip
_KINDS = [
    NAMESPACE + name
    for name in ("Touchpoint", "Shop", "Website", "Coupon", "RadioAdvertisement", "Company")
]
_COLUMN_IRIS = [column.iri for column in COLUMNS.values()]
_PROPERTIES = [c.property_iri for n, c in COLUMNS.items() if n not in ("name", "type")]
_BOUNDS = [
    NAMESPACE + name
    for name in ("stageShareMax", "categoryCountMax", "satisfactionMin", "satisfactionScale",
                 "crosshair", "reviewDays", "size", "sells", "companyGoal", "industry", "currency")
]  # fmt: skip


def literal(value: str, datatype: str = "string") -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(_XSD + datatype))


# Numbers as the reader writes them: canonical, so that engines print them alike.
_numbers = st.sampled_from(["-3", "0", "0.5", "1", "4", "7", "120"]).map(
    lambda text: literal(text, "decimal")
)
_literals = st.one_of(
    _numbers,
    st.sampled_from(
        [literal(t) for t in ("", "EUR", "eur", "1-5", "5-1", "nps", "means", "https://a.b/c")]
    ),
    st.sampled_from([literal(day, "date") for day in ("2025-05-05", "2027-01-01")]),
    st.sampled_from([literal(word, "boolean") for word in ("true", "false")]),
)
_iris = st.sampled_from([*_NODES, *_TERMS, *_COMPANIES, *_KINDS]).map(ox.NamedNode)
_things = st.sampled_from([*_NODES, _T])
_triples = st.one_of(
    st.tuples(_things, st.sampled_from([*_PROPERTIES, _LABEL]), st.one_of(_literals, _iris)),
    st.tuples(st.just(_T), st.sampled_from(_BOUNDS), st.one_of(_literals, _iris)),
    st.tuples(_things, st.just(_RDF_TYPE), st.sampled_from(_KINDS).map(ox.NamedNode)),
    st.tuples(
        _things,
        st.sampled_from([NAMESPACE + p for p in ("stated", "statedNone", "complete")]),
        st.sampled_from(_COLUMN_IRIS).map(ox.NamedNode),
    ),
    st.tuples(
        _things,
        st.just(NAMESPACE + "ofCompany"),
        st.sampled_from(_COMPANIES).map(ox.NamedNode),
    ),
    st.tuples(
        st.sampled_from(_NODES),
        st.just(NAMESPACE + "leadsTo"),
        st.sampled_from(_NODES).map(ox.NamedNode),
    ),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_triples, min_size=20, max_size=60))
def test_both_say_the_same_of_any_graph(found: list[tuple[str, str, ox.Literal]]) -> None:
    triples = [ox.Triple(ox.NamedNode(s), ox.NamedNode(p), o) for s, p, o in found]
    triples += [
        ox.Triple(ox.NamedNode(s), ox.NamedNode(_RDF_TYPE), ox.NamedNode(NAMESPACE + kind))
        for s, kind in [(_T, "Company"), *((node, "Touchpoint") for node in _NODES)]
    ]
    as_of = literal("2026-01-15", "date")
    triples.append(ox.Triple(ox.NamedNode(_T), ox.NamedNode(NAMESPACE + "asOf"), as_of))
    data = ntriples(dict.fromkeys(triples))
    assert found_by_shacl(data) == found_in(data, load_checks())
