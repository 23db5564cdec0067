"""Runs all checks of the gate, waives what is waived, and sums up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tpgraph.reason.gate import (
    files,
    letters,
    owl2_dl,
    owl2_rl,
    pitfalls,
    reasoners,
    records,
    shapes,
    statements,
    use,
)
from tpgraph.reason.gate.report import Fault, GateReport, count_of, in_order
from tpgraph.reason.gate.source import Source
from tpgraph.reason.gate.waivers import load_waivers, waive

Finder = Callable[[Source], Iterable[Fault]]
Progress = Callable[[str], None]

# Checks written in Python, by what they are called; letters and shapes make several each.
_IN_PYTHON: dict[str, Finder] = {
    statements.CHECK: statements.find,
    use.CHECK: use.find,
    use.UNKNOWN: use.find_unknown,
    owl2_dl.CHECK: owl2_dl.find,
    owl2_rl.CHECK: owl2_rl.find,
}
_WITH_JAVA: dict[str, Finder] = {
    reasoners.HERMIT: reasoners.find_with_hermit,
    reasoners.PELLET: reasoners.find_with_pellet,
}
_OF_FILES = (files.RULES, files.CATALOGUE, records.VANISHED, records.MAPPINGS)


def finders(source: Source) -> dict[str, Finder]:
    """Every check that a change of the source can make fail, by name; shapes aside."""
    found = {p.name: _pitfall(p) for p in pitfalls.load_pitfalls(source.root / "pitfalls")}
    found |= dict.fromkeys(letters.CHECKS, letters.find)
    return found | _IN_PYTHON | _WITH_JAVA


def check(
    folder: Path | None = None, *, with_reasoners: bool = True, progress: Progress | None = None
) -> GateReport:
    """Runs the gate over an ontology folder, by default the one in use.

    ``with_reasoners=False`` leaves out what needs Java: HermiT, Pellet, the generated files.
    ``progress`` is told each step. Raises OntologyError where a file cannot be read, EngineError
    where pySHACL, owlready2 or Java is missing.
    """
    say = progress or _silent
    say("reading")
    source = Source.read(folder)
    found: list[Fault] = []
    summary: list[str] = []
    ran: set[str] = set(_OF_FILES)
    done: set[Finder] = set()
    for name, finder in finders(source).items():
        if name in _WITH_JAVA:
            continue
        ran.add(name)
        if finder not in done:
            say(name)
            found += finder(source)
            done.add(finder)
    say("shapes")
    ran.update(shapes.names(source))
    found += shapes.find(source)
    say("rules and queries")
    found += files.find_in_rules(source.root)
    found += files.find_in_queries(source.root)
    found += files.find_in_checks(source.root)
    say("terms and mappings")
    found += records.find_vanished(source)
    found += records.find_in_mappings(source)
    summary.append(_rules_line(source.root))
    if with_reasoners:
        ran |= {*_WITH_JAVA, files.GENERATED}
        faults, lines = _reason(source, say)
        found += faults
        summary += lines
    path = source.root / "pitfalls" / "waivers.toml"
    file = f"{source.root.name}/pitfalls/{path.name}"
    remaining, waived = waive(in_order(found), load_waivers(path), file, ran)
    faults = in_order(remaining)
    summary.append(f"checks: {len(ran)} run, {len(waived)} findings waived with a reason")
    summary.append(f"ontology: {count_of(faults)}")
    return GateReport(tuple(faults), tuple(summary))


def _pitfall(pitfall: pitfalls.Pitfall) -> Finder:
    def find(source: Source) -> Iterator[Fault]:
        return pitfalls.find(pitfall, source)

    return find


def _reason(source: Source, say: Progress) -> tuple[list[Fault], list[str]]:
    """HermiT by way of building, Pellet, and whether the generated files are fresh."""
    from tpgraph.reason.build import build
    from tpgraph.reason.owl import classify_with_pellet

    say("HermiT")
    built = build(source.root)
    hermit = built.classification
    faults = list(reasoners.objections(source, reasoners.HERMIT, hermit))
    say("Pellet")
    pellet = classify_with_pellet(source.ntriples())
    faults += reasoners.objections(source, reasoners.PELLET, pellet)
    faults += reasoners.differences(source, hermit, pellet)
    say("generated files")
    stale = list(files.find_stale(built, source.root))
    closure = "NOT HermiT's" if any("closure" in f.file for f in stale) else "HermiT's"
    lines = [
        f"{name}: {'consistent' if answer.consistent else 'INCONSISTENT'}"
        for name, answer in (("HermiT", hermit), ("Pellet", pellet))
    ]
    pairs = len(hermit.subclasses)
    lines.append(f"closure: {pairs} subclass pairs, the shipped ones are {closure}")
    return [*faults, *stale], lines


def _rules_line(root: Path) -> str:
    shared, gaps, advice = (
        len(list((root / "rules" / folder).glob("*.rq"))) for folder in files.STRATA
    )
    checks = len(list((root / "checks").glob("*.rq")))
    return f"rules: {shared} shared, {gaps} gap, {advice} recommendation; {checks} checks"


def _silent(step: str) -> None:
    """Where nobody wants to be told."""
