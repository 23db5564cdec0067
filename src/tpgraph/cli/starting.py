"""Commands to begin with: a folder for a new company, a workbook to fill in."""

from __future__ import annotations

import shlex
import sys
from argparse import Namespace
from pathlib import Path

from tpgraph.cli.shared import DONE, analysis_of, say
from tpgraph.errors import CallError


def init(arguments: Namespace) -> int:
    """Asks on a terminal what matters of a new company, and writes its folder."""
    from tpgraph.inventory.sources import touchpoint_file
    from tpgraph.views.choices import choices_in
    from tpgraph.views.new_company import Answers, default_name, require_free, write_company

    folder, texts = Path(arguments.folder), choices_in(arguments.lang).texts
    require_free(folder, arguments.lang)
    kept = touchpoint_file(folder)
    name = default_name(folder)
    if arguments.yes or not (sys.stdin.isatty() and sys.stdout.isatty()):
        answers = Answers(name)
    else:
        from tpgraph.cli.questions import ask_about_company

        say(texts("ask.intro", folder=folder))
        answers = ask_about_company(arguments.lang, name)
    paths = write_company(folder, answers, arguments.lang)
    if arguments.quiet:
        return DONE
    say(texts("init.wrote", files=", ".join(p.name for p in paths), folder=folder))
    if kept is not None:
        say(texts("init.kept", file=kept.name))
    else:
        say(texts("init.next", file=paths[-1].name))
    for command in ("check", "analyze"):
        say(f"  tpgraph {command} {shlex.quote(str(folder))}")
    return DONE


def template(arguments: Namespace) -> int:
    """Writes a workbook to fill in, or a company's own inventory as one."""
    from tpgraph.views.choices import choices_in
    from tpgraph.views.template import write_template

    path, texts = Path(arguments.file), choices_in(arguments.lang).texts
    said = "template.wrote"
    if path.suffix.lower() != ".xlsx" and (path.suffix or not arguments.source):
        raise CallError(texts("template.suffix", file=path))
    if arguments.source:
        from tpgraph.views.write_back import write_inventory

        said, arguments.path = "template.own", arguments.source
        write_inventory(analysis_of(arguments).inventory, path, arguments.lang)
    else:
        write_template(path, arguments.lang)
    if not arguments.quiet:
        command = f"tpgraph check {shlex.quote(str(path))}"
        say(texts(said, file=path, command=command))
    return DONE
