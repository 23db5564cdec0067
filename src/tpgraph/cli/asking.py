"""Commands that ask in SPARQL: a named query or a text, and the list of named queries."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from tpgraph.cli.shared import DONE, analysis_of, day, notice, print_json
from tpgraph.errors import CallError


def query(arguments: Namespace) -> int:
    """Asks a named query or SPARQL."""
    given = [arguments.file is not None, arguments.text is not None, arguments.name is not None]
    if sum(given) != 1:
        raise CallError("Give one of: the name of a named query, --file F, --text 'SELECT ...'.")
    if arguments.file is not None:
        text = _read_text(arguments.file)
    else:
        text = arguments.text if arguments.text is not None else arguments.name
    parameters = {}
    for item in arguments.parameters:
        key, separator, value = item.partition("=")
        if not separator:
            raise CallError(f"{item!r} is not param=value.")
        parameters[key] = value
    analysis = analysis_of(arguments)
    result = analysis.query(text, **parameters)
    if arguments.format == "json":
        from tpgraph.views.answers import analysis_envelope

        print_json(analysis_envelope(analysis, columns=list(result.columns), rows=result.records()))
    elif arguments.format == "csv":
        sys.stdout.write(result.to_csv())
    elif arguments.format == "ttl":
        if result.turtle is None:
            raise CallError("Turtle is for CONSTRUCT and DESCRIBE; choose another --format.")
        sys.stdout.write(result.turtle)
    else:
        from tpgraph.views.tables import table

        sys.stdout.write(table(result.columns, result.texts()))
        notice(arguments, f"{len(result)} rows")
    return DONE


def queries(arguments: Namespace) -> int:
    """Lists the named queries."""
    from tpgraph.query.named import named_queries

    queries = named_queries().values()
    if arguments.format == "json":
        rows = [
            {
                "name": q.name,
                "code": q.code,
                "scope": q.scope,
                "title": q.titles[arguments.lang],
                "question": q.questions[arguments.lang],
                "parameters": dict(q.parameters),
            }
            for q in queries
        ]
        print_json(
            {
                "schema": 1,
                "lang": arguments.lang,
                "company": None,
                "as_of": day(arguments).isoformat(),
                "rows": rows,
            }
        )
    else:
        from tpgraph.views.tables import table

        rows_ = [
            [q.name, q.code, q.questions[arguments.lang], ", ".join(q.parameters)] for q in queries
        ]
        sys.stdout.write(
            table(["name", "code", "question", "parameters"], rows_, ratios=[0, 0, 3, 1])
        )
    return DONE


def _read_text(name: str) -> str:
    try:
        if name == "-":
            return sys.stdin.read()
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CallError(f"{name}: cannot be read as UTF-8 text: {error}") from error
