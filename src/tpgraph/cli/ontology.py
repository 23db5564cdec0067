"""Commands about the ontology itself: look a term up, check, build, export."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from tpgraph.cli.shared import DONE, REACHED, day, notice, print_json, progress_bar, say


def concepts(arguments: Namespace) -> int:
    """Looks a term up in any language; without one, lists the schemes."""
    from tpgraph.views.concepts import concept_json, concept_text, scheme_json, scheme_text

    as_json = arguments.format == "json"
    if arguments.term is None:
        if as_json:
            print_json(scheme_json(arguments.lang, day(arguments).isoformat()))
        else:
            sys.stdout.write(scheme_text(arguments.lang))
    elif as_json:
        print_json(concept_json(arguments.term, arguments.lang, day(arguments).isoformat()))
    else:
        sys.stdout.write(concept_text(arguments.term, arguments.lang))
    return DONE


def check(arguments: Namespace) -> int:
    """Runs the checks of the ontology; ends with 1 where one finds an error."""
    from tpgraph.reason.ontology import check_ontology

    # Reasoners take a while: on a terminal each step is named.
    told = (lambda step: notice(arguments, f"… {step}")) if sys.stderr.isatty() else None
    report = check_ontology(progress=told)
    for line in report.lines:
        say(line)
    return DONE if report.sound else REACHED


def build(arguments: Namespace) -> int:
    """Writes the generated files and names those that changed."""
    from tpgraph.reason.ontology import build_ontology

    for path in build_ontology():
        print(path)
    return DONE


def export(arguments: Namespace) -> int:
    """Writes the ontology as RDF files and as a reference in five languages."""
    from tpgraph.views.ontology_export import export_ontology

    with progress_bar(arguments, "files") as on_progress:
        paths = export_ontology(
            Path(arguments.out), arguments.format or (), arguments.force, on_progress
        )
    for path in paths:
        say(path)
    pages = [path for path in paths if path.name == f"{arguments.lang}.html"]
    if pages:
        notice(arguments, f"Open it in a browser: {pages[0].resolve()}")
    return DONE
