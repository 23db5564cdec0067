"""The command that serves companies: pages, API and SPARQL on this machine."""

from __future__ import annotations

from argparse import Namespace
from copy import copy
from pathlib import Path

from tpgraph.cli.shared import DONE, analysis_of
from tpgraph.pipeline import Analysis


def serve(arguments: Namespace) -> int:
    """Serves until it is told to stop."""
    from tpgraph.serve.app import create_app
    from tpgraph.serve.companies import Companies
    from tpgraph.serve.running import run_server
    from tpgraph.serve.settings import Settings
    from tpgraph.store.company_store import is_store

    settings = Settings(host=arguments.host, port=arguments.port, lang=arguments.lang)

    def analyse(path: Path) -> Analysis:
        one = copy(arguments)
        one.path = path
        return analysis_of(one, notices=False)

    paths = [Path(path) for path in arguments.paths]
    store = paths.pop() if len(paths) == 1 and is_store(paths[0]) else None
    companies = Companies(paths, analyse, store_path=store)
    run_server(create_app(settings, companies), settings)
    return DONE
