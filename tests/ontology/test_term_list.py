"""No term vanishes by accident, and what is deprecated is understood as what replaces it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ontology.sources import copy_with
from tpgraph.errors import OntologyError
from tpgraph.reason.generate.label_index import label_index
from tpgraph.reason.source import TPG, Source
from tpgraph.reason.term_list import listed, refreshed, terms, vanished
from tpgraph.resources import ontology_dir
from tpgraph.text import normalise

NEW = """
tpg:PneumaticPost a owl:Class ; rdfs:subClassOf tpg:Touchpoint ;
    skos:prefLabel "Pneumatic post"@en ;
    owl:deprecated true ; dcterms:isReplacedBy tpg:Mailing .
"""


def test_the_list_holds_every_term() -> None:
    source = Source()
    assert listed(ontology_dir()).keys() == terms(source)
    assert vanished(source, ontology_dir()) == []
    assert len(terms(source)) > 700


def test_a_term_that_goes_is_missed_and_a_new_one_is_entered(tmp_path: Path) -> None:
    folder = copy_with(NEW, tmp_path)
    before = listed(folder)
    assert "PneumaticPost" not in before
    text = refreshed(Source(folder), folder)
    assert "PneumaticPost\t0.1.0\n" in text
    (folder / "terms.tsv").write_text(text, encoding="utf-8")
    (folder / "kinds" / "zz_added.ttl").unlink()
    source = Source(folder)
    assert vanished(source, folder) == ["PneumaticPost"]
    # Building again does not take the line out: that is for a person to decide.
    assert refreshed(source, folder) == text


def test_a_line_twice_is_named(tmp_path: Path) -> None:
    (tmp_path / "terms.tsv").write_text("term\tsince\nCoupon\t0.1.0\nCoupon\t0.1.0\n")
    with pytest.raises(OntologyError, match=r"terms\.tsv:3"):
        listed(tmp_path)


def test_the_words_of_a_deprecated_term_mean_what_replaces_it(tmp_path: Path) -> None:
    source = Source(copy_with(NEW, tmp_path))
    kinds = [TPG + "PneumaticPost", TPG + "Mailing"]
    assert source.replacements() == {TPG + "PneumaticPost": TPG + "Mailing"}
    index = label_index(source, kinds)["kinds"]
    assert [i.rpartition("#")[2] for i in index[normalise("Pneumatic post")]] == ["Mailing"]
