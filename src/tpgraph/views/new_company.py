"""Writes the folder of a new company: a commented company.toml, and touchpoints.csv to fill in."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tpgraph.errors import CallError, InputError
from tpgraph.inventory.clean import clean, one_line
from tpgraph.inventory.company_file import FILE_NAME
from tpgraph.inventory.sources import TOUCHPOINTS, touchpoint_file
from tpgraph.inventory.toml import Item, toml_value
from tpgraph.phrases import not_written
from tpgraph.views.choices import Choices, choices_in
from tpgraph.vocabulary import COLUMNS

_WIDTH = 98  # characters of a comment's line
# The columns that a new list begins with; every other may be added.
_FIRST_COLUMNS = (
    "name", "type", "stages", "goals", "modality", "status", "owner", "plan", "reviewed", "cost",
    "currency", "contacts", "clicks", "conversions", "satisfaction", "satisfaction_scale",
    "importance", "complaints", "look_ok", "leads_to", "supports", "feedback", "url", "languages",
    "hours", "notes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known of a new company; ``None`` and empty stand for what is not.

    ``complete`` holds canonical columns, or ``all``; the rest are words of any language.
    """

    name: str
    industry: str | None = None
    size: str | None = None
    goals: tuple[str, ...] = ()
    complete: tuple[str, ...] | Literal["all"] = ()


def default_name(folder: Path) -> str:
    """What a company is called where nobody says: its folder's name."""
    return one_line(clean(folder.resolve().name).text) or "company"


def company_toml(answers: Answers, language: str) -> str:
    """A ``company.toml`` with what is known, and the rest as comments to be opened."""
    return "\n".join(_toml_lines(answers, choices_in(language))) + "\n"


def touchpoints_csv(answers: Answers, language: str) -> str:
    """A ``touchpoints.csv``: the headings, and an example that covers nothing (it is planned)."""
    choices = choices_in(language)
    wanted = COLUMNS if answers.complete == "all" else {*_FIRST_COLUMNS, *answers.complete}
    columns = [column for column in COLUMNS if column in wanted]
    kind = choices.label("ShopWindow")
    example = {
        "name": choices.texts("csv.name", name=kind),
        "type": kind,
        "status": choices.label("planned"),
        "notes": choices.texts("csv.example"),
    }
    out = io.StringIO()
    # What a spreadsheet program of the language takes for the border between cells.
    writer = csv.writer(out, delimiter="," if language == "en" else ";", lineterminator="\n")
    writer.writerow([choices.heading(column) for column in columns])
    writer.writerow([example.get(column, "") for column in columns])
    return out.getvalue()


def require_free(folder: Path, language: str) -> None:
    """Raises CallError where ``folder`` is a file, or has a company file."""
    texts = choices_in(language).texts
    if (folder / FILE_NAME).exists():
        raise CallError(texts("init.exists", file=folder / FILE_NAME))
    if folder.exists() and not folder.is_dir():
        raise CallError(texts("init.not_folder", folder=folder))


def write_company(folder: Path, answers: Answers, language: str) -> list[Path]:
    """Writes the files that the folder lacks, and returns them.

    A file of touchpoints that is there stays as it is. Whatever interrupts it takes away what it
    has made. Raises CallError where there is a company file, InputError where the folder cannot
    be written.
    """
    require_free(folder, language)
    contents = {FILE_NAME: company_toml(answers, language).encode()}
    if touchpoint_file(folder) is None:
        # The mark in front makes spreadsheet programs read it as UTF-8.
        table = touchpoints_csv(answers, language)
        contents[f"{TOUCHPOINTS}.csv"] = table.encode("utf-8-sig")
    made: list[Path] = []
    try:
        for parent in reversed([folder, *folder.parents]):
            if not parent.exists():
                parent.mkdir()
                made.append(parent)
        for name, content in contents.items():
            path = folder / name
            with path.open("xb") as file:  # never an existing file
                made.append(path)
                file.write(content)
    except BaseException as error:
        _take_away(made)
        if isinstance(error, FileExistsError):
            text = choices_in(language).texts("init.exists", file=error.filename or folder)
            raise CallError(text) from error
        if isinstance(error, OSError):
            raise InputError(not_written(folder, error)) from error
        raise
    return [folder / name for name in contents]


def _take_away(made: list[Path]) -> None:
    for path in reversed(made):
        try:
            path.rmdir() if path.is_dir() else path.unlink()
        except OSError:
            continue


def _toml_lines(answers: Answers, choices: Choices) -> Iterator[str]:
    columns = [choices.heading(c) for c in COLUMNS if c in ("stages", "owner")]
    complete: Item = [choices.heading(c) for c in answers.complete if c in COLUMNS]
    if answers.complete == "all":
        complete = True
    lines: tuple[tuple[str, Item | None, Item], ...] = (
        # The key, what is known, and an example for what is not.
        ("name", answers.name, ""),
        ("industry", answers.industry, choices.of_key("industry")[0]),
        ("size", answers.size, choices.of_key("size")[0]),
        ("sells", None, choices.of_key("sells")[:1]),
        ("sells_online", None, False),
        ("has_store", None, True),
        ("goals", answers.goals, choices.of_key("goals")[:2]),
        ("complete", complete, columns),
        ("understanding_methods", None, choices.of_key("understanding_methods")[:2]),
    )
    border = "؛ " if choices.language == "fa" else "; "  # labels hold commas
    yield from _comment(choices.texts("toml.head"))
    for key, known, example in lines:
        is_free = key in ("sells_online", "has_store", "name")
        values = "" if is_free else border.join(choices.of_key(key))
        yield ""
        yield from _comment(choices.texts(f"toml.{key}", values=values))
        yield f"{key} = {toml_value(known)}" if known else f"# {key} = {toml_value(example)}"
    yield ""
    yield from _comment(choices.texts("toml.bounds"))
    yield "# [bounds]"
    for bound, value in (("review_days", 365), ("category_share_max", 0.5)):
        yield from _comment(choices.texts(f"bounds.{bound}"))
        yield f"# {bound} = {toml_value(value)}"
    yield ""
    yield from _comment(choices.texts("toml.accept"))
    reason = toml_value(choices.texts("toml.reason"))
    concerns = toml_value(choices.of_column("stages")[3])
    yield "# [[accept]]"
    yield '# rule = "stage-one-sided"'
    yield f"# concerns = {concerns}"
    yield f"# reason = {reason}"


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(text, _WIDTH - 2, break_on_hyphens=False)]
