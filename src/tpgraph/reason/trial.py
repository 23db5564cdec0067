"""Tries a strategist's own rules on the company before anything is said by them.

A rule's text is linted when it is loaded. What only shows in its answers is looked for here: other
answers when the same facts are read in another order, two values where there is one, a status, a
severity, an action or an edit that is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tpgraph import vocabulary as v
from tpgraph.errors import RuleError
from tpgraph.inventory.graph import COMPANY_PROPERTIES, InventoryGraph
from tpgraph.phrases import Phrase, phrase
from tpgraph.reason.advice.candidates import EFFORTS
from tpgraph.reason.infer import REPORTED, STATUSES, lexical, run_findings, runtime_facts
from tpgraph.reason.lint import template_of, tokens_of
from tpgraph.reason.rules import Rule, RuleSet
from tpgraph.store import Engine, Literal, Object, Triple, open_engine

_TPG = v.NAMESPACE
_ONE_VALUE = ("status", "severity", "rule", "ofCompany", "area", "measured", "threshold",
              "thresholdSource", "margin", "borderline")  # fmt: skip
_NUMBERS = ("severity", "measured", "threshold", "margin")
_ACTIONS = ("add", "change", "record", "retire")
_COMPANY_KEYS = frozenset({"complete", *COMPANY_PROPERTIES})
# Numbers leave a rule as ROUND(x * 1000) / 1000.
_DECIMALS = 3


def try_rules(graph: InventoryGraph, rules: RuleSet) -> None:
    """Runs the own rules over the company twice, the second time in another order.

    Raises RuleError with file, line and column where an answer is not what a rule may give.
    """
    if not rules.own:
        return
    one = _store(graph, rules, backwards=False)
    other = _store(graph, rules, backwards=True)
    for rule in (r for r in rules.gaps if r.name in rules.own):
        _Trial(rule).finding_rule(one, other)
    own_advice = [r for r in rules.recommendations if r.name in rules.own]
    if own_advice:
        findings = run_findings(one, rules.gaps)
        triples = [t for raw in findings.values() if raw.status in REPORTED for t in raw.triples]
        one.add(triples)
        other.add(list(reversed(triples)))
    for rule in own_advice:
        _Trial(rule).advice_rule(one, other, findings)


def _store(graph: InventoryGraph, rules: RuleSet, *, backwards: bool) -> Engine:
    store = open_engine("oxigraph")
    for content in (runtime_facts(), graph.ntriples):
        lines = content.splitlines(keepends=True)
        store.load(b"".join(reversed(lines)) if backwards else content)
    true = Literal("true", "http://www.w3.org/2001/XMLSchema#boolean")
    store.add([(_TPG + status, _TPG + "isReported", true) for status in STATUSES])
    for rule in rules.classify:
        store.materialise(rule.text)
    return store


class _Trial:
    """One rule's answers, held against what a rule may give."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule

    def finding_rule(self, one: Engine, other: Engine) -> None:
        for subject, values in self._answers(one, other).items():
            company = self._single(values)
            if not subject.startswith(f"{company}/finding/"):
                self._refuse("Finding", phrase("trial.finding-iri", form="{company}/finding/"))
            self._status(values)
            self._numbers(values)
            if not values["concerns"]:
                self._refuse("concerns", phrase("trial.concerns"))

    def advice_rule(self, one: Engine, other: Engine, findings: Iterable[str]) -> None:
        known = set(findings)
        for values in self._answers(one, other).values():
            for o in values["addresses"]:
                if lexical(o) not in known:
                    self._refuse("addresses", phrase("trial.no-finding", value=lexical(o)))
            self._choice(values, "action", _ACTIONS)
            self._choice(values, "effort", EFFORTS)
            for o in values["rank"]:
                if not _is_number(o):
                    self._refuse("rank", phrase("trial.no-number", value=repr(lexical(o))))
            for o in values["edit"]:
                column = lexical(o).partition("=")[0]
                if column not in v.COLUMNS and column not in _COMPANY_KEYS:
                    self._refuse("edit", phrase("trial.no-column", value=repr(lexical(o))))
            if lexical(values["action"][0]) == "add":
                if not values["suggests"]:
                    self._refuse("action", phrase("trial.needs-kind"))
            elif not values["target"]:
                self._refuse("action", phrase("trial.needs-target"))

    def _answers(self, one: Engine, other: Engine) -> dict[str, dict[str, list[Object]]]:
        first, second = (sorted(_constructed(e, self._rule), key=str) for e in (one, other))
        if first != second:
            what = phrase("trial.order")
            raise RuleError(phrase("rule.fault", place=f"{self._rule.path}:1:1", what=what))
        found: dict[str, dict[str, list[Object]]] = {}
        for s, p, o in first:
            found.setdefault(s, defaultdict(list))[p.removeprefix(_TPG)].append(o)
        return found

    def _single(self, values: dict[str, list[Object]]) -> str:
        """Refuses two values where there is one; the company that the answer is of."""
        for name in _ONE_VALUE:
            if len(values[name]) > 1:
                one, other = sorted(lexical(o) for o in values[name])[:2]
                key = "trial.statuses" if name == "status" else "trial.values"
                self._refuse(name, phrase(key, one=one, other=other))
        for name in ("status", "severity", "ofCompany"):
            if not values[name]:
                self._refuse(name, phrase("trial.without", term=f"tpg:{name}"))
        return lexical(values["ofCompany"][0])

    def _status(self, values: dict[str, list[Object]]) -> None:
        status = lexical(values["status"][0]).removeprefix(_TPG)
        if status not in STATUSES:
            self._refuse("status", phrase("trial.no-status", value=repr(status)))

    def _numbers(self, values: dict[str, list[Object]]) -> None:
        for name in _NUMBERS:
            for o in values[name]:
                if not _is_number(o):
                    self._refuse(name, phrase("trial.no-number", value=repr(lexical(o))))
                number = float(lexical(o))
                if abs(number * 10**_DECIMALS - round(number * 10**_DECIMALS)) > 1e-6:
                    form = "ROUND(x * 1000) / 1000"
                    self._refuse(name, phrase("trial.digits", value=lexical(o), form=form))
                if name == "severity" and not 0 <= number <= 1:
                    self._refuse(name, phrase("trial.severity", value=f"{number:g}"))

    def _choice(self, values: dict[str, list[Object]], name: str, choices: Sequence[str]) -> None:
        said = sorted({lexical(o) for o in values[name]})
        if (name == "action" and not said) or len(said) > 1 or not set(said) <= set(choices):
            what = phrase("trial.choice", term=f"tpg:{name}", known=tuple(choices), value=str(said))
            self._refuse(name, what)

    def _refuse(self, term: str, message: Phrase) -> None:
        """Raises with the place where the template gives the term."""
        tokens = tokens_of(self._rule.text)
        places = [token for token in template_of(tokens) if token.iri == _TPG + term]
        at = places[0] if places else tokens[0]
        place = f"{self._rule.path}:{at.line}:{at.column}"
        raise RuleError(phrase("rule.fault", place=place, what=message))


def _constructed(engine: Engine, rule: Rule) -> set[Triple]:
    return set(engine.construct(rule.text))


def _is_number(o: Object) -> bool:
    if not isinstance(o, Literal):
        return False
    try:
        return float(o.value) == float(o.value)
    except ValueError:
        return False
