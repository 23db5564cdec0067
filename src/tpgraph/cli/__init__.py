"""The command line: parses, calls the library once, prints. Exit codes are the contract's."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

__all__ = ["main", "run"]


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Runs a command and exits with its code."""
    # A short-lived process makes much and frees little: collecting early only costs time. It is
    # said before anything is imported, for imports make the most.
    gc.set_threshold(100_000, 50, 50)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    code = run(argv)
    # Nor is anything looked through for cycles at the end: it goes with the process.
    gc.freeze()
    sys.exit(code)


def run(argv: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit code; messages go to stderr."""
    from tpgraph.cli.parser import build_parser
    from tpgraph.cli.shared import DONE, INTERRUPTED
    from tpgraph.cli.usage import asked_language
    from tpgraph.errors import TpgraphError

    words = sys.argv[1:] if argv is None else argv
    language = asked_language(words)
    try:
        arguments = build_parser(language).parse_args(words)
        code: int = arguments.command(arguments)
        return code
    except TpgraphError as error:
        from tpgraph.views.safe import clipped, printable

        print(f"tpgraph: {printable(clipped(error.text(language), 4_000))}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # Whoever read the output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        from tpgraph.phrases import phrase

        print(f"tpgraph: {phrase('call.interrupted').text(language)}", file=sys.stderr)
        return INTERRUPTED
