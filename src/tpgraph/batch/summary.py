"""What holds across companies: which gaps are common, how each stands against its industry.

Only answers that are known count: what is unknown is shown apart and never ranked as a gap.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from tpgraph.batch.plan import Plan
from tpgraph.batch.settings import Settings
from tpgraph.reason.rules import load_rules
from tpgraph.text import normalise

COMPANIES = (
    "company", "iri", "source", "industry", "size", "touchpoints", "active", "gaps", "high",
    "medium", "low", "accepted", "unknown", "in_order", "known_share", "gap_share", "peers",
    "peers_gap_share", "difference", "position", "ranked", "note", "errors", "warnings",
)  # fmt: skip
RULES = (
    "rule", "title", "companies_with_gap", "companies_in_order", "companies_unknown",
    "share_with_gap", "gaps", "unknown", "in_order",
)  # fmt: skip
INDUSTRIES = (
    "industry", "companies", "rule", "title", "companies_known", "companies_with_gap",
    "share_with_gap", "note",
)  # fmt: skip
NUMBERS = frozenset({*COMPANIES[5:21], *COMPANIES[22:], *RULES[2:], "companies", *INDUSTRIES[4:7]})
# In a smaller group a position, or a share, says more of chance than of the companies.
SMALL = 5
LEVELS = ("high", "medium", "low")


class _Tally:
    """A rule's answers among a group of companies."""

    def __init__(self) -> None:
        self.with_gap = self.in_order = self.unknown = 0  # companies
        self.gaps = self.unknowns = self.oks = 0  # findings
        self.shares = 0.0  # of gaps among what is known, added up over companies

    @property
    def known(self) -> int:
        """How many companies have an answer."""
        return self.with_gap + self.in_order

    def add(self, gap: int, unknown: int, ok: int) -> None:
        self.with_gap += gap > 0
        self.in_order += gap == 0 and ok > 0
        self.unknown += gap == 0 and ok == 0
        self.gaps, self.unknowns, self.oks = self.gaps + gap, self.unknowns + unknown, self.oks + ok
        if gap + ok:
            self.shares += gap / (gap + ok)

    def share_of_others(self, gap: int, ok: int) -> float | None:
        """The mean share of gaps among the other companies of the group with an answer."""
        others = self.known - 1
        return (self.shares - gap / (gap + ok)) / others if others > 0 else None


class _Standing(NamedTuple):
    """A company's share of gaps, its peers' on the same rules, and the difference; or None."""

    own: float | None
    peers: float | None
    difference: float | None


class Summary:
    """Reads the companies' counts, a line each, as often as it needs to; keeps none of them.

    What it keeps is a tally for each rule and industry, and one number a company.
    """

    def __init__(self, counts: Path, settings: Settings) -> None:
        self._counts = counts
        self._settings = settings
        self._rules = load_rules(settings.lang, settings.options().rules_dir)
        self._all: dict[str, _Tally] = {rule.name: _Tally() for rule in self._rules.gaps}
        self._industries: dict[str, dict[str, _Tally]] = {}
        self._sizes: Counter[str] = Counter()
        self._labels: dict[str, str] = {}
        self._open: Counter[str] = Counter()
        self._accepted = 0
        for told in self._companies():
            self._add(told)

    def _companies(self) -> Iterator[dict[str, Any]]:
        with self._counts.open(encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)

    def _add(self, told: dict[str, Any]) -> None:
        key = self._industry(told)
        self._sizes[key] += 1
        tallies = self._industries.setdefault(key, {})
        for rule, answers in told["rules"].items():
            self._all.setdefault(rule, _Tally()).add(*answers)
            tallies.setdefault(rule, _Tally()).add(*answers)
        self._open.update(told["open_levels"])
        self._accepted += told["accepted"]

    def _industry(self, told: dict[str, Any]) -> str:
        """What companies are held together by: the term, or the text where it is no term."""
        if not told["industry"]:
            return ""
        stated: str = told["industry"][0]
        key = stated if stated in self._rules.labels else normalise(stated)
        self._labels.setdefault(key, self._rules.labels.get(stated, stated))
        return key

    def _standing(self, told: dict[str, Any]) -> _Standing:
        tallies = self._industries[self._industry(told)]
        known = gaps = compared = own = 0
        peers = 0.0
        for rule, (gap, _, ok) in sorted(told["rules"].items()):
            if not gap + ok:
                continue
            known, gaps = known + gap + ok, gaps + gap
            others = tallies[rule].share_of_others(gap, ok)
            if others is not None:
                compared, own = compared + gap + ok, own + gap
                peers += others * (gap + ok)
        share = gaps / known if known else None
        if not compared or not told["industry"]:
            return _Standing(share, None, None)
        return _Standing(share, peers / compared, round((own - peers) / compared, 6))

    @cached_property
    def _ranks(self) -> dict[str, array[float]]:
        """The differences of each industry's companies, in order."""
        found: dict[str, list[float]] = {}
        for told in self._companies():
            if (difference := self._standing(told).difference) is not None:
                found.setdefault(self._industry(told), []).append(difference)
        return {key: array("d", sorted(values)) for key, values in found.items()}

    def companies(self) -> Iterator[list[str]]:
        """A row of ``COMPANIES`` for each company.

        ``gap_share`` is that of gaps among known answers; ``peers_gap_share`` that of the other
        companies of the industry on the same rules, each rule weighing as much as it does for the
        company; ``difference`` is own less peers', on the rules that some peer has an answer to;
        ``position`` counts from the lowest difference, among ``ranked`` companies.
        """
        for told in self._companies():
            gap, unknown, ok = (sum(column) for column in zip(*told["rules"].values(), strict=True))
            standing = self._standing(told)
            ranks = self._ranks.get(self._industry(told), array("d"))
            position, note = "", ""
            if not told["industry"]:
                note = "no-industry"
            elif standing.difference is None:
                note = "no-peers-known" if gap + ok else "nothing-known"
            elif len(ranks) < SMALL:
                note = "few-peers"
            else:
                position = str(1 + bisect_left(ranks, standing.difference))
            size = told["size"][0] if told["size"] else ""
            yield [
                told["company"], told["iri"], told["source"],
                self._labels.get(self._industry(told), ""),
                self._rules.labels.get(size, size),
                str(told["touchpoints"]), str(told["active"]), str(gap),
                *(str(told["levels"].get(level, 0)) for level in LEVELS),
                str(told["accepted"]), str(unknown), str(ok),
                _share(gap + ok, gap + unknown + ok), _number(standing.own),
                str(self._sizes[self._industry(told)] - 1) if told["industry"] else "",
                _number(standing.peers), _number(standing.difference), position,
                str(len(ranks)) if position else "", note,
                str(told["errors"]), str(told["warnings"]),
            ]  # fmt: skip

    def rules(self) -> Iterator[list[str]]:
        """A row of ``RULES`` for each rule, the commonest gap first."""
        order = sorted(self._all, key=lambda rule: (-self._all[rule].with_gap, rule))
        for rule in order:
            t = self._all[rule]
            numbers = (t.with_gap, t.in_order, t.unknown)
            share = _share(t.with_gap, t.known)
            found = (t.gaps, t.unknowns, t.oks)
            yield [rule, self._title(rule), *map(str, numbers), share, *map(str, found)]

    def industries(self) -> Iterator[list[str]]:
        """A row of ``INDUSTRIES`` for each industry and rule with an answer."""
        for key in sorted(self._industries, key=lambda k: (-self._sizes[k], k)):
            for rule, t in sorted(self._industries[key].items()):
                note = "few-known" if t.known < SMALL else ""
                yield [
                    self._labels.get(key, ""), str(self._sizes[key]), rule, self._title(rule),
                    str(t.known), str(t.with_gap), _share(t.with_gap, t.known), note,
                ]  # fmt: skip

    def to_json(self, plan: Plan, files: list[str]) -> dict[str, Any]:
        """The summary of the summary (``schemas/batch.json``)."""
        tallies = self._all.values()
        analysed = self._sizes.total()
        return {
            "schema": 1,
            "lang": self._settings.lang,
            "company": None,
            "as_of": self._settings.day().isoformat(),
            "companies": plan.companies,
            "analysed": analysed,
            "passed_over": plan.companies - analysed,
            "rows_left_out": plan.lost,
            "counts": {
                "gap": sum(t.gaps for t in tallies),
                "unknown": sum(t.unknowns for t in tallies),
                "ok": sum(t.oks for t in tallies),
                "accepted": self._accepted,
            },
            "companies_with_open": {level: self._open[level] for level in LEVELS},
            "rules": [
                dict(zip(RULES, [*row[:2], *map(_value, row[2:])], strict=True))
                for row in self.rules()
            ],
            "industries": [
                {"industry": self._labels.get(key), "companies": count}
                for key, count in sorted(self._sizes.items(), key=lambda item: (-item[1], item[0]))
            ],
            "files": files,
        }

    def _title(self, rule: str) -> str:
        entry = self._rules.entries.get(rule)
        return entry.text("title", self._settings.lang) if entry else ""


def _share(part: int, whole: int) -> str:
    return _number(part / whole) if whole else ""


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


def _value(text: str) -> float | int | None:
    return None if not text else float(text) if "." in text else int(text)
