"""Checks a proof without the rule engine: every step against the graph, and that none is missing.

The checker knows asserted facts with their places, the ontology's own files, the principles by
which facts follow from others, and what each rule needs. It seeks every pattern again, reckons
every number again, and comes to its own conclusion; a proof that differs in anything is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from tpgraph import __version__
from tpgraph.inventory.graph import InventoryGraph
from tpgraph.reason.proof import of_company, of_costs, of_ratings, of_touchpoints
from tpgraph.reason.proof.conclusion import Conclusion, Definition, Subject
from tpgraph.reason.proof.pattern import PatternError
from tpgraph.reason.proof.premises import OPERATORS, Premise, premises_of
from tpgraph.reason.proof.principles import principles
from tpgraph.reason.proof.report import NotCheckedError, RefusedError, Report, Verdict, near, same
from tpgraph.reason.proof.search import Solution
from tpgraph.reason.proof.sources import sources
from tpgraph.reason.proof.steps import FACTS, SEARCHES, SILENT, place_json, shape
from tpgraph.reason.proof.triples import Node, text_of
from tpgraph.reason.proof.world import TPG, World
from tpgraph.store.base import Object

DEFINITIONS: dict[str, Definition] = {
    **of_company.DEFINITIONS,
    **of_touchpoints.DEFINITIONS,
    **of_ratings.DEFINITIONS,
    **of_costs.DEFINITIONS,
}


def check_proof(proof: Any, asserted: InventoryGraph, own_rules: Collection[str] = ()) -> Report:
    """Verifies a proof (see ``prove``) against a company's asserted facts; never raises.

    ``own_rules`` are names of rules that are not tpgraph's own: their facts are checked, and what
    they conclude is left to them.
    """
    return Checker(asserted, own_rules).check(proof)


class Checker:
    """Checks proofs about one company; what they look up is read once."""

    def __init__(self, asserted: InventoryGraph, own_rules: Collection[str] = ()) -> None:
        self._world = World(asserted)
        self._own_rules = frozenset(own_rules)

    def check(self, proof: Any) -> Report:
        """Verifies a proof, step by step; never raises."""
        try:
            steps = shape(proof)
        except RefusedError as refused:
            return Report((Verdict("", "proof", "refused", refused.reason, refused.about),))
        case = _Case(self._world, proof, steps, self._own_rules)
        verdicts = [case.verdict("", "proof", case.head)]
        for step in steps:
            verdicts.append(
                case.verdict(step["id"], step["kind"], lambda step=step: case.step(step))
            )
        return Report(tuple(verdicts))


class _Case:
    """One proof under examination."""

    def __init__(
        self,
        world: World,
        proof: Mapping[str, Any],
        steps: list[dict[str, Any]],
        own_rules: Collection[str],
    ) -> None:
        self._world, self._proof, self._own_rules = world, proof, own_rules
        self._by_id = {s["id"]: s for s in steps}
        self._end = steps[-1]
        self._rule = self._end["rule"]
        self._known = self._rule in DEFINITIONS
        self._concern = str(self._end["concerns"][0]) if self._end["concerns"] else ""
        self._answer: Conclusion | None = None
        self._expected: list[Premise] = []

    def verdict(self, name: str, kind: str, check: Any) -> Verdict:
        """What a check comes to."""
        try:
            check()
        except RefusedError as refused:
            return Verdict(name, kind, "refused", refused.reason, refused.about, refused.field)
        except NotCheckedError as left:
            return Verdict(name, kind, "not-checked", str(left))
        except (ValueError, ArithmeticError, LookupError, TypeError) as error:
            return Verdict(name, kind, "refused", "unreadable", str(error))
        return Verdict(name, kind, "verified")

    def head(self) -> None:
        """The proof as a whole: versions, company, day; and that no step is missing."""
        proof, world = self._proof, self._world
        if not self._known and self._rule not in self._own_rules:
            raise RefusedError("unknown-rule", self._rule)
        self._prepare()
        same("proof", proof["proof"], 1)
        same("tpgraph", proof["tpgraph"], __version__)
        same("ontology", proof["ontology"], sources().version())
        companies = world.subjects("asOf", next(iter(self._days())))
        if proof["company"] not in companies:
            raise RefusedError("differs", ", ".join(sorted(companies)), "company")
        same("as_of", proof["as_of"], text_of(next(iter(self._days()))))
        same("finding", proof["finding"], self._end["finding"])
        self._complete()

    def _prepare(self) -> None:
        """What the rule has to look at, and what follows from it, before any step is seen."""
        if self._known:
            about = Subject(self._world, self._proof["company"], self._concern, self._end["area"])
            self._answer = DEFINITIONS[self._rule](about)
        self._expected = premises_of(
            self._rule,
            self._end["status"],
            sources().sought(self._rule) if self._known else None,
            self._proof["company"],
            self._concern,
            self._end["area"],
        )

    def _days(self) -> set[Object]:
        return {o for _, _, o in self._world.asserted.match(None, TPG + "asOf", None)}

    def _complete(self) -> None:
        """The steps that a rule needs are all there, in their order, and all are used."""
        used = [self._by_id[name] for name in self._end["from"]]
        facts = [s for s in used if s["kind"] in FACTS]
        if not self._known:
            return
        if self._end["from"] != [s["id"] for s in self._by_id.values() if s in used]:
            raise RefusedError("order", self._end["id"])
        if facts:
            raise RefusedError("loose", ", ".join(s["id"] for s in facts))
        names = [s["name"] for s in used if s["kind"] in SEARCHES]
        wanted = [p.name for p in self._expected]
        if names != wanted:
            missing = [n for n in wanted if n not in names] or names
            raise RefusedError("missing-step", ", ".join(missing))
        needs_comparison = self._answer is not None and (
            self._answer.measured is not None or self._answer.threshold is not None
        )
        compared = [s for s in used if s["kind"] == "comparison"]
        if len(compared) != needs_comparison:
            raise RefusedError("missing-step", "comparison")
        rests = [(s["evidence"], s["ref"]) for s in used if s["kind"] == "evidence"]
        if rests != [(kind, ref) for kind, ref, _ in sources().evidence(self._rule)]:
            raise RefusedError("missing-step", "evidence")

    def step(self, step: Mapping[str, Any]) -> None:
        """One step. Raises RefusedError, or NotCheckedError."""
        getattr(self, "_" + step["kind"])(step)

    def _triple(self, step: Mapping[str, Any]) -> Node:
        """The triple of a fact, found in the graph by the text of its object."""
        for triple in self._world.match(step["s"], step["p"], None):
            if text_of(triple[2]) == step["o"]:
                return triple
        raise RefusedError("no-such-fact", f"{step['s']} {step['p']} {step['o']}")

    def _asserted(self, step: Mapping[str, Any]) -> None:
        triple = self._triple(step)
        if triple not in self._world.asserted:
            raise RefusedError("not-asserted", step["p"])
        place = place_json(self._world.places(self._proof["company"], triple))
        if step["place"] != place:
            raise RefusedError("differs", _place_text(place), "place")

    def _ontology(self, step: Mapping[str, Any]) -> None:
        triple = self._triple(step)
        if triple not in self._world.ontology:
            raise RefusedError("not-in-ontology", step["p"])
        known = sources()
        basis, chain = known.chain(*triple)
        same("basis", step["basis"], basis)
        if step["chain"] != [[s, p, text_of(o)] for s, p, o in chain]:
            raise RefusedError("differs", _chain_text(chain), "chain")
        said = known.said_of(triple[0], text_of(triple[2])) if chain else ()
        same("passages", step["passages"], [asdict(p) for p in said])

    def _derived(self, step: Mapping[str, Any]) -> None:
        triple = self._triple(step)
        for principle in principles().get(step["p"], ()):
            ways = principle.ways(self._world, triple[0], triple[2])
            if ways:
                same("principle", step["principle"], principle.name)
                same("pattern", step["pattern"], principle.pattern)
                self._rests_on(step, ways[:1])
                return
        raise RefusedError("does-not-follow", step["p"])

    def _sought(self, step: Mapping[str, Any]) -> None:
        premise = next((p for p in self._expected if p.name == step["name"]), None)
        if premise is None:
            if self._known:
                raise RefusedError("unknown-step", step["name"])
            premise = Premise(step["name"], step["pattern"])
        same("pattern", step["pattern"], premise.pattern)
        try:
            found = self._world.rows(premise.pattern)
        except PatternError as error:
            if self._known:
                raise
            raise NotCheckedError("own-pattern") from error
        same("count", step["count"], len(found))
        shown = found[: premise.limit]
        rows = [{k: text_of(o) for k, o in sorted(r.bindings.items())} for r in shown]
        same("shown", step["shown"], rows)
        self._rests_on(step, shown)

    def _completeness(self, step: Mapping[str, Any]) -> None:
        self._sought(step)
        columns = {p.name: p.column for p in self._expected}
        same("column", step["column"], columns.get(step["name"]))
        same("closed", step["closed"], step["count"] > 0)

    def _rests_on(self, step: Mapping[str, Any], ways: Sequence[Solution]) -> None:
        """A step refers to the facts by which it was found, each once, and to nothing else."""
        wanted = [(s, p, text_of(o)) for way in ways for s, p, o in way.triples if p not in SILENT]
        found = [self._by_id[name] for name in step["from"]]
        if any(f["kind"] not in FACTS for f in found):
            raise RefusedError("missing-fact", step["id"])
        if [(f["s"], f["p"], f["o"]) for f in found] != list(dict.fromkeys(wanted)):
            raise RefusedError("missing-fact", step["id"])

    def _comparison(self, step: Mapping[str, Any]) -> None:
        if not self._known:
            raise NotCheckedError("own-rule")
        answer = self._required()
        for key, number in (
            ("measured", answer.measured),
            ("threshold", answer.threshold),
            ("margin", answer.margin),
        ):
            near(key, step[key], number)
        same("threshold_source", step["threshold_source"], answer.source)
        same("borderline", step["borderline"], answer.borderline)
        same("operator", step["operator"], OPERATORS[self._rule])
        figures = answer.figures or {}
        same("figures", sorted(step["figures"]), sorted(figures))
        for name, number in figures.items():
            near("figures", step["figures"][name], number)
        if step["from"] != [n for n in self._end["from"] if self._by_id[n]["kind"] in SEARCHES]:
            raise RefusedError("missing-step", "comparison")

    def _evidence(self, step: Mapping[str, Any]) -> None:
        if not self._known:
            raise NotCheckedError("own-rule")
        for kind, ref, passages in sources().evidence(self._rule):
            if (kind, ref) == (step["evidence"], step["ref"]):
                same("passages", step["passages"], [asdict(p) for p in passages])
                return
        raise RefusedError("unknown-step", step["ref"])

    def _conclusion(self, step: Mapping[str, Any]) -> None:
        if not self._known:
            raise NotCheckedError("own-rule")
        answer = self._required()
        same("status", step["status"], answer.status)
        near("severity", step["severity"], answer.severity)
        same("area", step["area"], answer.area)
        same("concerns", step["concerns"], [self._concern])
        same("threshold_source", step["threshold_source"], answer.source)
        same("settled_by", step["settled_by"], sorted(answer.settled_by))
        company = self._proof["company"]
        area = answer.area if answer.id_area is None else answer.id_area
        text = f"{self._rule}|{company}|{self._concern}|{area or ''}"
        digest = hashlib.sha256(text.encode()).hexdigest()[:20]
        same("finding", step["finding"], f"{company}/finding/{digest}")

    def _required(self) -> Conclusion:
        if self._answer is None:
            raise RefusedError("out-of-range", self._concern)
        return self._answer


def _chain_text(chain: Sequence[Node]) -> str:
    return " · ".join(" ".join((s, p, text_of(o))) for s, p, o in chain)


def _place_text(place: Mapping[str, Any] | None) -> str:
    parts = [str(x) for name, x in (place or {}).items() if name != "also" and x is not None]
    return " | ".join([", ".join(parts), *map(_place_text, (place or {}).get("also", ()))])
