"""What the rules for advice propose in small companies, before it is simulated.

A case is a folder with ``company.toml`` and ``touchpoints.csv``, a company called *Case*, with

* ``rules.txt``: the rules that it is about, a line each;
* ``candidates.csv``: everything that they propose there, each line judged by hand: is it right by
  what the rule says of itself? A rule that is named and has no line is to be silent.

``python -m tests.advice.records`` writes all records anew, so that a change of a rule shows in the
difference. All cases share a store, as in a batch.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from tests.rules.cases import Case as Company
from tests.rules.cases import read_rows
from tests.rules.pools import Pool, Shared
from tpgraph.inventory.graph import InventoryGraph
from tpgraph.reason.advice.candidates import Candidate, advising, candidates_of
from tpgraph.reason.infer import RawFinding
from tpgraph.reason.rules import Rule, RuleSet, load_rules
from tpgraph.store import Engine, Triple
from tpgraph.vocabulary import NAMESPACE

HERE = Path(__file__).parent
KINDS = "https://w3id.org/tpgraph/data/kinds/"
FILE = "candidates.csv"
COLUMNS = (
    "rule", "action", "target", "suggests", "covers", "rank", "edit", "link", "settles", "effort",
    "addresses",
)  # fmt: skip
Record = dict[str, str]


@dataclass(frozen=True)
class Case(Company):
    """One case, by its folder."""

    def __str__(self) -> str:
        return self.folder.name

    @cached_property
    def rules(self) -> frozenset[str]:
        """The rules that it is about."""
        return frozenset((self.folder / "rules.txt").read_text(encoding="utf-8").split())

    @property
    def recorded(self) -> list[Record]:
        """What its rules propose, as recorded."""
        return read_rows(self.folder / FILE)


@dataclass(frozen=True)
class _Advised(Pool):
    """All cases together, with the findings of every rule."""

    @cached_property
    def rules(self) -> RuleSet:
        return load_rules()

    @cached_property
    def graph(self) -> InventoryGraph:
        return _WithKinds(self.companies)

    @cached_property
    def engine(self) -> Engine:
        """What the rules for advice are asked over: the findings too, ok ones included."""
        return advising(self.inference)


class _WithKinds(Shared):
    """The companies, and the kinds of ``kinds.nt``, of needs that no shipped one has."""

    @cached_property
    def ntriples(self) -> bytes:
        return super().ntriples + (HERE / "kinds.nt").read_bytes()


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case there is, in a fixed order."""
    return tuple(Case(path.parent) for path in sorted(HERE.glob("*/rules.txt")))


@cache
def _pool(rule: str = "") -> _Advised:
    """All cases, or those that are about a rule."""
    return _Advised(rule, tuple(c for c in all_cases() if not rule or rule in c.rules))


def proposals(rule: Rule) -> set[Triple]:
    """What a rule, as it is or changed, proposes in the cases that are about it."""
    return set(_pool(rule.name).engine.construct(rule.text))


@cache
def proposed() -> dict[Case, list[Record]]:
    """What each case's rules propose."""
    pool = _pool()
    records: dict[Case, list[Record]] = {case: [] for case in all_cases()}
    for candidate in candidates_of(pool.engine, pool.rules):
        company = candidate.id.partition("/recommendation/")[0]
        case = pool.companies[company]
        assert isinstance(case, Case)
        if candidate.rule in case.rules:
            records[case].append(_record(candidate, company, pool.inference.findings))
    return {case: sorted(each, key=lambda r: tuple(r.values())) for case, each in records.items()}


def _record(candidate: Candidate, company: str, findings: dict[str, RawFinding]) -> Record:
    def short(text: str | None) -> str:
        text = (text or "").replace(company + "/", "").replace(company, "company")
        return text.replace(NAMESPACE, "").replace(KINDS, "")

    def listed(texts: set[str]) -> str:
        return " | ".join(sorted(map(short, texts)))

    edits = {f"{column}={text}" for column, texts in candidate.cells.items() for text in texts}
    found = [findings[f] for f in candidate.addresses]
    return {
        "rule": candidate.rule,
        "action": candidate.action,
        "target": short(candidate.target),
        "suggests": short(candidate.kind),
        "covers": listed(candidate.covers),
        "rank": f"{candidate.rank:g}" if candidate.kind else "",
        "edit": listed(edits),
        "link": listed(candidate.links),
        "settles": listed(candidate.settles),
        "effort": candidate.effort,
        "addresses": listed({f"{f.rule} {' '.join(f.concerns)}" for f in found}),
    }


def write(case: Case) -> None:
    """Writes ``candidates.csv`` of a case."""
    with (case.folder / FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(proposed()[case])


if __name__ == "__main__":
    for each in all_cases():
        write(each)
    sys.exit(0)
