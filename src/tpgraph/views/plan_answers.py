"""A plan as JSON and as a text for the terminal."""

from __future__ import annotations

from typing import Any

from tpgraph.model import Finding
from tpgraph.reason.conclusions import Conclusions
from tpgraph.reason.plan.model import Plan, Step
from tpgraph.reason.texts import Texts, texts_in
from tpgraph.views.answers import analysis_envelope, recommendation_json
from tpgraph.views.safe import clipped, printable
from tpgraph.views.tables import table

_LEFT_SHOWN = 20


def plan_json(plan: Plan, analysis: Conclusions) -> dict[str, Any]:
    """The steps with why each was chosen, the joint outcome, what is left and what has no cost."""
    return analysis_envelope(
        analysis,
        plan=[
            {
                "recommendation": recommendation_json(step.recommendation),
                "cost": step.cost,
                "closes": list(step.closes),
                "only": list(step.only),
                "makes_known": list(step.makes_known),
            }
            for step in plan.steps
        ],
        budget=plan.limits.budget,
        currency=plan.limits.currency,
        max_actions=plan.limits.max_actions,
        cost=plan.cost,
        severity={
            "closed": plan.severity,
            "predicted": plan.predicted,
            "total": plan.total,
        },
        outcome={
            "closes": list(plan.outcome.closes),
            "opens": list(plan.outcome.opens),
            "makes_known": list(plan.outcome.makes_known),
            "makes_unknown": list(plan.outcome.makes_unknown),
            "unasked": list(plan.outcome.unasked),
        },
        left=[
            {"finding": x.finding.id, "rule": x.finding.rule, "why": x.why, "by": list(x.by)}
            for x in plan.left
        ],
        unpriced=[r.id for r in plan.unpriced],
        is_best=plan.is_best,
        set_aside=plan.set_aside,
    )


def plan_text(plan: Plan, analysis: Conclusions) -> str:
    """The steps with their reasons, what they do together, what is left open and why."""
    words = texts_in(analysis.lang, "trying")
    by_id = {f.id: f for f in analysis.findings}
    out = []
    if plan.steps:
        out.append(_steps(plan, analysis, words, by_id))
    else:
        out.append(words("plan.empty") + "\n")
    out.append(
        words(
            "plan.joint",
            closed=len(plan.outcome.closes),
            opened=len(plan.outcome.opens),
            known=len(plan.outcome.makes_known),
            severity=plan.severity,
            total=plan.total,
        )
        + "\n"
    )
    if plan.outcome.unasked:
        out.append(words("plan.unasked", count=len(plan.outcome.unasked)) + "\n")
    if plan.cost is not None:
        budget, currency = plan.limits.budget, plan.limits.currency
        out.append(words("plan.cost", cost=plan.cost, budget=budget, currency=currency) + "\n")
    if abs(plan.severity - plan.predicted) > 1e-6:
        out.append(words("plan.differs", predicted=plan.predicted) + "\n")
    if plan.set_aside:
        out.append(words("plan.set_aside", count=plan.set_aside) + "\n")
    if not plan.is_best:
        out.append(words("plan.bounded") + "\n")
    for finding in plan.opened:
        out.append(f"{words('whatif.opened')}: {finding.message}\n")
    out.append(_left(plan, words))
    if plan.unpriced:
        out.append("\n" + words("plan.unpriced") + "\n")
        out += [
            f"  {clipped(r.message, 300)} (--cost {r.id.rsplit('/', 1)[-1][:8]}=…)\n"
            for r in plan.unpriced
        ]
    return "".join(printable(line) for line in out)


def _steps(plan: Plan, analysis: Conclusions, words: Texts, by_id: dict[str, Finding]) -> str:
    rows = []
    for n, step in enumerate(plan.steps, start=1):
        r = step.recommendation
        why = _why(step, words, by_id)
        cost = [str(words.shown(step.cost))] if step.cost is not None else []
        effort = analysis.texts(f"effort.{r.effort}")
        rows.append(
            [str(words.shown(n)), f"{r.message}\n{why}", effort, *cost, r.id.rsplit("/", 1)[-1][:8]]
        )
    has_cost = plan.limits.budget is not None
    heads = [
        "",
        words("head.do"),
        words("head.effort"),
        *([plan.limits.currency or ""] if has_cost else []),
        "id",
    ]
    return table(heads, rows, ratios=[0, 1, 0, *([0] if has_cost else []), 0])


def _why(step: Step, words: Texts, by_id: dict[str, Finding]) -> str:
    """Why a step was chosen: what it closes, above all what no other chosen one does."""
    parts = []
    if step.closes:
        severity = sum(by_id[f].severity for f in step.closes)
        rules = words.listed(dict.fromkeys(by_id[f].rule for f in step.closes))
        count = len(step.closes)
        parts.append(words("plan.closes", count=count, severity=severity, rules=rules))
        if len(step.only) < len(step.closes):
            parts.append(words("plan.only", count=len(step.only)))
    if step.makes_known:
        parts.append(words("plan.makes_known", count=len(step.makes_known)))
    return words.parted(parts)


def _left(plan: Plan, words: Texts) -> str:
    if not plan.left:
        return words("plan.none_left") + "\n"
    lines = ["", words("plan.left", count=len(plan.left))]
    lines += [
        f"  {clipped(x.finding.message, 300)} [{words(f'left.{x.why}')}]"
        for x in plan.left[:_LEFT_SHOWN]
    ]
    if len(plan.left) > _LEFT_SHOWN:
        lines.append("  " + words("plan.left_more", count=len(plan.left) - _LEFT_SHOWN))
    return "\n".join(lines) + "\n"
