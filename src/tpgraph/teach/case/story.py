"""The text of a case: who the company is, what the interviews told, and what is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from tpgraph.phrases import Decimals, Many, digits
from tpgraph.reason.rules import load_rules
from tpgraph.teach.case.document import Block
from tpgraph.teach.case.draft import GOALS, Draft, Row
from tpgraph.teach.case.invent import Invented
from tpgraph.teach.case.words import Words


def tell(
    invented: Invented, held: Mapping[str, tuple[str, ...]], asked: Sequence[str], code: str
) -> list[Block]:
    """The case as blocks of text, about a page."""
    draft, words = invented.draft, invented.words
    texts = words.texts
    blocks = [Block("title", draft.name), Block("small", texts("story.code", code=code))]
    slots = {"name": draft.name, "town": draft.town, "count": len(draft.rows)}
    blocks.append(Block("text", texts(f"story.intro.{_sort(draft)}", **slots)))
    blocks.append(Block("text", texts("story.list", **slots)))
    blocks += [Block("fact", value, label) for label, value in _facts(draft, words)]
    complete = texts.listed([_column(c, words) for c in draft.complete])
    blocks.append(Block("text", texts("story.complete", columns=complete)))
    blocks.append(Block("heading", texts("story.interviews")))
    notes = [note for row in draft.rows for note in _notes(row, held.get(row.name, ()), words)]
    blocks += [Block("item", note) for note in notes]
    blocks.append(Block("heading", texts("story.task")))
    blocks.append(Block("text", texts("story.do")))
    entries = load_rules(words.language).entries
    for rule in asked:
        entry = entries[rule]
        title, question = (entry.text(key, words.language) for key in ("title", "question"))
        blocks.append(Block("item", question, title))
    blocks.append(Block("small", texts("story.sparql")))
    return blocks


def _sort(draft: Draft) -> str:
    if draft.setting.has_store:
        return "store"
    return "online" if draft.setting.sells_online else "office"


def _facts(draft: Draft, words: Words) -> Iterator[tuple[str, str]]:
    setting, texts, own = draft.setting, words.texts, words.choices.texts
    yield own("company.industry"), words.label(setting.industry)
    yield own("company.size"), words.label(setting.size)
    yield own("company.sells"), texts.listed([words.label(offer) for offer in setting.sells])
    for key, value in (("sells_online", setting.sells_online), ("has_store", setting.has_store)):
        yield own(f"company.{key}"), words.yes if value else words.no
    yield own("company.goals"), texts.listed([words.label(goal) for goal in GOALS])
    methods = [words.label(method) for method in draft.methods]
    yield own("company.understanding_methods"), texts.listed(methods) or words.none
    for bound, most in draft.bounds.items():
        yield texts(f"bound.{bound}"), str(texts.shown(most))


def _column(column: str, words: Words) -> str:
    return words.texts("story.metrics") if column == "metrics" else words.choices.heading(column)


def _notes(row: Row, columns: Sequence[str], words: Words) -> Iterator[str]:
    texts = words.texts
    for column in columns:
        value = row.cells.get(column, "")
        if column.endswith("_ok"):
            case = {words.no: ".no", words.yes: ".yes"}.get(value, ".open")
        else:
            case = ".none" if value == words.none else "" if value else ".open"
        slots: dict[str, object] = {"name": row.name, "value": value}
        if column == "cost":
            currency = row.cells["currency"]
            slots["value"] = f"{Many(int(value)).text(words.language)} {currency}"
        elif column == "satisfaction":
            slots["value"] = Decimals(float(Decimal(value)), 1).text(words.language)
        elif column == "reviewed" and not case:
            slots["value"] = digits(value, words.language)
        yield texts(f"note.{column}{case}", **slots)
