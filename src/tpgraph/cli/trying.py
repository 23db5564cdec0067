"""Commands that try things out before anybody does them: what-if, a plan, a comparison."""

from __future__ import annotations

import sys
from argparse import Namespace
from copy import copy
from pathlib import Path

from tpgraph.cli.edits import cells, changes, costs
from tpgraph.cli.shared import DONE, analysis_of, print_json, progress_bar, say
from tpgraph.errors import CallError
from tpgraph.phrases import phrase


def whatif(arguments: Namespace) -> int:
    """Says what would be otherwise after some edits."""
    if not (arguments.add or arguments.remove or arguments.set):
        raise CallError(phrase("call.no-edits"))
    added, changed = [cells(text) for text in arguments.add], changes(arguments.set)
    analysis = analysis_of(arguments)
    what_if = analysis.what_if(add=added, remove=arguments.remove, change=changed)
    for each in (analysis, what_if.analysis):
        with progress_bar(arguments, "recommendations") as on_progress:
            each.prepare_recommendations(on_progress)
    if arguments.format == "json":
        from tpgraph.views.what_if_answers import what_if_json

        print_json(what_if_json(what_if))
    else:
        from tpgraph.views.what_if_answers import what_if_text

        sys.stdout.write(what_if_text(what_if))
    return DONE


def plan(arguments: Namespace) -> int:
    """Says which recommendations to follow within a budget or a number of actions."""
    from tpgraph.reason.plan.make import make_plan
    from tpgraph.reason.plan.model import Limits

    limits = Limits(
        arguments.budget, arguments.currency, arguments.max_actions, costs(arguments.cost)
    )
    analysis = analysis_of(arguments)
    with progress_bar(arguments, "recommendations") as on_progress:
        analysis.prepare_recommendations(on_progress)
    found = make_plan(analysis, limits)
    if arguments.format == "json":
        from tpgraph.views.plan_answers import plan_json

        print_json(plan_json(found, analysis))
    else:
        from tpgraph.views.plan_answers import plan_text

        sys.stdout.write(plan_text(found, analysis))
    return DONE


def compare(arguments: Namespace) -> int:
    """Says in what companies, or dates of one company, differ."""
    from tpgraph.reason.compare import compare as compared
    from tpgraph.views import comparison

    analyses = []
    for path in arguments.paths:
        one = copy(arguments)
        one.path = path
        analyses.append(analysis_of(one))
    found = compared(analyses)
    if arguments.out is not None:
        out = Path(arguments.out)
        is_page = out.suffix.lower() == ".html"
        write = comparison.write_html if is_page else comparison.write_xlsx
        write(found, out, force=arguments.force)
        say(arguments.out)
    elif arguments.format == "json":
        print_json(comparison.comparison_json(found))
    elif arguments.format == "csv":
        sys.stdout.write(comparison.comparison_csv(found))
    else:
        sys.stdout.write(comparison.comparison_text(found, whole=arguments.all))
    return DONE
