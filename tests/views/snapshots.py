"""Snapshots made by hand for the page's tests: a shop, many touchpoints, hostile text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

LANGS = ("en", "ro", "ru", "fa", "it")
TPG = "https://w3id.org/tpgraph/ontology#"
SHOP = "https://w3id.org/tpgraph/data/shop"

# {group: {name: {language: label}}}, in the order in which the page shows them
TERMS: dict[str, dict[str, dict[str, str]]] = json.loads(
    Path(__file__).with_name("terms.json").read_bytes()
)

# name, stage, category, modality
SHOP_TOUCHPOINTS = (
    ("Shop window", "needRecognition", "advertising", "physical"),
    ("Leaflet", "needRecognition", "advertising|directMarketing", "physical"),
    ("Banner", "needRecognition", "advertising", "virtual"),
    ("Press release", "informationSearch", "publicRelations", "virtual"),
    ("Facebook page", "informationSearch", "publicRelations|wordOfMouth", "virtual"),
    ("Website", "informationSearch", "", "virtual"),
    ("Newsletter", "informationSearch", "directMarketing", "virtual"),
    ("Shop assistants", "purchase", "personalSelling", "physical"),
    ("Cashier", "purchase", "personalSelling", "physical"),
    ("Jeans sale", "purchase", "salesPromotion", "physical"),
    ("Receipt", "postPurchase", "", "physical"),
    ("Coupon on the receipt", "postPurchase", "salesPromotion", "physical"),
    ("Customer service", "postPurchase", "", "physical"),
    ("Noticeboard", "", "", ""),
)


def iri(name: str) -> str:
    """The address of a term of the ontology."""
    return TPG + name


def texts(text: str) -> dict[str, str]:
    """One text in every language, told apart by the language's code."""
    return {lang: text if lang == "en" else f"{text} [{lang}]" for lang in LANGS}


def no_plots() -> dict[str, Any]:
    """The data of plots of a company that has neither rated anything nor knows any cost."""
    nothing: dict[str, Any] = {"points": [], "unsettled": 0, "missing": [], "company_missing": []}
    lines: dict[str, Any] = {
        "lines": None,
        "sources": [],
        "others": None,
        "means": None,
        "medians": None,
    }
    return {
        "ratings": {**nothing, **lines},
        "costs": {**nothing, "bounds": {}, "bound_currency": None},
    }


def some_queries() -> dict[str, Any]:
    """A rule's file, an example and a word."""
    return {
        "prefixes": {"tpg": TPG, "rule": "https://w3id.org/tpgraph/rule/"},
        "rules": {
            "category-uncovered": "# A category without a touchpoint.\nCONSTRUCT {} WHERE {}"
        },
        "examples": [
            {
                "name": "uncovered-categories",
                "code": "Q1",
                "title": texts("Uncovered categories"),
                "question": texts("Which categories have no touchpoint?"),
                "parameters": {"lang": "en"},
                "text": "SELECT ?x WHERE { ?x tpg:label ?label . FILTER (LANG(?label) = ?lang) }",
            }
        ],
        "vocabulary": [
            {"term": "tpg:status", "label": texts("status"), "definition": texts("How it is.")}
        ],
    }


def shop_snapshot(*, lang: str = "en") -> dict[str, Any]:
    """A clothing shop: 14 touchpoints, no event, no evaluation, clicks unknown."""
    return _Maker(lang).shop()


def large_snapshot(count: int) -> dict[str, Any]:
    """A company with ``count`` touchpoints, spread over the map, each fourth with a finding."""
    return _Maker("en").large(count)


def hostile_snapshot(names: tuple[str, ...]) -> dict[str, Any]:
    """The shop with its first touchpoints, its own name and some cells replaced by ``names``."""
    data = _Maker("en").shop()
    for touchpoint, name in zip(data["touchpoints"], names, strict=False):
        touchpoint["name"] = name
        data["labels"][touchpoint["id"]] = {"": name}
        touchpoint["cells"].append(
            {"column": iri("costColumn"), "values": [name], "source": "stated", "place": name}
        )
    data["company"]["name"] = names[0]
    data["labels"][SHOP] = {"": names[0]}
    for recommendation in data["recommendations"]:
        recommendation["message"] = {lang: " ".join(n[:200] for n in names) for lang in LANGS}
    return data


class _Maker:
    def __init__(self, lang: str) -> None:
        self.data: dict[str, Any] = {
            "schema": 1,
            "generator": "tpgraph 0.1.0",
            "as_of": "2026-11-22",
            "lang": lang,
            "langs": list(LANGS),
            "company": {
                "iri": SHOP,
                "name": "Bottega",
                "facts": [
                    {"key": "sells_online", "values": ["false"]},
                    {"key": "complete", "values": [iri("categoryColumn"), iri("stagesColumn")]},
                ],
            },
            "labels": {SHOP: {"": "Bottega"}},
            "concepts": {},
            "stages": [iri(s) for s in TERMS["stages"]],
            "categories": [iri(c) for c in TERMS["categories"]],
            "modalities": [iri(m) for m in TERMS["modalities"]],
            "touchpoints": [],
            "findings": [],
            "recommendations": [],
            "matrix": {},
            "plots": no_plots(),
            "network": {"nodes": [], "edges": []},
            "counts": {"gap": 0, "unknown": 0, "ok": 3},
            "rules": {},
            "texts": {
                "settle.cell": texts("{column} of {subject} is not stated"),
                "settle.columns": texts("not stated: {columns}"),
                "settle.complete": texts("{column} is not declared complete"),
                "settle.goals": texts("no goals are stated"),
                "mark.list": {lang: "، " if lang == "fa" else ", " for lang in LANGS},
                "mark.parts": {lang: "؛ " if lang == "fa" else "; " for lang in LANGS},
            },
            "queries": some_queries(),
        }
        for terms in TERMS.values():
            for name, labels in terms.items():
                self.data["labels"][iri(name)] = labels
                self.data["concepts"][iri(name)] = {
                    "scheme": None,
                    "definition": texts(f"What {labels['en'].lower()} means."),
                    "broader": [],
                    "sources": ["seed000"],
                }

    def shop(self) -> dict[str, Any]:
        for name, stages, categories, modalities in SHOP_TOUCHPOINTS:
            self.touchpoint(name, stages, categories, modalities)
        touchpoints = self.data["touchpoints"]
        touchpoints[0]["links"] = [touchpoints[5]["id"]]
        touchpoints[2]["status"] = "planned"
        events = self.finding("category-uncovered", "gap", 0.7, [iri("eventsAndExperiences")])
        evaluation = self.finding("stage-uncovered", "gap", 0.8, [iri("evaluationOfAlternatives")])
        leaflet = self.finding("inconsistent-touchpoint", "gap", 0.5, [touchpoints[1]["id"]])
        website = self.finding("unmeasured-digital", "unknown", 0.4, [touchpoints[5]["id"]])
        goals = self.finding("goal-unserved", "unknown", 0.5, [SHOP])
        fair = self.recommendation("add", [events, evaluation], [events, evaluation])
        self.data["recommendations"][-1]["kinds"] = [
            {"kind": iri("Fair"), "why": texts("covers Events and experiences")}
        ]
        self.data["recommendations"][-1]["cell"] = {
            "stages": [iri("evaluationOfAlternatives")],
            "categories": [iri("eventsAndExperiences")],
        }
        clicks = self.recommendation("record", [website], [], target=touchpoints[5]["id"])
        self.data["recommendations"][-1]["makes_known"] = [website]
        for finding, recommendation in ((events, fair), (evaluation, fair), (website, clicks)):
            self.by_id(finding)["recommendations"] = [recommendation]
        self.by_id(events)["facts"] = [
            {
                "s": SHOP,
                "p": iri("complete"),
                "o": iri("categoryColumn"),
                "source": "company.toml, row 7, column complete",
            }
        ]
        self.by_id(website)["settled_by"] = [
            {"subject": touchpoints[5]["id"], "column": iri("clicksColumn"), "complete": False},
            {"subject": SHOP, "column": iri("clicksColumn"), "complete": True},
        ]
        self.by_id(website)["inferences"] = [
            {"from": iri("Fair"), "to": iri("physical"), "basis": "axiom"}
        ]
        self.by_id(leaflet)["accepted"] = {"reason": "old stock", "until": "2027-01-31"}
        assert goals
        return self.done()

    def large(self, count: int) -> dict[str, Any]:
        stages = [*TERMS["stages"], ""]
        categories = [*TERMS["categories"], ""]
        modalities = list(TERMS["modalities"])
        for i in range(count):
            self.touchpoint(
                f"Account {i + 1}",
                stages[i % 6],
                categories[(i * 5 + i // 6) % 8],
                modalities[i % 3],
            )
            if i % 4 == 0:
                status = "gap" if i % 8 else "unknown"
                finding = self.finding(
                    "dead-platform", status, 0.5, [self.data["touchpoints"][i]["id"]]
                )
                if i % 16 == 4:
                    self.recommendation(
                        "retire", [finding], [finding], target=self.data["touchpoints"][i]["id"]
                    )
        return self.done()

    def touchpoint(self, name: str, stages: str, categories: str, modalities: str) -> None:
        row = len(self.data["touchpoints"]) + 2
        id_ = f"{SHOP}/{name.lower().replace(' ', '-')}"
        of = {
            "stagesColumn": [iri(s) for s in stages.split("|") if s],
            "categoryColumn": [iri(c) for c in categories.split("|") if c],
            "modalityColumn": [iri(m) for m in modalities.split("|") if m],
        }
        self.data["labels"][id_] = {"": name}
        self.data["touchpoints"].append(
            {
                "id": id_,
                "name": name,
                "type": None,
                "status": "active",
                "stages": of["stagesColumn"],
                "categories": of["categoryColumn"],
                "modalities": of["modalityColumn"],
                "cells": [
                    {
                        "column": iri(column),
                        "values": values,
                        "source": "kind" if column == "modalityColumn" else "stated",
                        "place": f"touchpoints.csv, row {row}, column {column[:-6]}",
                    }
                    for column, values in of.items()
                    if values
                ],
                "links": [],
                "findings": [],
            }
        )

    def finding(self, rule: str, status: str, severity: float, concerns: list[str]) -> str:
        id_ = f"{SHOP}/finding/{len(self.data['findings']) + 1:04}"
        by_id = {t["id"]: t for t in self.data["touchpoints"]}
        stages = [c for c in concerns if c in self.data["stages"]]
        categories = [c for c in concerns if c in self.data["categories"]]
        for concern in concerns:
            if concern in by_id:
                by_id[concern]["findings"].append(id_)
                stages += by_id[concern]["stages"]
                categories += by_id[concern]["categories"]
        self.data["findings"].append(
            {
                "id": id_,
                "rule": rule,
                "status": status,
                "level": "high" if severity >= 0.67 else "medium",
                "severity": severity,
                "accepted": None,
                "concerns": concerns,
                "cell": {"stages": stages, "categories": categories},
                "slots": {
                    "columns": [],
                    "area": "",
                    "other": [],
                    "platform": [],
                    "channel": "",
                    "threshold_source": "",
                },
                "facts": [],
                "sought": {"pattern": f"?touchpoint tpg:inCategory <{concerns[0]}>", "count": 0},
                "inferences": [],
                "settled_by": [],
                "measured": 0,
                "threshold": 1,
                "threshold_source": None,
                "margin": None,
                "recommendations": [],
            }
        )
        self.data["counts"][status] += 1
        self.data["rules"][rule] = {
            "title": texts(f"Title of {rule}"),
            "rationale": texts(f"Rationale of {rule}."),
            "severity_note": texts("Fixed."),
            "gap": texts("{company} has a gap: {concern}."),
            "unknown": texts("{concern} is unknown: {settles}."),
            "ok": texts("{concern} is in order."),
            "evidence": [{"kind": "seed", "ref": "000", "text": texts("As it says.")}],
        }
        return id_

    def recommendation(
        self, action: str, addresses: list[str], closes: list[str], target: str | None = None
    ) -> str:
        id_ = f"{SHOP}/recommendation/{len(self.data['recommendations']) + 1:04}"
        self.data["recommendations"].append(
            {
                "id": id_,
                "rule": f"{action}-something",
                "action": action,
                "title": texts(f"Recommendation to {action}"),
                "message": texts(f"Message of the recommendation to {action}."),
                "caveat": None,
                "effort": "medium",
                "addresses": addresses,
                "closes": closes,
                "opens": [],
                "makes_known": [],
                "unasked": [],
                "kinds": [],
                "edits": [{"target": target, "cells": {"clicks": "120"}}],
                "cell": {"stages": [], "categories": []},
            }
        )
        return id_

    def by_id(self, id_: str) -> Any:
        return next(f for f in self.data["findings"] if f["id"] == id_)

    def done(self) -> dict[str, Any]:
        data = self.data
        active = [t for t in data["touchpoints"] if t["status"] == "active"]

        def within(t: Any, key: str, value: str | None) -> bool:
            return value in t[key] if value else not t[key]

        data["matrix"]["counts"] = [
            [
                sum(within(t, "stages", s) and within(t, "categories", c) for t in active)
                for s in [*data["stages"], None]
            ]
            for c in [*data["categories"], None]
        ]
        for heads, terms in (
            ("stage_heads", data["stages"]),
            ("category_heads", data["categories"]),
        ):
            data["matrix"][heads] = []
            for term in terms:
                about = [f for f in data["findings"] if term in f["concerns"]]
                data["matrix"][heads].append(
                    {
                        "iri": term,
                        "status": about[0]["status"] if about else "ok",
                        "finding": about[0]["id"] if about else None,
                        "count": sum(term in t["stages"] + t["categories"] for t in active),
                    }
                )
        groups = dict.fromkeys(data["stages"], "stage")
        groups |= dict.fromkeys(data["categories"], "category")
        groups |= {t["id"]: "touchpoint" for t in data["touchpoints"]}
        groups |= {f["id"]: f["status"] for f in data["findings"]}
        groups |= {r["id"]: "recommendation" for r in data["recommendations"]}
        side = int(len(groups) ** 0.5) + 1
        data["network"]["nodes"] = [
            {"id": id_, "group": group, "x": (n % side) * 110.0, "y": (n // side) * 90.0}
            for n, (id_, group) in enumerate(groups.items())
        ]
        edges = [(t["id"], s, "at-stage") for t in data["touchpoints"] for s in t["stages"]]
        edges += [(t["id"], c, "in-category") for t in data["touchpoints"] for c in t["categories"]]
        edges += [(t["id"], o, "leads-to") for t in data["touchpoints"] for o in t["links"]]
        edges += [
            (f["id"], c, "concerns") for f in data["findings"] for c in f["concerns"] if c in groups
        ]
        edges += [
            (r["id"], f, "addresses") for r in data["recommendations"] for f in r["addresses"]
        ]
        data["network"]["edges"] = [{"from": a, "to": b, "kind": k} for a, b, k in edges]
        return data
