"""Inventories in RDF: our terms, schema.org's, what tpgraph wrote itself, and hostile files."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.inventory.conftest import AS_OF, codes, term
from tests.inventory.formats.test_compliance import facts
from tests.inventory.formats.writers import SAMPLE
from tpgraph.cli import main
from tpgraph.errors import InputError
from tpgraph.inventory.read import read_inventory
from tpgraph.model import Inventory

Read = Callable[..., Inventory]
PREFIXES = """@prefix tpg: <https://w3id.org/tpgraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> .
@prefix e: <http://example.org/> .
"""


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Reads a text under an ending; whoever opens a connection meanwhile fails."""

    def no_network(*_: Any) -> NoReturn:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", no_network)

    def read(text: str | bytes, ending: str = "ttl") -> Inventory:
        path = tmp_path / f"shop.{ending}"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read_inventory(path, as_of=AS_OF)

    return read


def test_turtle_as_a_person_writes_it(read: Read) -> None:
    inventory = read(
        PREFIXES
        + """
e:co a tpg:Company ; rdfs:label "Bar Mario" ; tpg:size tpg:micro ; tpg:sellsOnline false ;
  tpg:complete tpg:stagesColumn ; tpg:statedNone tpg:goalsColumn ;
  tpg:categoryShareMax 0.50 ; tpg:languages "it", "en" .

e:window a tpg:ShopWindow ;
  rdfs:label "Fereastră"@ro, "Shop window"@en ;
  tpg:stage tpg:purchase, "post-purchase" ;
  tpg:cost 1.234 ; tpg:currency "EUR" ;
  tpg:leadsTo e:till ;
  tpg:statedNone tpg:ownerColumn ;
  e:colour "red" .

e:till a tpg:Touchpoint ; rdfs:label "Counter 2" ; tpg:platform tpg:facebook .
"""
    )
    company = inventory.company
    assert (company.name, set(company.none), set(company.complete)) == (
        "Bar Mario", {"goals"}, {"stages"},
    )  # fmt: skip
    assert [v.iri for v in company.values["size"]] == [term("micro")]
    assert [v.literal for v in company.bounds["category_share_max"]] == ["0.5"]
    assert [v.literal for v in company.bounds["languages"]] == ["it", "en"]
    window, till = inventory.touchpoints
    assert (window.name, window.place.row) == ("Shop window", 9 + 1)
    assert [v.iri for v in window.values["type"]] == [term("ShopWindow")]
    assert {v.iri for v in window.values["stages"]} == {term("purchase"), term("postPurchase")}
    assert [v.literal for v in window.values["cost"]] == ["1.234"]
    assert [v.iri for v in window.values["leads_to"]] == [till.iri]
    assert window.none == {"owner"}
    assert window.extra == {"http://example.org/colour": "red"}
    assert term("facebook") in [v.iri for v in till.values["channel"]]
    assert codes(inventory) == ["unknown-column"]


def test_what_tpgraph_wrote_is_read_back(tmp_path: Path) -> None:
    expected = facts(read_inventory(SAMPLE, as_of=AS_OF))
    for ending in ("ttl", "trig"):
        path = tmp_path / f"graph.{ending}"
        day = AS_OF.isoformat()
        arguments = ["graph", str(SAMPLE), "--out", str(path), "--as-of", day, "--quiet"]
        with suppress(SystemExit):
            main(arguments)
        assert facts(read_inventory(path, as_of=AS_OF)) == expected


def test_schema_org_through_the_mapping(read: Read) -> None:
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Organization", "@id": "#me", "name": "Caffè Ana"},
            {"@type": "WebSite", "name": "Our site", "url": "https://ana.example/"},
            {"@type": ["CafeOrCoffeeShop"], "name": "The café", "openingHours": "Mo-Fr 8-18"},
            {"@type": "HairSalon", "name": "Salon"},
            {"@type": "PodcastSeries", "name": "Talk", "description": "On coffee"},
            {"@type": "Person", "name": "Ana"},
        ],
    }
    text = json.dumps(data, indent=1, ensure_ascii=False)
    for ending in ("jsonld", "json"):
        inventory = read(text, ending)
        assert inventory.company.name == "Caffè Ana"
        kinds = {t.name: t.values["type"][0].iri for t in inventory.touchpoints}
        assert kinds == {
            "Our site": term("Website"), "The café": term("Cafe"),
            "Salon": term("BeautySalon"), "Talk": term("Podcast"),
        }  # fmt: skip
        by_name = {t.name: t for t in inventory.touchpoints}
        assert by_name["The café"].values["hours"][0].literal == "Mo-Fr 8-18"
        assert by_name["Our site"].values["url"][0].literal == "https://ana.example/"
        assert by_name["Talk"].raw["notes"] == "On coffee"
        lines = text.splitlines()
        assert all(f'"{t.name}"' in lines[(t.place.row or 0) - 1] for t in inventory.touchpoints)
        assert codes(inventory) == ["kind-close"]
    turtle = (
        PREFIXES + 'e:a a schema:Restaurant ; schema:name "R" ; schema:url <http://r.example/> .'
    )
    (place,) = read(turtle).touchpoints
    assert place.values["type"][0].iri == term("Restaurant")
    assert place.values["url"][0].literal == "http://r.example/"


def test_of_several_types_the_special_ones_count(read: Read) -> None:
    kinds = "tpg:StaffContact, tpg:SalesAssistant, tpg:Touchpoint"
    (a,) = read(f'{PREFIXES}e:a a {kinds} ; rdfs:label "A" .').touchpoints
    assert [v.iri for v in a.values["type"]] == [term("SalesAssistant")]


@pytest.mark.parametrize(
    ("ending", "text", "said"),
    [
        ("ttl", PREFIXES + "e:a e:b [ .", "row 5"),
        ("ttl", "", "no touchpoints"),
        ("ttl", PREFIXES + "e:a a e:T .", "no touchpoints"),
        ("ttl", "name,type\nShop,x\n", "cannot be read as TURTLE"),
        ("nt", '<http://e/a> <http://e/b> "x', "row 1"),
        ("rdf", "<rdf:RDF", "cannot be read as RDF/XML"),
        ("rdf", PREFIXES, "cannot be read as RDF/XML"),
        ("jsonld", "{", "no JSON"),
        ("jsonld", "[" * 100_000, "nested too deeply"),
        ("jsonld", '{"@context": "http://127.0.0.1:9/c.jsonld", "@id": "x"}', "nothing is fetched"),
        ("jsonld", '{"@context": {"@import": "http://127.0.0.1:9/c"}}', "nothing is fetched"),
        ("jsonld", '{"x": [{"@context": ["http://127.0.0.1:9/c"]}]}', "nothing is fetched"),
        ("ttl", "PK\x03\x04", "workbook"),
        (
            "ttl",
            PREFIXES + 'e:a a tpg:Company ; rdfs:label "A" . e:b a tpg:Company . '
            'e:c a tpg:Touchpoint ; rdfs:label "C" .',
            "several companies",
        ),
    ],
)
def test_what_is_no_inventory(read: Read, ending: str, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(text, ending)


RDF_XML = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [{entities}]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#" xmlns:tpg="https://w3id.org/tpgraph/ontology#">
<tpg:Touchpoint rdf:about="http://e/a"><rdfs:label>{label}</rdfs:label></tpg:Touchpoint>
</rdf:RDF>"""


def test_entities_stand_for_short_texts_alone(read: Read) -> None:
    plain = RDF_XML.format(entities='<!ENTITY brand "Ana">', label="Shop of &brand;")
    (a,) = read(plain, "rdf").touchpoints
    assert (a.name, a.place.row) == ("Shop of Ana", 5)
    for bad in (
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        "<!ENTITY x SYSTEM 'http://127.0.0.1:9/'>",
        '<!ENTITY a "ha"><!ENTITY x "&a;&a;&a;">',
        '<!ENTITY % x "http">',
        f'<!ENTITY x "{"a" * 5000}">',
    ):
        with pytest.raises(InputError, match="entity"):
            read(RDF_XML.format(entities=bad, label="&x;"), "rdf")


def test_the_number_of_statements_is_limited(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    things = "".join(f'e:t{i} a tpg:Touchpoint ; rdfs:label "t{i}" .\n' for i in range(50))
    monkeypatch.setenv("TPGRAPH_MAX_TRIPLES", "99")
    with pytest.raises(InputError, match="TPGRAPH_MAX_TRIPLES"):
        read(PREFIXES + things)
    monkeypatch.setenv("TPGRAPH_MAX_TRIPLES", "100")
    assert len(read(PREFIXES + things).touchpoints) == 50


def test_a_folder_may_hold_any_format_beside_its_company_file(tmp_path: Path) -> None:
    (tmp_path / "company.toml").write_text('name = "Ana"', encoding="utf-8")
    text = PREFIXES + 'e:co a tpg:Company ; rdfs:label "B" . e:a a tpg:Coupon ; rdfs:label "A" .'
    (tmp_path / "touchpoints.ttl").write_text(text, encoding="utf-8")
    inventory = read_inventory(tmp_path, as_of=AS_OF)
    assert inventory.company.name == "Ana"
    assert codes(inventory) == ["company-in-two-files"]
