"""SPARQL in a notebook: ``%load_ext tpgraph``, then ``%%sparql`` and ``%sparql``.

``%%sparql [TARGET]`` asks the SPARQL that stands in the cell; ``%sparql [TARGET] NAME
[param=value]...`` asks a named query. TARGET is a variable that holds an analysis, the folder or
file of a company, the store of ``tpgraph batch``, or the address of a SPARQL endpoint; without one
the ontology alone is asked. The answer is a ``pandas.DataFrame``. ``--as NAME`` puts it into a
variable, ``--company NAME`` chooses from a store or endpoint, ``--lang xx`` the language.
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from tpgraph.errors import CallError, TpgraphError
from tpgraph.phrases import phrase, shown
from tpgraph.query.endpoint import ask_endpoint, is_address

if TYPE_CHECKING:
    from tpgraph.query.results import Result


def load_ipython_extension(shell: Any) -> None:
    """Makes ``%sparql`` and ``%%sparql`` known to an IPython shell."""

    def sparql(line: str, cell: str | None = None) -> Any:
        from IPython.core.error import UsageError

        try:
            arguments = _arguments(line)
            frame = _answer(arguments, cell, shell.user_ns).to_frame()
        except TpgraphError as error:
            # IPython shows the message of this one alone, without a traceback.
            raise UsageError(str(error)) from None
        if arguments.name is not None:
            shell.user_ns[arguments.name] = frame
        return frame

    shell.register_magic_function(sparql, magic_kind="line_cell", magic_name="sparql")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise CallError(f"%sparql: {message}")


def _arguments(line: str) -> argparse.Namespace:
    parser = _Parser(prog="%%sparql", add_help=False)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--as", dest="name")
    parser.add_argument("--company")
    parser.add_argument("--lang", default="en", choices=("en", "ro", "ru", "fa", "it"))
    try:
        return parser.parse_args(shlex.split(line))
    except ValueError as error:
        raise CallError(f"%sparql: {error}") from error


def _answer(
    arguments: argparse.Namespace, cell: str | None, variables: Mapping[str, Any]
) -> Result:
    words = list(arguments.words)
    target: Any = None
    # Under %%sparql the one word is where to ask; after %sparql a lone word is what to ask.
    if words and (cell is not None or (len(words) > 1 and "=" not in words[1])):
        target = words.pop(0)
    parameters = dict(word.split("=", 1) for word in words if "=" in word)
    texts = [word for word in words if "=" not in word] if cell is None else [cell]
    if not texts or not texts[0].strip():
        raise CallError(phrase("call.magic-empty"))
    return _ask(target, texts[0], parameters, arguments, variables)


def _ask(
    target: str | None,
    text: str,
    parameters: Mapping[str, str],
    arguments: argparse.Namespace,
    variables: Mapping[str, Any],
) -> Result:
    from tpgraph.query.across import ask_store
    from tpgraph.query.run import run_query
    from tpgraph.store.company_store import is_store, open_for_reading

    language, company = arguments.lang, arguments.company
    at_address = target is not None and is_address(target)
    has_store = target is not None and not at_address and is_store(Path(target))
    if company is not None and not (at_address or has_store):
        raise CallError(phrase("call.company-of-store"))
    if target is None:
        return run_query(b"", text, language, parameters)
    analysis: Any = variables.get(target)
    if hasattr(analysis, "query"):
        found: Result = analysis.query(text, **parameters)
        return found
    if at_address:
        return ask_endpoint(target, text, language, parameters, company=company)
    if has_store:
        with open_for_reading(Path(target)) as store:
            return ask_store(store, text, language, parameters, company=company)
    if not Path(target).exists():
        raise CallError(phrase("call.magic-target", name=shown(target)))
    from tpgraph.pipeline import analyse

    return analyse(target, lang=language).query(text, **parameters)
