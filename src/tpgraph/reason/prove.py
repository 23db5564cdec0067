"""Writes the proof of a finding as data: from what the rule engine has inferred, step by step.

``reason/proof`` checks it without the engine. A step has an ``id``, a ``kind`` and, in ``from``,
the earlier steps it rests on; ``schemas/findings.json`` describes each kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from tpgraph import __version__
from tpgraph import vocabulary as v
from tpgraph.model import Finding
from tpgraph.reason.infer import Inference
from tpgraph.reason.proof.pattern import PREFIXES, PatternError
from tpgraph.reason.proof.premises import OPERATORS, SOUGHT, Premise, premises_of
from tpgraph.reason.proof.principles import principles
from tpgraph.reason.proof.search import Solution, solutions
from tpgraph.reason.proof.sources import sources
from tpgraph.reason.proof.steps import FIGURES, SILENT, place_json
from tpgraph.reason.proof.triples import Index, Node, text_of
from tpgraph.reason.rules import RuleSet
from tpgraph.store.base import Object

_TPG = v.NAMESPACE
_HEAD = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())

Step = dict[str, Any]


class EngineGraph:
    """What the engine holds, asserted and inferred by the rules, read a predicate at a time."""

    def __init__(self, inference: Inference) -> None:
        self._engine = inference.engine
        self._read: dict[str, Index] = {}

    def match(self, s: str | None, p: str, o: Object | None) -> Iterator[Node]:
        """The triples of a predicate; ``None`` stands for anything."""
        if p not in self._read:
            self._read[p] = Index(self._engine.triples(p=p))
        yield from self._read[p].match(s, p, o)

    def count(self, pattern: str) -> int:
        """How many matches a pattern has, by the engine."""
        table = self._engine.select(f"{_HEAD}SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
        value = table.rows[0][0]
        return int(text_of(value)) if value is not None else 0


class Prover:
    """Writes proofs of the findings of one inference."""

    def __init__(self, inference: Inference, rules: RuleSet) -> None:
        self._inference, self._rules = inference, rules
        self._graph = EngineGraph(inference)
        self._places = {(f.s, f.p, f.o): f.places for f in inference.graph.facts.values()}

    def prove(self, finding: Finding) -> dict[str, Any]:
        """The proof of a finding, as JSON."""
        raw = self._inference.findings[finding.id]
        concern = raw.concerns[0] if raw.concerns else raw.company
        writer = _Writer(self)
        is_own = finding.rule not in OPERATORS
        used: list[str] = []
        if is_own:
            # Of a rule that nobody else knows the facts it points to are all there is.
            used += [writer.fact((f.s, f.p, f.o)) for f in finding.facts]
        for premise in premises_of(
            finding.rule,
            finding.status,
            self._rules.entries[finding.rule].sought,
            raw.company,
            concern,
            raw.area,
        ):
            used.append(self._premise(writer, premise))
        if raw.measured is not None or raw.threshold is not None:
            used.append(
                writer.add(
                    "comparison",
                    measured=raw.measured,
                    operator=OPERATORS.get(finding.rule),
                    threshold=raw.threshold,
                    threshold_source=raw.threshold_source,
                    margin=raw.margin,
                    borderline=bool(raw.borderline),
                    figures=self._figures(finding.rule, raw.company, concern),
                    **{"from": list(used)},
                )
            )
        for kind, ref, passages in self._evidence(finding.rule):
            places = [asdict(p) for p in passages]
            used.append(writer.add("evidence", evidence=kind, ref=ref, passages=places))
        writer.add(
            "conclusion",
            rule=finding.rule,
            finding=finding.id,
            status=finding.status,
            severity=finding.severity,
            concerns=list(raw.concerns),
            area=raw.area,
            settled_by=list(raw.settled_by),
            threshold_source=raw.threshold_source,
            **{"from": used},
        )
        return {
            "proof": 1,
            "tpgraph": __version__,
            "ontology": sources().version(),
            "company": raw.company,
            "as_of": next(text_of(o) for _, _, o in self._graph.match(None, _TPG + "asOf", None)),
            "finding": finding.id,
            "steps": writer.steps,
        }

    def _evidence(self, rule: str) -> list[tuple[str, str, tuple[Any, ...]]]:
        if known := sources().evidence(rule):
            return known
        entry = self._rules.entries[rule]
        cited = {key: tuple(map(sources().passage, s)) for key, s in entry.statements.items()}
        return [(kind, ref, cited.get((kind, ref), ())) for kind, ref, _ in entry.evidence]

    def _premise(self, writer: _Writer, premise: Premise) -> str:
        count = self._graph.count(premise.pattern)
        shown: Sequence[Solution] = ()
        try:
            if count and premise.limit:
                shown = solutions(premise.pattern, self._graph)[: premise.limit]
        except PatternError:
            # A strategist's own pattern may use all of SPARQL: then only its count is given.
            if premise.name != SOUGHT:
                raise
        facts = [writer.fact(t) for row in shown for t in row.triples if t[1] not in SILENT]
        content = {
            "name": premise.name,
            "pattern": premise.pattern,
            "count": count,
            "shown": [{k: text_of(o) for k, o in sorted(r.bindings.items())} for r in shown],
            "from": list(dict.fromkeys(facts)),
        }
        if premise.column:
            content |= {"column": premise.column, "closed": count > 0}
        return writer.add("completeness" if premise.column else "sought", **content)

    def _figures(self, rule: str, company: str, concern: str) -> dict[str, float]:
        """Numbers that were reckoned on the way."""
        found = {}
        for name, (of_company, p) in FIGURES.get(rule, {}).items():
            for _, _, o in self._graph.match(company if of_company else concern, p, None):
                # Halves go up, as the rules round.
                found[name] = int(float(text_of(o)) * 1000 + 0.5) / 1000
        return found

    def is_derived(self, triple: Node) -> bool:
        """Whether a triple is neither asserted nor of the ontology."""
        return triple[1] in principles()

    def place(self, triple: Node) -> dict[str, Any] | None:
        """Where an asserted triple stands."""
        s, p, o = triple
        return place_json(self._places.get((s, p, text_of(o)), ()))

    def ways(self, triple: Node) -> tuple[str, str, Solution] | None:
        """The first principle by which a triple follows, its pattern, and how."""
        s, p, o = triple
        for principle in principles()[p]:
            if found := principle.ways(self._graph, s, o):
                return principle.name, principle.pattern, found[0]
        return None

    def object_of(self, s: str, p: str, o: Object) -> Object:
        """An object of the graph by its text."""
        return next((x for _, _, x in self._graph.match(s, p, None) if text_of(x) == text_of(o)), o)

    def is_of_ontology(self, s: str) -> bool:
        """Whether a subject belongs to the ontology, not to a company."""
        return s.startswith((_TPG, v.RULE))


class _Writer:
    """Numbers the steps of one proof; each fact is written once."""

    def __init__(self, prover: Prover) -> None:
        self.steps: list[Step] = []
        self._prover = prover
        self._facts: dict[tuple[str, str, str], str] = {}

    def add(self, kind: str, **content: Any) -> str:
        """Adds a step and returns its id."""
        step = {"id": f"s{len(self.steps) + 1}", "kind": kind, **content}
        self.steps.append(step)
        return str(step["id"])

    def fact(self, triple: Node) -> str:
        """The step of a fact: asserted, of the ontology, or derived from earlier ones."""
        s, p, o = triple
        key = (s, p, text_of(o))
        if key not in self._facts:
            said = {"s": s, "p": p, "o": text_of(o)}
            if self._prover.is_derived(triple):
                triple = (s, p, self._prover.object_of(s, p, o))
                self._facts[key] = self._derived(triple, said)
            elif self._prover.is_of_ontology(s):
                typed = self._prover.object_of(s, p, o)
                basis, chain = sources().chain(s, p, typed)
                passages = [asdict(x) for x in sources().said_of(s, text_of(o))] if chain else []
                links = [[a, b, text_of(c)] for a, b, c in chain]
                self._facts[key] = self.add(
                    "ontology", **said, basis=basis, chain=links, passages=passages
                )
            else:
                place = self._prover.place(triple)
                self._facts[key] = self.add("asserted", **said, place=place)
        return self._facts[key]

    def _derived(self, triple: Node, said: dict[str, str]) -> str:
        found = self._prover.ways(triple)
        if found is None:
            return self.add("derived", **said, principle=None, pattern=None, **{"from": []})
        name, pattern, way = found
        rests_on = [self.fact(t) for t in way.triples if t[1] not in SILENT]
        return self.add(
            "derived",
            **said,
            principle=name,
            pattern=pattern,
            **{"from": list(dict.fromkeys(rests_on))},
        )
