"""The rule files and their catalogue: the built-in ones, and a strategist's own from a folder."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tpgraph.errors import RuleError
from tpgraph.phrases import phrase, reported
from tpgraph.reason.catalogue import Entry, check_entry, from_json, read_catalogue
from tpgraph.resources import ontology_dir, read_json


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file: its name (the file's stem) and its SPARQL text."""

    name: str
    text: str
    path: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All that runs, in order: shared facts first, then gaps, then recommendations.

    ``own`` names those that are a strategist's own.
    """

    classify: tuple[Rule, ...]
    gaps: tuple[Rule, ...]
    recommendations: tuple[Rule, ...]
    entries: dict[str, Entry]
    labels: dict[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()


def load_rules(language: str = "en", own: Path | None = None) -> RuleSet:
    """The built-in rules with their texts in a language, and those of the folder ``own``.

    ``own`` holds ``*.rq`` files (or folders ``gaps`` and ``recommendations`` of them) and a
    ``catalogue.ttl``. Raises RuleError where one of them breaks the rules' own rules, with file,
    line and column.
    """
    root = ontology_dir() / "rules"
    text = read_json(f"generated/text.{language}.json")
    entries = from_json(text["rules"], language)
    classify, gaps, recommendations = (
        _read_folder(root / name) for name in ("classify", "gaps", "recommendations")
    )
    if own is not None:
        own_gaps, own_recommendations, own_entries = _read_own(own, entries)
        gaps += own_gaps
        recommendations += own_recommendations
        entries = {**entries, **own_entries}
        names = frozenset(own_entries)
        return RuleSet(classify, gaps, recommendations, entries, text["labels"], names)
    return RuleSet(classify, gaps, recommendations, entries, text["labels"])


_FOLDERS = {"gaps": "gap", "recommendations": "recommendation"}


def _line_of(name: str, catalogue: Path) -> int:
    """The line of a catalogue where a rule's entry begins."""
    text = catalogue.read_text(encoding="utf-8")
    match = re.search(rf"^[^#\n]*(rule:|/rule/){re.escape(name)}\b", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 1


@cache
def _read_folder(folder: Path) -> tuple[Rule, ...]:
    """The built-in rules of a folder: read once, as what :func:`read_json` gives."""
    return tuple(
        Rule(path.stem, path.read_text(encoding="utf-8"), str(path))
        for path in sorted(folder.glob("*.rq"))
    )


def _read_own(
    folder: Path, built_in: dict[str, Entry]
) -> tuple[tuple[Rule, ...], tuple[Rule, ...], dict[str, Entry]]:
    from tpgraph.reason.lint import lint_rule

    if not folder.is_dir():
        raise RuleError(phrase("rule.no-folder", path=str(folder)))
    catalogue = folder / "catalogue.ttl"
    if not catalogue.is_file():
        raise RuleError(phrase("rule.no-catalogue", path=str(folder)))
    entries = read_catalogue(catalogue.read_bytes(), str(catalogue))
    for name in entries:
        if name in built_in:
            raise RuleError(phrase("rule.built-in", path=str(catalogue), name=name))
    for name, entry in entries.items():
        check_entry(entry, catalogue, _line_of(name, catalogue))
    found: dict[str, list[Rule]] = {"gap": [], "recommendation": []}
    seen: dict[str, Path] = {}
    files = [
        p
        for sub in (folder, folder / "gaps", folder / "recommendations")
        for p in sorted(sub.glob("*.rq"))
    ]
    if not files:
        raise RuleError(phrase("rule.no-file", path=str(folder)))
    for path in files:
        try:
            rule = Rule(path.stem, path.read_text(encoding="utf-8"), str(path))
        except UnicodeDecodeError as error:
            why = phrase("rule.byte", at=error.start)
            raise RuleError(phrase("rule.not-utf-8", path=str(path), why=why)) from error
        except OSError as error:
            raise RuleError(phrase("rule.not-read", path=str(path), why=reported(error))) from error
        if rule.name in built_in:
            raise RuleError(phrase("rule.built-in", path=str(path), name=rule.name))
        if rule.name in seen:
            raise RuleError(phrase("rule.same-name", path=str(path), other=str(seen[rule.name])))
        seen[rule.name] = path
        if rule.name not in entries:
            raise RuleError(phrase("rule.no-entry", path=str(path), name=rule.name))
        stratum = entries[rule.name].stratum
        if path.parent.name in _FOLDERS and _FOLDERS[path.parent.name] != stratum:
            raise RuleError(phrase("rule.wrong-folder", path=str(path), stratum=stratum))
        faults = lint_rule(rule.text, rule.name, stratum)
        if faults:
            first = faults[0]
            place = f"{path}:{first.line}:{first.column}"
            if len(faults) == 1:
                raise RuleError(phrase("rule.fault", place=place, what=first.message))
            more = len(faults) - 1
            raise RuleError(phrase("rule.faults", place=place, what=first.message, count=more))
        found[stratum].append(rule)
    if without := sorted(set(entries) - set(seen)):
        place = f"{catalogue}:{_line_of(without[0], catalogue)}:1"
        raise RuleError(phrase("rule.file-lost", place=place, name=without[0]))
    return tuple(found["gap"]), tuple(found["recommendation"]), entries
