"""The command about many companies at once: analyse all, say what is common among them."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from tpgraph.cli.shared import DONE, LEVELS, REACHED, notice, say
from tpgraph.errors import CallError
from tpgraph.phrases import phrase

_SHOWN = 10  # rules
_NONE_READ = 2


def batch(arguments: Namespace) -> int:
    """Analyses companies by the thousand; continues a run that was cut short."""
    from tpgraph.batch.run import run_batch
    from tpgraph.batch.settings import Settings
    from tpgraph.reason.texts import texts_in
    from tpgraph.views.progress import progress

    if arguments.workers is not None and arguments.workers < 1:
        raise CallError(phrase("call.batch-workers"))
    if arguments.engine != "oxigraph":
        raise CallError(phrase("call.batch-engine"))
    settings = Settings(
        lang=arguments.lang,
        as_of=arguments.as_of,
        complete=tuple(s.strip() for s in arguments.complete.split(",") if s.strip()),
        rules_dir=_absolute(arguments.rules),
        audience=arguments.audience,
        cross_hairs=arguments.cross_hairs,
        by=arguments.by,
        format=arguments.format,
        store=_absolute(arguments.store),
    )
    texts = texts_in(arguments.lang, "batch")
    with progress(texts("bar"), quiet=arguments.quiet, timed=True) as on_progress:
        outcome = run_batch(
            arguments.inputs,
            arguments.out,
            settings,
            workers=arguments.workers,
            restart=arguments.restart,
            on_progress=on_progress,
        )
    summary = outcome.summary
    if outcome.was_finished:
        notice(arguments, texts("finished"))
    elif outcome.continued:
        notice(arguments, texts("continued", count=outcome.continued))
    numbers = {key: summary[key] for key in ("analysed", "companies")}
    found = summary["counts"]
    print(texts("line", **numbers, gaps=found["gap"], unknown=found["unknown"], ok=found["ok"]))
    problems = next(name for name in summary["files"] if name.startswith("problems."))
    for key in ("passed_over", "rows_left_out"):
        if summary[key]:
            text = texts(key.replace("_", "-"), count=summary[key], file=problems)
            notice(arguments, text)
    _print_common(summary, arguments.lang)
    say(texts("wrote", folder=outcome.out))
    for name in (*summary["files"], "summary.json"):
        print(f"  {name}")
    return _code(summary, arguments.fail_on)


def _print_common(summary: dict[str, Any], lang: str) -> None:
    """The commonest gaps: how many companies have them, of those of which it is known."""
    from tpgraph.reason.texts import texts_in
    from tpgraph.views.tables import table

    rules = [rule for rule in summary["rules"] if rule["companies_with_gap"]][:_SHOWN]
    if not rules:
        return
    texts = texts_in(lang, "batch")
    heads = [texts(key) for key in ("common", "with-gap", "of-known", "unknown")]
    rows = [
        [
            rule["title"] or rule["rule"],
            str(rule["companies_with_gap"]),
            f"{rule['share_with_gap']:.0%}",
            str(rule["companies_unknown"]),
        ]
        for rule in rules
    ]
    sys.stdout.write(table(heads, rows, ratios=[1, 0, 0, 0]))


def _code(summary: dict[str, Any], fail_on: str | None) -> int:
    if not summary["analysed"]:
        return _NONE_READ
    if fail_on == "bad":
        return REACHED if summary["passed_over"] or summary["rows_left_out"] else DONE
    if fail_on is None:
        return DONE
    reached = LEVELS[LEVELS.index(fail_on) :]
    return REACHED if any(summary["companies_with_open"][level] for level in reached) else DONE


def _absolute(path: str | None) -> str | None:
    """A path that means the same to the workers and to a later run."""
    return str(Path(path).resolve()) if path else None
