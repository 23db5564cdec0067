"""Cases of the gap rules: a tiny company each, what its rule finds there, and what decides it.

A case is a folder ``<rule>/<case>`` with

* ``company.toml`` and ``touchpoints.csv``: the company, called *Case*;
* ``expected.csv``: every finding of the rule (``*`` stands for whatever is not named); empty where
  nothing is in the rule's range;
* ``decisive.csv``: a cell (or, for the row ``company``, a key) and what the rule finds of
  ``concerns`` once it is taken out (``-``: nothing any more);
* ``as_of.txt``: the day, where it matters;
* ``cross_hairs.txt``: where the call sets the cross-hairs, if it does;
* ``supposed.csv``: touchpoints that are only supposed, as a simulation adds them: what their cells
  do not say stays open.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from tpgraph.inventory import edit_inventory, read_inventory
from tpgraph.inventory.crosshairs import with_cross_hairs
from tpgraph.inventory.recognise import load_index
from tpgraph.model import Edit, Finding, Inventory
from tpgraph.pipeline import Analysis, analyse
from tpgraph.reason.conclusions import Options
from tpgraph.reason.rules import load_rules
from tpgraph.vocabulary import NAMESPACE

HERE = Path(__file__).parent
AS_OF = date(2026, 1, 15)
COMPANY = "company"
NOTHING = "-"
ANY_OTHER = "*"

# Which schemes a rule's concerns come from (empty: the kinds); the others are about touchpoints or
# the company.
SCHEMES = {
    "category-uncovered": "touchpointCategories",
    "stage-uncovered": "purchaseStages",
    "stage-one-sided": "purchaseStages",
    "goal-unserved": "goals",
    "broken-handover": "purchaseStages",
    "stage-without-support": "purchaseStages",
    "modality-missing": "modalities",
    "often-omitted-type": "",
    "area-overabundant": "touchpointCategories purchaseStages modalities goals",
}


@dataclass(frozen=True)
class Case:
    """One case, by its folder."""

    folder: Path

    @property
    def rule(self) -> str:
        """The rule it is about."""
        return self.folder.parent.name

    def __str__(self) -> str:
        return f"{self.rule}/{self.folder.name}"

    @property
    def as_of(self) -> date:
        """The day of the analysis."""
        path = self.folder / "as_of.txt"
        return date.fromisoformat(path.read_text().strip()) if path.exists() else AS_OF

    @property
    def expected(self) -> list[tuple[str, str]]:
        """Status and concern of each finding, as written."""
        return [(row["status"], row["concerns"]) for row in read_rows(self.folder / "expected.csv")]

    @property
    def statuses(self) -> set[str]:
        """The statuses that it shows."""
        return {status for status, _ in self.expected}

    @property
    def decisive(self) -> list[dict[str, str]]:
        """The cells that decide: row, column, concerns, then."""
        path = self.folder / "decisive.csv"
        return read_rows(path) if path.exists() else []

    @property
    def supposed(self) -> list[Edit]:
        """What is only supposed, as additions."""
        path = self.folder / "supposed.csv"
        rows = read_rows(path) if path.exists() else []
        return [Edit("add", None, {k: v for k, v in r.items() if v}, True) for r in rows]

    @property
    def cross_hairs(self) -> str | None:
        """Where the call sets the cross-hairs."""
        path = self.folder / "cross_hairs.txt"
        return path.read_text().strip() if path.exists() else None

    @property
    def inventory(self) -> Inventory:
        """Its company."""
        inventory = read_inventory(self.folder, as_of=self.as_of)
        if self.cross_hairs is not None:
            inventory = with_cross_hairs(inventory, self.cross_hairs)
        return edit_inventory(inventory, self.supposed) if self.supposed else inventory

    def analyse(self, engine: str = "oxigraph", folder: Path | None = None) -> Analysis:
        """The analysis of its company, or of a changed copy of it in ``folder``."""
        analysis = analyse(
            folder or self.folder, engine=engine, as_of=self.as_of, cross_hairs=self.cross_hairs
        )
        return analysis.edited(self.supposed) if self.supposed else analysis

    def analyse_alone(self, engine: str) -> Analysis:
        """What an engine gives where, of the gap rules, only the one at hand is asked."""
        rules = load_rules()
        gaps = tuple(rule for rule in rules.gaps if rule.name == self.rule)
        return Analysis(self.inventory, Options("en", engine), replace(rules, gaps=gaps))

    def copy_without(self, row: str, column: str, folder: Path) -> Path:
        """A copy of the company with one cell blank, or one key of the company taken out."""
        company = (self.folder / "company.toml").read_text(encoding="utf-8")
        rows = read_rows(self.folder / "touchpoints.csv")
        if row == COMPANY:
            company, taken_out = re.subn(rf"(?m)^{column} =.*\n", "", company)
        else:
            cells = [r for r in rows if r["name"] == row]
            taken_out = sum(1 for r in cells if r[column])
            for r in cells:
                r[column] = ""
        assert taken_out == 1, f"{self}: {row}, {column} is not one filled cell"
        copy = folder / "case"
        copy.mkdir()
        (copy / "company.toml").write_text(company, encoding="utf-8")
        write_rows(copy / "touchpoints.csv", rows)
        return copy


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by their headers."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    """Writes rows with the headers of the first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case there is, in a fixed order."""
    return tuple(Case(path.parent) for path in sorted(HERE.glob("*/*/expected.csv")))


def concern_iri(rule: str, text: str, analysis: Analysis) -> str:
    """The IRI of a term, a touchpoint or the company that a table of expectations names."""
    schemes = SCHEMES.get(rule)
    terms: set[str] = set()
    for scheme in () if schemes is None else schemes.split() or (None,):
        iris = load_index().terms(NAMESPACE + scheme if scheme else None, text)
        terms |= set(iris[:1] if len(iris) == 1 else ())
    # A name that schemes share says nothing: "awareness" is a goal and a stage.
    assert len(terms) <= 1, f"{text} is the name of {sorted(terms)}"
    if terms:
        return terms.pop()
    names = {t.name: t.iri for t in analysis.inventory.touchpoints}
    names[analysis.inventory.company.name] = analysis.inventory.company.iri
    return names[text]


def found_by(rule: str, findings: Iterable[Finding]) -> dict[str, str]:
    """What a rule finds: concern to status."""
    found: dict[str, str] = {}
    for finding in findings:
        if finding.rule == rule:
            (concern,) = finding.concerns
            assert concern not in found
            found[concern] = finding.status
    return found


def check_expected(case: Case, analysis: Analysis) -> None:
    """The rule finds what the case expects, and nothing else; an unknown says what settles it."""
    for finding in analysis.all_findings:
        assert bool(finding.settled_by) == (finding.status == "unknown"), finding
    found = found_by(case.rule, analysis.all_findings)
    rest = dict(found)
    for status, text in case.expected:
        if text != ANY_OTHER:
            iri = concern_iri(case.rule, text, analysis)
            assert rest.pop(iri, None) == status, f"{case}: {text}"
    others = {status for status, text in case.expected if text == ANY_OTHER}
    assert len(others) <= 1
    assert set(rest.values()) == others, f"{case}: {rest}"


def check_range(analysis: Analysis) -> None:
    """Every rule says of each subject in its range one thing, once."""
    active = analysis.active_count
    found = Counter(f.rule for f in analysis.all_findings)
    assert found["category-uncovered"] == 7
    assert found["stage-uncovered"] == 5
    assert found["modality-missing"] == 2
    assert found["no-after-sales-support"] == 1
    assert found["no-feedback-loop"] == 1
    assert found["no-understanding-method"] == 1
    assert found["no-personal-contact"] <= 1
    assert found["single-contact-reliance"] <= 1
    assert found["broken-handover"] <= 4
    assert found["stage-without-support"] <= 5
    assert found["inconsistent-touchpoint"] == active
    assert found["isolated-touchpoint"] == active
    for rule in (
        "concentrate-here",
        "possible-overkill",
        "too-costly",
        "limited-accessibility",
        "unplanned-touchpoint",
        "unreviewed-touchpoint",
    ):
        assert found[rule] == active
    for rule in (
        "unowned-touchpoint",
        "unmeasured-digital",
        "dead-platform",
        "duplicate-touchpoint",
        "service-risk",
    ):
        assert found[rule] <= active
    ids = [f.id for f in analysis.all_findings]
    assert len(ids) == len(set(ids))
