"""Small companies made up by hypothesis, and what the rules find of them."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from tpgraph.inventory import read_inventory
from tpgraph.model import Finding, Inventory
from tpgraph.pipeline import analyse

AS_OF = date(2026, 1, 15)
YES_NO = ("", "yes", "no", "unknown")
VALUES: dict[str, tuple[str, ...]] = {
    "type": ("", "Coupon", "Website", "Customer service", "Receipt", "Social media page", "none"),
    "category": ("", "advertising", "sales promotion|public relations", "word of mouth", "none"),
    "stages": ("", "purchase", "post-purchase", "need-recognition|purchase", "evaluation", "none"),
    "goals": ("", "awareness", "acquisition|retention", "none"),
    "modality": ("", "physical", "virtual", "physical|virtual", "emotional", "none"),
    "ownership": ("", "brand", "partner", "customer", "social", "none"),
    "status": ("", "active", "planned", "retired"),
    "owner": ("", "Ana", "none"),
    "clicks": ("", "0", "12", "none"),
    "reach": ("", "300", "none"),
    "values_ok": YES_NO,
    "message_ok": YES_NO,
    "look_ok": YES_NO,
    "tone_ok": YES_NO,
    "supports": ("", "yes", "no"),
    "personal": ("", "personal", "nonpersonal", "none"),
    "feedback": ("", "yes", "no"),
    "channel": ("", "Facebook", "Google+", "storify", "Village notice network"),
    "url": ("", "example.com", "https://www.Example.com/", "http://example.com/a", "none"),
    "cost": ("", "0", "100", "300", "12.5"),
    "currency": ("", "EUR", "USD"),
    "conversions": ("", "0", "3", "10"),
    "contacts": ("", "100"),
    "satisfaction": ("", "1", "2", "4.5"),
    "satisfaction_scale": ("", "1-5", "0-10", "nps"),
    "importance": ("", "1", "3", "5"),
    "leads_to": ("", "T1", "T2", "T1|T3", "none"),
}
SCOPES = ("category", "stages", "goals", "modality", "ownership", "owner", "metrics", "leads_to",
          "supports", "type", "clicks", "personal", "feedback")  # fmt: skip
BOUNDS = (
    "category_count_max = 1", "stage_share_max = 0.5", "goal_cost_ratio_max = 1.5",
    "modality_cost_ratio_max = 1", "cost_per_conversion_max = 10", "cost_per_contact_max = 1",
    "satisfaction_min = 3", 'satisfaction_scale = "1-5"', 'currency = "EUR"',
    'crosshair = "medians"', "importance_crosshair = 0.5",
)  # fmt: skip
Row = dict[str, str]


@dataclass(frozen=True)
class Shop:
    """A company as its files have it."""

    rows: tuple[Row, ...]
    goals: tuple[str, ...] | None
    complete: tuple[str, ...] | bool
    bounds: tuple[str, ...] = ()

    def with_rows(self, rows: Sequence[Row]) -> Shop:
        """The same company with other rows."""
        return replace(self, rows=tuple(rows))

    def write(self, folder: Path) -> None:
        """Writes its two files."""
        complete = (
            str(self.complete).lower() if isinstance(self.complete, bool) else _list(self.complete)
        )
        lines = ['name = "Shop"', f"complete = {complete}"]
        if self.goals is not None:
            lines.append(f"goals = {_list(self.goals)}")
        lines += ["[bounds]", *self.bounds]
        (folder / "company.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        out = io.StringIO()
        writer = csv.DictWriter(out, ["name", *VALUES], lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        (folder / "touchpoints.csv").write_text(out.getvalue(), encoding="utf-8")

    def inventory(self) -> Inventory:
        """The company, read. Its folder, and so its IRI, is always called shop."""
        with tempfile.TemporaryDirectory() as parent:
            folder = Path(parent) / "shop"
            folder.mkdir()
            self.write(folder)
            return read_inventory(folder, as_of=AS_OF)

    def findings(self, engine: str = "oxigraph") -> dict[str, Finding]:
        """All findings by id. The company's folder, and so its IRI, is always called shop."""
        with tempfile.TemporaryDirectory() as parent:
            folder = Path(parent) / "shop"
            folder.mkdir()
            self.write(folder)
            return {f.id: f for f in analyse(folder, as_of=AS_OF, engine=engine).all_findings}


def _list(values: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


def rows() -> st.SearchStrategy[Row]:
    """A row without its name."""
    return st.fixed_dictionaries({c: st.sampled_from(values) for c, values in VALUES.items()})


@st.composite
def shops(draw: st.DrawFn, largest: int = 6) -> Shop:
    """Companies of three touchpoints and more, which may lead to T1, T2 and T3."""
    found = draw(st.lists(rows(), min_size=3, max_size=largest))
    return Shop(
        rows=tuple({"name": f"T{i}", **row} for i, row in enumerate(found, start=1)),
        goals=draw(
            st.sampled_from([None, (), ("retention",), ("awareness", "acquisition", "retention")])
        ),
        bounds=tuple(draw(st.lists(st.sampled_from(BOUNDS), unique=True))),
        complete=draw(st.booleans() | st.lists(st.sampled_from(SCOPES), unique=True).map(tuple)),
    )
