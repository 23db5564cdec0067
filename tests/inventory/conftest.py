"""A small index of labels, and inventories written into a temporary folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from tpgraph.inventory.read import read_inventory
from tpgraph.inventory.recognise import Index
from tpgraph.model import Inventory
from tpgraph.text import normalise
from tpgraph.vocabulary import COLUMNS, NAMESPACE

AS_OF = date(2026, 11, 22)

_SCHEMES = {
    "touchpointCategories": {
        "advertising": "Advertising|publicitate|реклама",
        "wordOfMouth": "word of mouth",
    },
    "purchaseStages": {
        "needRecognition": "need-recognition|need recognition",
        "purchase": "purchase|acquisto|خرید",
        "postPurchase": "post-purchase|post purchase",
    },
    "modalities": {"physical": "physical|fisico", "virtual": "virtual|digital"},
    "goals": {"brandAwareness": "awareness", "customerRetention": "retention"},
    "contactForms": {"personal": "personal", "nonpersonal": "nonpersonal"},
    "ownerships": {"brandOwned": "brand", "partnerOwned": "partner"},
    "mediaTypes": {"paidMedia": "paid", "ownedMedia": "owned"},
    "lifecycles": {"active": "active|attivo", "planned": "planned", "retired": "retired"},
    "companySizes": {"micro": "micro", "small": "small"},
    "offers": {"physicalGoods": "physical goods", "services": "services"},
    "industries": {"clothingRetail": "clothing retail"},
    "understandingMethods": {"survey": "survey"},
    "platforms": {"facebook": "facebook", "googlePlus": "google_plus|Google+|google plus"},
}
_KINDS = {
    "Coupon": "coupon|buono|купон",
    "Leaflet": "leaflet|flyer",
    "ShopWindow": "shop window|vetrina",
    "Email": "e-mail|message",
    "Message": "message",
}


def term(name: str) -> str:
    """The IRI of a term of the ontology."""
    return NAMESPACE + name


def _table(terms: Mapping[str, str]) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for name, labels in terms.items():
        for label in labels.split("|"):
            table.setdefault(normalise(label), []).append(name)
    return table


@pytest.fixture(scope="session")
def index() -> Index:
    """An index of a few terms, so that a change of the ontology does not change these tests."""
    columns = {normalise(name): name for name in COLUMNS}
    columns |= {"stage": "stages", "website": "url", "nome": "name"}
    labels = {
        name: first.split("|")[0].capitalize()
        for terms in (*_SCHEMES.values(), _KINDS)
        for name, first in terms.items()
    }
    return Index(
        columns=columns,
        kinds=_table(_KINDS),
        schemes={name: _table(terms) for name, terms in _SCHEMES.items()},
        platform_hosts={"facebook.com": "facebook", "plus.google.com": "googlePlus"},
        labels=labels,
    )


ReadText = Callable[..., Inventory]


@pytest.fixture
def read(tmp_path: Path, index: Index) -> ReadText:
    """Reads a table given as text or bytes, with a company file where one is given."""

    def read(
        table: str | bytes, company: str | bytes | None = None, **options: object
    ) -> Inventory:
        folder = tmp_path / "shop"
        folder.mkdir(exist_ok=True)
        data = table.encode() if isinstance(table, str) else table
        (folder / "touchpoints.csv").write_bytes(data)
        if company is not None:
            toml = company.encode() if isinstance(company, str) else company
            (folder / "company.toml").write_bytes(toml)
        complete = options.get("complete")
        assert complete is None or isinstance(complete, list)
        return read_inventory(folder, as_of=AS_OF, complete=complete, index=index)

    return read


def codes(inventory: Inventory) -> list[str]:
    """The codes of an inventory's problems, without the note that there is no company file."""
    return [p.code for p in inventory.problems if p.code != "no-company-file"]
