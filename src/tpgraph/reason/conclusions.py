"""All that follows from one inventory: findings, proofs, recommendations; made when asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tpgraph import vocabulary
from tpgraph.errors import CallError
from tpgraph.inventory.graph import InventoryGraph, inventory_graph
from tpgraph.model import (
    LANGUAGES,
    Finding,
    Inventory,
    Problem,
    Recommendation,
    Status,
)
from tpgraph.phrases import did_you_mean, phrase, shown
from tpgraph.reason.findings import Narrator, describe_all, match_accepts
from tpgraph.reason.infer import REPORTED, STATUSES, Inference, finding_statuses, infer
from tpgraph.reason.rules import RuleSet, load_rules
from tpgraph.reason.texts import Texts, texts_in
from tpgraph.store import is_server

# What only some commands need (advice, checks, proofs) is imported where it is made.
if TYPE_CHECKING:
    from tpgraph.reason.delta.tryout import TryOut
    from tpgraph.reason.explain import Explainer, Proof
    from tpgraph.reason.proof.report import Report
    from tpgraph.reason.prove import Prover

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Options:
    """How an analysis is made: language, engine, day, own rules."""

    lang: str = "en"
    engine: str = "oxigraph"
    rules_dir: Path | None = None


class Conclusions:
    """A company's inventory with everything that follows from it.

    What is asked for is computed when it is first asked for and kept.
    """

    def __init__(
        self, inventory: Inventory, options: Options, rules: RuleSet | None = None
    ) -> None:
        """``rules`` are those of the options, where somebody has them at hand."""
        if options.lang not in LANGUAGES:
            raise CallError(phrase("call.no-language", name=shown(options.lang), known=LANGUAGES))
        self.inventory = inventory
        self.options = options
        self.rules: RuleSet = rules or load_rules(options.lang, options.rules_dir)
        self.asserted: InventoryGraph = inventory_graph(inventory)
        self._recommendations: list[Recommendation] | None = None

    @property
    def lang(self) -> str:
        """The language of the texts."""
        return self.options.lang

    @cached_property
    def texts(self) -> Texts:
        """Short texts in the language."""
        return texts_in(self.options.lang)

    @cached_property
    def narrator(self) -> Narrator:
        """Labels and messages in the analysis' language."""
        return Narrator(self.inventory, self.rules, self.texts)

    @cached_property
    def inference(self) -> Inference:
        """Gaps and unknowns as the rules gave them, with the scratch store they were found in."""
        if is_server(self.options.engine) or "_full_inference" in self.__dict__:
            # One run for all that is asked: on a server, and where what is in order is known too.
            full = self._full_inference
            told = {key: raw for key, raw in full.findings.items() if raw.status in REPORTED}
            in_order = Counter(raw.rule for raw in full.findings.values() if raw.status == "ok")
            return Inference(full.engine, told, full.graph, in_order)
        return self._infer(REPORTED)

    @cached_property
    def _full_inference(self) -> Inference:
        return self._infer(STATUSES)

    def _infer(self, statuses: Sequence[Status]) -> Inference:
        engine = self.options.engine
        if self.inventory.audience is not None:
            from tpgraph.reason.audience import infer_for_audience

            return infer_for_audience(self.inventory, self.rules, engine=engine, statuses=statuses)
        if engine == "oxigraph" and not self.rules.own:
            from tpgraph.reason.compiled.one import infer_one

            return infer_one(self.asserted, self.rules, statuses=statuses)
        return infer(self.asserted, self.rules, engine=engine, statuses=statuses)

    @cached_property
    def findings(self) -> list[Finding]:
        """Gaps and unknowns, worst first."""
        return self._described(self.inference)

    @cached_property
    def all_findings(self) -> list[Finding]:
        """Gaps, unknowns and what is in order."""
        return self._described(self._full_inference)

    @property
    def gaps(self) -> list[Finding]:
        """The gaps, worst first; accepted ones carry ``accepted``."""
        return list(self._gaps)

    @cached_property
    def _gaps(self) -> list[Finding]:
        # Most findings are unknowns: they are put into words where somebody asks for them.
        if "findings" not in self.__dict__:
            return self._described(self.inference, ("gap",))
        return [f for f in self.findings if f.status == "gap"]

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What reading the inventory found wrong or doubtful, in the analysis' language."""
        return tuple(p.in_language(self.lang) for p in self.inventory.problems)

    @cached_property
    def counts(self) -> dict[Status, int]:
        """How many findings there are of each status."""
        statuses = [raw.status for raw in self.inference.findings.values()]
        return {
            "gap": statuses.count("gap"),
            "unknown": statuses.count("unknown"),
            "ok": self._in_order_count(),
        }

    def _in_order_count(self) -> int:
        if self.inference.in_order is not None:
            return sum(self.inference.in_order.values())
        if self.inventory.audience is not None or is_server(self.options.engine):
            return sum(f.status == "ok" for f in self._full_inference.findings.values())
        engine = self.options.engine
        return len(finding_statuses(self.asserted, self.rules, engine=engine, statuses=("ok",)))

    @property
    def in_order_by_rule(self) -> Mapping[str, int]:
        """How often each rule found something in order."""
        if self.inference.in_order is not None:
            return self.inference.in_order
        found = self._full_inference.findings.values()
        return Counter(raw.rule for raw in found if raw.status == "ok")

    def take_inference(self, inference: Inference) -> None:
        """Takes gaps and unknowns that the rules gave in a store shared with other companies."""
        self.inference = inference

    @cached_property
    def try_out(self) -> TryOut:
        """Tries edits out on the inventory and says what the rules would find.

        What only might be is never sent to a server: it is tried out in the process.
        """
        from tpgraph.reason.delta.tryout import open_tryout

        engine = "oxigraph" if is_server(self.options.engine) else self.options.engine
        return open_tryout(self.inventory, self.rules, engine)

    @property
    def recommendations(self) -> list[Recommendation]:
        """What to do, simulated, best first."""
        return self.prepare_recommendations()

    def prepare_recommendations(self, on_progress: Progress | None = None) -> list[Recommendation]:
        """The recommendations, telling how far it has come: ``on_progress(done, total)``."""
        if self._recommendations is None:
            self._recommendations = self._recommend(on_progress=on_progress)
        return self._recommendations

    def _recommend(
        self, only: Collection[str] | None = None, on_progress: Progress | None = None
    ) -> list[Recommendation]:
        from tpgraph.reason.advice.recommend import recommend

        return recommend(
            self.inference,
            self.rules,
            self.narrator,
            self.try_out,
            accepted={f.id for f in self.findings if f.accepted},
            only=only,
            on_progress=on_progress,
        )

    def check(self) -> list[Problem]:
        """Everything wrong or doubtful: from reading, and against the ontology; in row order."""
        from tpgraph.reason.check import check_accepts, check_graph, without_repeats

        graph = check_graph(self.inventory, self.asserted, self.narrator, self.options.engine)
        found = [
            *self.problems,
            *check_accepts(self.inventory, self.narrator),
            *without_repeats(graph, self.problems),
        ]
        said = [p.in_language(self.lang) for p in found]
        return sorted(said, key=lambda p: (p.place.row is not None, p.place.row or 0))

    def require_rule(self, name: str) -> None:
        """Raises CallError, naming the nearest, where no gap rule has that name."""
        names = [rule.name for rule in self.rules.gaps]
        if name not in names:
            import difflib

            near = difflib.get_close_matches(name, names, n=3, cutoff=0.4)
            mend = did_you_mean(near) if near else phrase("mend.rules", rules=tuple(names))
            raise CallError(phrase("call.no-rule", name=shown(name), mend=mend))

    @property
    def active_count(self) -> int:
        """How many touchpoints are active."""
        active = vocabulary.NAMESPACE + "active"
        return sum(
            any(x.iri == active for x in row.values.get("status", ()))
            for row in self.inventory.touchpoints
        )

    def finding(self, reference: str) -> Finding:
        """The finding of that id, or of an unmistakable beginning or end of one.

        Raises CallError where there is none, or more than one.
        """
        if not reference:
            raise CallError(phrase("call.no-id"))
        for findings in (self.findings, self.all_findings):
            if exact := [f for f in findings if f.id == reference]:
                return exact[0]
            near = [f for f in findings if f.id.rsplit("/", 1)[-1].startswith(reference)]
            if len(near) == 1:
                return near[0]
            if near:
                raise CallError(phrase("call.short-id", id=shown(reference), count=len(near)))
        raise CallError(phrase("call.no-finding", id=shown(reference)))

    def explain(self, finding: Finding | str) -> Proof:
        """What a finding rests on, step by step."""
        if isinstance(finding, str):
            finding = self.finding(finding)
        if finding.id in self.inference.findings:
            return self.explainer.explain(finding)
        return self._full_explainer.explain(finding)

    def prove(self, finding: Finding | str) -> dict[str, Any]:
        """The proof of a finding as data, step by step (``schemas/findings.json``, ``proof``)."""
        if isinstance(finding, str):
            finding = self.finding(finding)
        known = finding.id in self.inference.findings
        return (self._prover if known else self._full_prover).prove(finding)

    def check_proof(self, proof: Any) -> Report:
        """Verifies a proof against the inventory, without the rule engine."""
        from tpgraph.reason.proof.check import DEFINITIONS, check_proof

        own = {rule.name for rule in self.rules.gaps} - DEFINITIONS.keys()
        return check_proof(proof, self.asserted, own)

    @cached_property
    def _prover(self) -> Prover:
        from tpgraph.reason.prove import Prover

        return Prover(self.inference, self.rules)

    @cached_property
    def _full_prover(self) -> Prover:
        from tpgraph.reason.prove import Prover

        return Prover(self._full_inference, self.rules)

    @cached_property
    def _full_explainer(self) -> Explainer:
        from tpgraph.reason.explain import Explainer

        return Explainer(self._full_inference, self.rules, self.lang)

    @cached_property
    def explainer(self) -> Explainer:
        """Proves gaps and unknowns."""
        from tpgraph.reason.explain import Explainer

        return Explainer(self.inference, self.rules, self.lang)

    def with_recommendations(self, findings: Sequence[Finding]) -> list[Finding]:
        """The findings with the ids of the recommendations that address them."""
        known = self._recommendations
        if known is None:
            # Only what is asked about is simulated: all of a large inventory takes a while.
            known = self._recommend(only={f.id for f in findings})
        by_finding: dict[str, list[str]] = {}
        for recommendation in known:
            for f in recommendation.addresses:
                by_finding.setdefault(f, []).append(recommendation.id)
        return [replace(f, recommendations=tuple(by_finding.get(f.id, ()))) for f in findings]

    def _described(
        self, inference: Inference, statuses: Sequence[Status] = STATUSES
    ) -> list[Finding]:
        findings = [raw for raw in inference.findings.values() if raw.status in statuses]
        accepts = match_accepts(self.inventory, findings, self.narrator)
        return describe_all(inference, findings, self.narrator, accepts)
