"""Commands that ask in SPARQL: a named query or a text, and the list of named queries."""

from __future__ import annotations

import sys
from argparse import Namespace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tpgraph.cli.shared import DONE, analysis_of, day, notice, print_json, progress_bar
from tpgraph.errors import CallError
from tpgraph.phrases import phrase, reported, shown

if TYPE_CHECKING:
    from tpgraph.query.results import Result
    from tpgraph.reason.texts import Texts


def query(arguments: Namespace) -> int:
    """Asks a named query or SPARQL, of a company or, without a path, of the ontology alone."""
    from tpgraph.query.endpoint import is_address
    from tpgraph.store.company_store import is_store

    arguments.path, text, parameters = _asked(arguments)
    at_address = arguments.path is not None and is_address(arguments.path)
    has_store = arguments.path is not None and not at_address and is_store(Path(arguments.path))
    if arguments.company is not None and not (has_store or at_address):
        raise CallError(phrase("call.company-of-store"))
    if arguments.path is None:
        from tpgraph.query.run import run_query
        from tpgraph.views.answers import envelope

        result = run_query(b"", text, arguments.lang, parameters)
        frame = partial(envelope, arguments.lang, None, day(arguments).isoformat())
    elif has_store or at_address:
        from tpgraph.views.answers import envelope

        result = (_ask_store if has_store else _ask_endpoint)(arguments, text, parameters)
        frame = partial(envelope, arguments.lang, None, day(arguments).isoformat())
    else:
        from tpgraph.views.answers import analysis_envelope

        analysis = analysis_of(arguments)
        result = analysis.query(text, **parameters)
        frame = partial(analysis_envelope, analysis)
    if arguments.format == "json":
        print_json(frame(columns=list(result.columns), rows=result.records()))
    elif arguments.format == "csv":
        sys.stdout.write(result.to_csv())
    elif arguments.format == "ttl":
        if result.turtle is None:
            raise CallError(phrase("call.no-turtle"))
        sys.stdout.write(result.turtle)
    else:
        from tpgraph.reason.texts import texts_in
        from tpgraph.views.record_view import table_or_records

        texts = texts_in(arguments.lang)
        sys.stdout.write(table_or_records(result.columns, _in_words(result, texts), texts))
        notice(arguments, texts("query.rows", count=len(result)))
    return DONE


def _ask_store(arguments: Namespace, text: str, parameters: dict[str, str]) -> Result:
    """The answer of a store of many companies; what was concluded for it stays as it was."""
    from tpgraph.query.across import ask_store
    from tpgraph.store.company_store import open_for_reading

    _refuse_options_of_an_inventory(arguments)
    with (
        open_for_reading(Path(arguments.path)) as store,
        progress_bar(arguments, "companies") as on_progress,
    ):
        return ask_store(
            store,
            text,
            arguments.lang,
            parameters,
            company=arguments.company,
            on_progress=on_progress,
        )


def _ask_endpoint(arguments: Namespace, text: str, parameters: dict[str, str]) -> Result:
    """The answer of a SPARQL endpoint over HTTP."""
    from tpgraph.query.endpoint import ask_endpoint

    _refuse_options_of_an_inventory(arguments)
    with progress_bar(arguments, "companies") as on_progress:
        return ask_endpoint(
            arguments.path,
            text,
            arguments.lang,
            parameters,
            company=arguments.company,
            on_progress=on_progress,
        )


def _refuse_options_of_an_inventory(arguments: Namespace) -> None:
    for option in ("rules", "audience", "complete", "cross_hairs", "as_of"):
        if getattr(arguments, option):
            said = "--" + option.replace("_", "-")
            raise CallError(phrase("call.not-of-store", option=said, path=str(arguments.path)))


def _in_words(result: Result, texts: Texts) -> list[list[str]]:
    """The cells of a table; statuses and levels, which queries give by their names, in words."""
    keys = [f"{column}." if column in ("status", "level") else None for column in result.columns]
    return [
        [
            texts.table.get(key + cell, cell) if key is not None else cell
            for key, cell in zip(keys, row, strict=True)
        ]
        for row in result.texts()
    ]


def _asked(arguments: Namespace) -> tuple[str | None, str, dict[str, str]]:
    """The company's path if one is given, the query's name or text, its parameters."""
    words = list(arguments.words)
    texts = [t for t in (arguments.file, arguments.text) if t is not None]
    # A lone word that is no path is meant as a query: the nearest names are offered then.
    lone = len(words) == 1 and not texts and not _is_a_place(words[0])
    path = words.pop(0) if words and not lone and not _names_a_query(words[0]) else None
    if len(texts) > 1 or bool(texts) == bool(words[:1]):
        raise CallError(phrase("call.one-query"))
    if arguments.file is not None:
        text = _read_text(arguments.file)
    else:
        text = arguments.text if arguments.text is not None else words.pop(0)
    parameters = {}
    for item in words:
        key, separator, value = item.partition("=")
        if not separator:
            raise CallError(phrase("call.no-assignment", text=shown(item)))
        parameters[key] = value
    return path, text, parameters


def _is_a_place(word: str) -> bool:
    from tpgraph.query.endpoint import is_address

    return is_address(word) or Path(word).exists()


def _names_a_query(word: str) -> bool:
    """Whether a word is a query's name or code, and no file or folder of that name is there."""
    from tpgraph.query.named import named_queries

    known = named_queries()
    codes = {q.code.casefold() for q in known.values()}
    return (word in known or word.casefold() in codes) and not Path(word).exists()


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
        from tpgraph.reason.texts import texts_in
        from tpgraph.views.tables import table

        texts = texts_in(arguments.lang)
        heads = [texts(f"head.{name}") for name in ("name", "code", "question", "parameters")]
        rows_ = [
            [q.name, q.code, q.questions[arguments.lang], ", ".join(q.parameters)] for q in queries
        ]
        sys.stdout.write(table(heads, rows_, ratios=[0, 0, 3, 1]))
    return DONE


def _read_text(name: str) -> str:
    try:
        if name == "-":
            return sys.stdin.read()
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = reported(error) if isinstance(error, OSError) else str(error)
        raise CallError(phrase("call.no-utf-8", path=name, why=why)) from error
