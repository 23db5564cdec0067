"""Writes the module of compiled rules that ``ready`` reads: ``python -m`` this, when building."""

from __future__ import annotations

import os
from pathlib import Path

from tpgraph.reason.compiled import forms
from tpgraph.reason.compiled.ready import MODULE, Program, digest
from tpgraph.reason.delta.structure import UnreadableError
from tpgraph.reason.rules import load_rules

_HEAD = '''\
"""The rules, compiled when the package was built. Not to be changed by hand: see ``writing``."""

# mypy: ignore-errors

from tpgraph.reason.compiled.runtime import NAMES

globals().update(NAMES)
'''


def module_text() -> str:
    """The module's text. What cannot be compiled is left out: ``ready`` finds out why again."""
    rules = load_rules()
    programs: dict[str, Program] = {}
    for compiled, form in (
        (rules.classify, forms.shared_program),
        (rules.gaps, forms.finding_program),
    ):
        for rule in compiled:
            try:
                programs[digest(rule.text)] = form(rule.text)
            except UnreadableError:
                continue
    parts = [_HEAD]
    for number, program in enumerate(programs.values()):
        parts.append("\n\n" + program.source.replace("make()", f"make_{number}()", 1))
    parts.append("\n\nPROGRAMS = {\n")
    for number, (key, program) in enumerate(programs.items()):
        parts.append(f"    {key!r}: (make_{number}, {program.result!r}),\n")
    parts.append("}\n")
    return "".join(parts)


def write(folder: Path) -> Path:
    """Writes the module into a folder, as a whole or not at all."""
    target = folder / f"{MODULE}.py"
    staged = folder / f".{MODULE}.{os.getpid()}"
    staged.write_text(module_text(), encoding="utf-8")
    staged.replace(target)
    return target


if __name__ == "__main__":
    write(Path(__file__).parent)
