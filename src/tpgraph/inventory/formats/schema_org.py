"""schema.org's types and properties as ours: the rows of the mapping that hold for every instance.

What is exactly, narrowly or closely matched is taken: a schema:HairSalon is one of our beauty
salons. Of a broad match nothing follows: not every schema:Store is a pop-up shop.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import NamedTuple

from tpgraph.errors import OntologyError
from tpgraph.phrases import phrase
from tpgraph.resources import ontology_dir
from tpgraph.vocabulary import COLUMNS, NAMESPACE

SCHEMA = "https://schema.org/"
_FILE = "mappings/schema.org.sssom.tsv"
_TAKEN = ("exactMatch", "narrowMatch", "closeMatch")  # from the best
# Names and descriptions are no terms of our ontology's own, so the mapping does not hold them.
_ALWAYS = {"name": "name", "description": "notes"}
_COMPANIES = frozenset({"Organization", "LocalBusiness"})


class Mapped(NamedTuple):
    """The mapping by the names of schema.org.

    ``kinds`` leads to our IRIs and whether the match is only a close one, ``columns`` to our
    columns; ``companies`` are the types that stand for a company.
    """

    kinds: dict[str, tuple[str, bool]]
    columns: dict[str, str]
    companies: frozenset[str]


@cache
def mapped() -> Mapped:
    """The mapping, read once. Raises OntologyError where its file is missing or broken."""
    path = ontology_dir() / _FILE
    properties = {column.property_iri: name for name, column in COLUMNS.items()}
    kinds: dict[str, tuple[str, bool]] = {}
    columns = dict(_ALWAYS)
    companies = set(_COMPANIES)
    try:
        lines = [line for line in path.read_text("utf-8").splitlines() if line[:1] != "#"]
        rows = list(csv.DictReader(lines, delimiter="\t"))
        for match in _TAKEN:
            for row in (r for r in rows if r["predicate_id"] == f"skos:{match}"):
                ours = row["subject_id"].replace("tpg:", NAMESPACE, 1)
                theirs = row["object_id"].removeprefix("schema:")
                name = ours.removeprefix(NAMESPACE)
                if ours in properties:
                    columns.setdefault(theirs, properties[ours])
                elif name == "businessCompany":
                    companies.add(theirs)
                elif name[:1].isupper():
                    kinds.setdefault(theirs, (ours, match == "closeMatch"))
    except (OSError, KeyError, UnicodeDecodeError, csv.Error) as error:
        broken = phrase("call.broken-install", path=str(path), why=str(error))
        raise OntologyError(broken) from error
    return Mapped(kinds, columns, frozenset(companies))
