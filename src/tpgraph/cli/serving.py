"""The command that serves companies: pages, API and SPARQL on this machine."""

from __future__ import annotations

import os
from argparse import Namespace
from copy import copy
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tpgraph.cli.shared import DONE, analysis_of, notice
from tpgraph.errors import CallError
from tpgraph.phrases import phrase, reported, shown

if TYPE_CHECKING:
    from tpgraph.pipeline import Analysis
    from tpgraph.serve.settings import Settings

TOKEN_VARIABLE = "TPGRAPH_TOKEN"
_TOKEN_MIN = 16  # characters


def serve(arguments: Namespace) -> int:
    """Serves until it is told to stop."""
    from tpgraph.serve.app import create_app
    from tpgraph.serve.companies import Companies
    from tpgraph.serve.log import Log
    from tpgraph.serve.running import listening_socket, run_server
    from tpgraph.serve.sparql.writing import kept_graphs
    from tpgraph.store.company_store import is_store

    settings = _settings(arguments)

    def analyse(path: Path) -> Analysis:
        one = copy(arguments)
        one.path = str(path)
        return analysis_of(one, notices=False)

    paths = [Path(path) for path in arguments.paths]
    store = paths.pop() if len(paths) == 1 and is_store(paths[0]) else None
    if store is not None and settings.write_token:
        raise CallError(phrase("call.serve-store-write", path=str(store)))
    also = [Path(arguments.rules)] if arguments.rules else []
    folder = Path(settings.write_folder) if settings.write_folder else None
    with listening_socket(settings.host, settings.port) as listening, kept_graphs(folder) as kept:
        companies = Companies(paths, analyse, store_path=store)
        log = Log(quiet=arguments.quiet)
        app = create_app(settings, companies, log=log, written=kept, also=also)
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        address = f"http://{host}:{listening.getsockname()[1]}/"
        notice(arguments, phrase("serve.at", address=address).text(arguments.lang))
        run_server(app, listening)
    return DONE


def _settings(arguments: Namespace) -> Settings:
    from tpgraph.serve.settings import Settings

    if arguments.written and not arguments.write:
        raise CallError(phrase("call.serve-written"))
    given = Settings(
        host=arguments.host,
        port=arguments.port,
        lang=arguments.lang,
        allowed_hosts=tuple(arguments.allow_host),
        cors_origins=tuple(arguments.cors),
        write_token=_token(arguments.token_file) if arguments.write else None,
        write_folder=arguments.written,
    )
    return replace(given, **dict(_limit(text) for text in arguments.limit))


def _limit(text: str) -> tuple[str, Any]:
    """A limit by its name: ``query_timeout_s=30``. Raises CallError."""
    from tpgraph.serve.settings import Settings

    kinds = {f.name: f.type for f in fields(Settings) if f.type in ("int", "float")}
    kinds.pop("port")
    name, _, value = text.partition("=")
    if name not in kinds:
        raise CallError(phrase("call.serve-no-limit", name=shown(name), known=tuple(kinds)))
    try:
        number = int(value) if kinds[name] == "int" else float(value)
    except ValueError:
        number = -1
    if not 0 < number < 2**40:
        raise CallError(phrase("call.serve-limit", name=name, value=shown(value)))
    return name, number


def _token(file: str | None) -> str:
    """The token of a file or the environment. Raises CallError where there is none, or a short."""
    if file is None:
        token = os.environ.get(TOKEN_VARIABLE, "")
    else:
        try:
            token = Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            why = reported(error) if isinstance(error, OSError) else str(error)
            raise CallError(phrase("call.no-utf-8", path=file, why=why)) from error
    token = token.strip()
    if len(token) < _TOKEN_MIN or not token.isascii() or not token.isprintable():
        raise CallError(phrase("call.serve-token", variable=TOKEN_VARIABLE, count=_TOKEN_MIN))
    return token
