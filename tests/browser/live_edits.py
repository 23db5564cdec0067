"""Edits of all kinds that a live page can make, at random but always the same ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from tpgraph.model import Edit, Inventory
from tpgraph.pipeline import Analysis

_TEXTS: Mapping[str, tuple[str, ...]] = {
    "owner": ("Marta", "none", "Ana; Ion", "нет", "Sales | IT"),
    "plan": ('Say "hello"; then wait', "nessuno", "two\\three"),
    "channel": ("Facebook", "Google", "Google+", "Vine|Instagram", "none", "door to door"),
    "url": ("https://www.facebook.com/x/", "http://Example.org/A", "none", "https://vine.co/y"),
    "currency": ("EUR", "RON", "none"),
    "satisfaction_scale": ("1-5", "0-10", "nps", "none"),
    "importance_scale": ("1-7", "0-100"),
    "audience": ("tourists|locals", "هیچ"),
    "languages": ("en|ro", "fa", "unknown"),
    "hours": ("9-17; closed on Sunday", "none"),
    "notes": ("a; b | c", "none", "Ștefan și ўкраїна"),
}
_BOUNDS = {
    "bounds.review_days": ("30", "400"),
    "bounds.category_share_max": ("0.2", "1"),
    "bounds.cost_per_contact_max": ("0.5", "12.25"),
    "bounds.satisfaction_min": ("3.5",),
    "bounds.languages": ("en|ro", "fa"),
}


class Maker:
    """Makes series of edits of one inventory as its page could."""

    def __init__(self, analysis: Analysis, live: Mapping[str, Any], seed: int) -> None:
        self.inventory: Inventory = analysis.inventory
        self.live = live
        self.random = random.Random(seed)
        self.names = [row.name for row in self.inventory.touchpoints]

    def series(self, length: int) -> list[Edit]:
        """Some edits, one after the other."""
        made = [self._one() for _ in range(length)]
        return [edit for edit in made if edit is not None]

    def _one(self) -> Edit | None:
        makers: list[tuple[Callable[[], Edit | None], int]] = [
            (self._add, 2), (self._retire, 1), (self._cell, 8), (self._company, 3),
        ]  # fmt: skip
        chosen = self.random.choices([m for m, _ in makers], [w for _, w in makers])[0]
        return chosen()

    def _add(self) -> Edit | None:
        kind = self.random.choice(self.live["kinds"])
        number = self.random.randrange(10**6)
        mention = self.random.choice(("", " on Facebook", " Vine"))
        name = f"Try {number}{mention}"
        cells = {"type": kind["text"], "name": name}
        for column in self.random.sample(["stages", "owner", "url", "leads_to", "look_ok"], 2):
            if text := self._text(column, name):
                cells[column] = text
        self.names.append(name)
        return Edit("add", None, cells)

    def _retire(self) -> Edit | None:
        rows = self.inventory.touchpoints
        return Edit("retire", self.random.choice(rows).iri) if rows else None

    def _cell(self) -> Edit | None:
        if not self.inventory.touchpoints:
            return None
        row = self.random.choice(self.inventory.touchpoints)
        column = self.random.choice(list(self.live["columns"]))
        text = self._text(column, row.name)
        return None if text is None else Edit("change", row.iri, {column: text})

    def _text(self, column: str, own: str) -> str | None:
        entry = self.live["columns"][column]
        if self.random.random() < 0.15:
            return ""
        if column in _TEXTS:
            return self.random.choice(_TEXTS[column])
        if column == "leads_to":
            others = [n for n in self.names if n != own and "|" not in n]
            unique = [n for n in others if self.names.count(n) == 1]
            linked = self.random.sample(unique, min(len(unique), self.random.choice((1, 2))))
            return "|".join(linked) or "none"
        if column == "type":
            return str(self.random.choice(self.live["kinds"])["text"])
        if "choices" in entry:
            count = 1 if entry["parts"] is None else self.random.choice((1, 1, 2))
            picked = self.random.sample(entry["choices"], min(count, len(entry["choices"])))
            return "|".join(c["text"] for c in picked)
        if entry["holds"] == "date":
            return self.random.choice(("2020-03-01", "2026-11-01", "none"))
        if column in ("satisfaction", "importance"):  # whatever their scale is
            return self.random.choice(("1", "2", "4.5"))
        low = entry["low"] or 0
        return str(self.random.choice((low, low + 1, entry["high"] or 250.5))).removesuffix(".0")

    def _company(self) -> Edit:
        iri = self.inventory.company.iri
        key = self.random.choice([*self.live["company"], "complete", "complete"])
        if key == "complete":
            names = [c["name"] for c in self.live["save"]["columns"]]
            return Edit("change", iri, {key: "|".join(self.random.sample(names, 3))})
        entry = self.live["company"][key]
        if self.random.random() < 0.2:
            return Edit("change", iri, {key: ""})
        if key in _BOUNDS:
            return Edit("change", iri, {key: self.random.choice(_BOUNDS[key])})
        if entry["holds"] == "concept":
            if self.random.random() < 0.2:
                return Edit("change", iri, {key: "none"})
            texts = [c["text"] for c in entry["choices"]]
            count = 1 if entry["one"] else 2
            return Edit("change", iri, {key: "|".join(self.random.sample(texts, count))})
        text = self.random.choice(("yes", "no")) if entry["holds"] == "yesno" else "0.5"
        return Edit("change", iri, {key: text})
