"""Terms of the ontology as cards for the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from tpgraph.model import LANGUAGES
from tpgraph.query.concepts import concept, find_terms, schemes
from tpgraph.query.terms import Book, Said, Term, book
from tpgraph.query.values import Value
from tpgraph.views.answers import envelope
from tpgraph.views.safe import printable
from tpgraph.views.sayings import fact_label, place, sentence
from tpgraph.views.wording import Wording, comma, wording_in

_SHOWN_NAMES = 8
_SHOWN_STATEMENTS = 12


def concept_text(term: str, language: str) -> str:
    """The card of the term that a text names, or comes nearest to; others found are named below."""
    found = find_terms(term)
    card = _card(concept(found[0]), book(), wording_in(language))
    if len(found) > 1:
        words = wording_in(language)
        others = (f"{_label(iri, language)} ({words('sort.' + _sort(iri))})" for iri in found[1:])
        card += f"\n{words('found')}: {words.comma.join(others)}\n"
    return printable(card)


def concept_json(term: str, language: str, as_of: str) -> dict[str, Any]:
    """The same as JSON: one row a term, nearest first (``schemas/rows.json``, ``term``)."""
    rows = [_row(concept(iri), book(), language) for iri in find_terms(term)]
    return envelope(language, None, as_of, rows=rows)


def scheme_text(language: str) -> str:
    """The schemes with how many terms each has."""
    lines = [f"{len(members):>4}  {_label(scheme, language)}" for scheme, members in _by_size()]
    return printable("\n".join(lines) + "\n")


def scheme_json(language: str, as_of: str) -> dict[str, Any]:
    """The schemes as JSON (``schemas/rows.json``, ``scheme``)."""
    rows = [
        {"iri": scheme, "label": _label(scheme, language), "terms": members}
        for scheme, members in _by_size()
    ]
    return envelope(language, None, as_of, rows=rows)


def _by_size() -> list[tuple[str, list[str]]]:
    return sorted(schemes().items(), key=lambda item: (-len(item[1]), item[0]))


def _label(iri: str, language: str) -> str:
    return book().label(iri, language)


def _sort(iri: str) -> str:
    return book().sorts[iri]


# ------------------------------------------------------------------------------------------ JSON


def _row(term: Term, b: Book, language: str) -> dict[str, Any]:
    return {
        "iri": term.iri,
        "sort": term.sort,
        "label": b.label(term.iri, language),
        "labels": term.labels,
        "alternatives": _lists(term.alternatives),
        "definition": term.definitions.get(language) or term.definitions.get("en"),
        "definitions": term.definitions,
        "notes": _lists(term.notes),
        "examples": _lists(term.examples),
        "scheme": term.scheme,
        "broader": list(term.broader),
        "narrower": list(term.narrower),
        "related": list(term.related),
        "sources": list(term.sources),
        "facts": [list(fact) for fact in term.facts],
        "remarks": term.remarks,
        "values": [{**asdict(value), "said": list(value.said)} for value in term.values],
        "statements": [asdict(s) for s in (*_about(term, b), *b.said_with.get(term.iri, ()))],
        "disagreements": [
            {
                "iri": iri,
                "label": b.label(iri, language),
                "readings": list(b.disagreements[iri]),
            }
            for iri in b.disputed.get(term.iri, ())
        ],
        "mappings": [{"match": m.match, "object": m.object} for m in b.aligned.get(term.iri, ())],
        "deprecated": term.deprecated,
        "replaced_by": term.replaced_by,
    }


def _lists(texts: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {language: list(found) for language, found in texts.items()}


def _about(term: Term, b: Book) -> tuple[Said, ...]:
    return b.said_about.get(term.iri, ())


# ------------------------------------------------------------------------------------------ text


def _card(term: Term, b: Book, words: Wording) -> str:
    language = words.language

    def named(iri: str) -> str:
        return b.label(iri, language)

    def told(key: str, iris: Iterable[str]) -> list[str]:
        names = words.comma.join(named(iri) for iri in iris)
        return [f"{words(key)}: {names}"] if names else []

    lines = [f"{named(term.iri)}  ·  {words('sort.' + term.sort)}", term.iri]
    if term.deprecated:
        lines.append(words("deprecated"))
        lines += told("replacedBy", filter(None, [term.replaced_by]))
    if definition := term.definitions.get(language) or term.definitions.get("en"):
        lines += ["", definition]
    for key, texts in (("example", term.examples), ("note", term.notes)):
        lines += [f"{words(key)}: {t}" for t in texts.get(language) or texts.get("en", ())]
    lines += ["", f"{words('labels')}:"]
    for lang in LANGUAGES:
        names = term.alternatives.get(lang, ())
        others = comma(lang).join(names[:_SHOWN_NAMES]) + (
            " …" if len(names) > _SHOWN_NAMES else ""
        )
        lines.append(
            f"    {lang}  {term.labels.get(lang, '—')}" + (f" ({others})" if others else "")
        )
    lines.append("")
    lines += told("scheme", filter(None, [term.scheme]))
    lines += told("broader", term.broader)
    lines += told("narrower", term.narrower)
    lines += told("related", term.related)
    if term.values:
        lines += ["", f"{words('values')}:"]
        lines += [f"    {_value_line(value, term, b, words)}" for value in term.values]
    for p, value in term.facts:
        lines.append(
            f"    {fact_label(p, b, words)}: {named(value) if value in b.sorts else value}"
        )
    for p, told_by in term.remarks.items():
        text = told_by.get(language) or told_by.get("en", "")
        lines.append(f"    {fact_label(p, b, words)}: {text}")
    lines += _said_lines(words("saidAbout"), _about(term, b), b, words)
    lines += _said_lines(words("saidWith"), b.said_with.get(term.iri, ()), b, words)
    for iri in b.disputed.get(term.iri, ()):
        lines += ["", f"{words('disputed')}: {named(iri)}"]
        told_ = concept(iri).definitions
        lines += [f"    {text}" for text in [told_.get(language) or told_.get("en")] if text]
        readings = [b.statements[s] for s in b.disagreements[iri] if s in b.statements]
        lines += [f"    {_said_line(said, b, words)}" for said in readings]
    for mapping in b.aligned.get(term.iri, ()):
        lines.append(f"{words('mappings')}: {words(mapping.match)} {mapping.object}")
    lines += told("sources", term.sources)
    return "\n".join(lines) + "\n"


def _value_line(value: Value, term: Term, b: Book, words: Wording) -> str:
    language = words.language
    shown = b.label(value.value, language) if "://" in value.value else value.value
    notes = []
    if value.of != term.iri:
        notes.append(words("inherited", kind=b.label(value.of, language)))
    places = dict.fromkeys(place(b.statements[s], b, words) for s in value.said)
    notes += list(places) or ([words("judgement")] if value.how == "usual" else [])
    note = f" ({'; '.join(notes)})" if notes else ""
    return f"{b.column_label(value.property, language)}: {words(value.how)} {shown}{note}"


def _said_lines(title: str, said: tuple[Said, ...], b: Book, words: Wording) -> list[str]:
    if not said:
        return []
    lines = ["", f"{title}:"]
    lines += [f"    {_said_line(s, b, words)}" for s in said[:_SHOWN_STATEMENTS]]
    if len(said) > _SHOWN_STATEMENTS:
        lines.append(f"    … {words.digits(len(said) - _SHOWN_STATEMENTS)} +")
    return lines


def _said_line(said: Said, b: Book, words: Wording) -> str:
    return f"{sentence(said, b, words.language)} [{place(said, b, words)}: «{said.words}»]"
