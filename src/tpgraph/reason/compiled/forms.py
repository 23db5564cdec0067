"""What rules are compiled for: the shared facts that they add, or the findings that they make."""

from __future__ import annotations

from tpgraph.reason.compiled.compiler import Compiler, Emitted
from tpgraph.reason.compiled.ready import Program
from tpgraph.reason.delta.structure import UnreadableError

# What a finding has any number of; of all else it has one.
MANY = ("tpg:usesFact", "tpg:settledBy")


def shared_program(text: str) -> Program:
    """Gives the rows of each triple of the template; its result are their predicates.

    Where a predicate may be any, rows are triples, and the result is None. Raises UnreadableError.
    """
    rule = Compiler(text)
    variables = [tuple(t.variables) for t in rule.template]
    if any(t.p.startswith("?") for t in rule.template):
        terms = [(t.s, t.p, t.o) for t in rule.template]
        return Program(rule.source(list(map(Emitted, terms, variables))), None)
    pairs = [(t.s, t.o) for t in rule.template]
    source = rule.source(list(map(Emitted, pairs, variables)))
    return Program(source, tuple(rule.term(t.p) for t in rule.template))


def finding_program(text: str) -> Program:
    """Gives the rows of ``programs.Found``; its result is what a ``programs.Finder`` takes.

    Raises UnreadableError.
    """
    rule = Compiler(text)
    subjects = list(dict.fromkeys(triple.s for triple in rule.template))
    status = next((t.o for t in rule.template if t.p == "tpg:status"), "")
    if len(subjects) != 1 or not subjects[0].startswith("?") or not status.startswith("?"):
        raise UnreadableError("a template about several things, or without a status")
    many = [t for t in rule.template if t.p in MANY and t.o.startswith("?")]
    others = [t for t in rule.template if t not in many]
    row = list(dict.fromkeys([*subjects, *(t.o for t in others if t.o.startswith("?"))]))
    emitted = [Emitted((row[0], status), (row[0], status)), Emitted(tuple(row), (row[0],))]
    emitted += [Emitted((t.s, t.o), (t.s, t.o)) for t in many]
    said = tuple((rule.term(t.p), row.index(t.o) if t.o in row else rule.term(t.o)) for t in others)
    listed = tuple(rule.term(t.p) for t in many)
    return Program(rule.source(emitted, status), (said, listed))
