"""The vocabulary of the concept view: whole, fitting its schema, every term in its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tpgraph.model import LANGUAGES
from tpgraph.query.concepts import concept, schemes
from tpgraph.query.names import TPG
from tpgraph.views import taxonomy as module
from tpgraph.views.packing import unpacked


@pytest.fixture(scope="module")
def taxonomy() -> dict[str, Any]:
    return module.taxonomy()


def test_it_fits_its_schema_and_its_lists_are_of_one_length(taxonomy: dict[str, Any]) -> None:
    schema = json.loads(Path(module.__file__).with_name("taxonomy.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(taxonomy)
    count = len(taxonomy["ids"])
    assert count == len(set(taxonomy["ids"])) > 600
    lists = [taxonomy[k] for k in ("sorts", "broader", "related", "sources", "values")]
    lists += [texts for by in taxonomy["texts"].values() for texts in by.values()]
    assert {len(found) for found in lists} == {count}


def test_it_holds_every_kind_and_every_member_of_a_scheme(taxonomy: dict[str, Any]) -> None:
    wanted = {iri.removeprefix(TPG) for members in schemes().values() for iri in members}
    assert wanted <= set(taxonomy["ids"])


def test_every_term_can_be_reached_in_the_tree(taxonomy: dict[str, Any]) -> None:
    below: dict[str, list[str]] = {s["id"]: list(s["members"]) for s in taxonomy["schemes"]}
    for name, broader in zip(taxonomy["ids"], taxonomy["broader"], strict=True):
        for above in broader:
            below.setdefault(above, []).append(name)
    todo = ["Touchpoint", *(s["id"] for s in taxonomy["schemes"])]
    reached: set[str] = set()
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo += below.get(name, [])
    assert set(taxonomy["ids"]) - reached == set()


def test_a_card_says_what_the_ontology_says(taxonomy: dict[str, Any]) -> None:
    n = taxonomy["ids"].index("Coupon")
    card = concept(f"{TPG}Coupon")
    for language in LANGUAGES:
        texts = taxonomy["texts"][language]
        assert texts["label"][n] == card.labels[language]
        assert texts["alternatives"][n] == list(card.alternatives[language])
        assert texts["definition"][n] == card.definitions[language]
    assert taxonomy["broader"][n] == ["Promotion"]
    category = [v for v in taxonomy["values"][n] if v["column"] == "categoryColumn"]
    assert [(v["value"], v["how"], v["of"]) for v in category] == [
        ("salesPromotion", "necessary", "Promotion")
    ]
    said = [taxonomy["statements"][s] for s in category[0]["said"]]
    assert said
    assert all(s["words"] and s["source"] and s["object"] == "salesPromotion" for s in said)


def test_it_is_packed_small_and_the_same_each_time(taxonomy: dict[str, Any]) -> None:
    packed = module.packed_taxonomy()
    assert len(packed) < 450_000
    assert json.loads(unpacked(packed)) == taxonomy
    module.packed_taxonomy.cache_clear()
    assert module.packed_taxonomy() == packed
