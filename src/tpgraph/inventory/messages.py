"""What the inventory layer says: one table from a problem's code to its message and mend."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, NamedTuple

from tpgraph.errors import InputError
from tpgraph.model import Place, Problem

Severity = Literal["error", "warning", "note"]
SHOWN_LENGTH = 60  # characters of a cell that a message repeats


class Message(NamedTuple):
    """How one code is put into words; ``{...}`` are the parameters given with it."""

    severity: Severity
    message: str
    mend: str


MESSAGES: dict[str, Message] = {
    # cells
    "unknown-value": Message("error", "{value} is not understood in {column}.", "{mend}"),
    "ambiguous-value": Message(
        "error", "{value} can mean {candidates} in {column}.", "Write the one that is meant."
    ),
    "kind-from-name": Message(
        "note", "The type is blank; the name says {kind}.", "Write another type if that is wrong."
    ),
    "too-many-values": Message(
        "error", "{column} takes one value, and {value} holds {count}.", "Keep one of them."
    ),
    "mixed-none": Message(
        "error",
        "{value} says that there is none and names something as well.",
        "Keep either the word for none or the values.",
    ),
    "bad-number": Message(
        "error", "{value} is not a number that {column} can hold: {why}.", "{mend}"
    ),
    "ambiguous-number": Message(
        "error",
        "{value} can be {decimal} or {grouped}.",
        "Write {grouped} or {decimal}, without a separator of thousands.",
    ),
    "number-assumed": Message(
        "warning",
        "{value} is read as {taken}; it could also be {other}.",
        "Write {other} if that is meant, without a separator of thousands.",
    ),
    "out-of-range": Message(
        "error", "{value} is outside {column}'s range, {low} to {high}.", "{mend}"
    ),
    "scale-not-stated": Message(
        "note",
        "satisfaction {value} has no scale, so it cannot be judged.",
        "Write the scale, such as 1-5, 0-10 or nps, in satisfaction_scale.",
    ),
    "bad-scale": Message("error", "{value} is not a scale.", "{mend}"),
    "currency-not-stated": Message(
        "note",
        "cost {value} names a currency, and the column currency is blank.",
        "Write the currency's code, such as EUR, in the column currency.",
    ),
    "currency-differs": Message(
        "warning",
        "cost {value} and the column currency ({currency}) name different currencies; "
        "the column counts.",
        "Correct the one that is wrong.",
    ),
    "unknown-currency": Message(
        "warning",
        "{value} is not the code of a currency.",
        "Write the code of three letters, such as EUR or USD.",
    ),
    "bad-date": Message("error", "{value} is not a date of the form 2026-03-01.", "{mend}"),
    "future-date": Message(
        "warning", "{value} lies after {as_of}.", "Correct the date, or give a later --as-of."
    ),
    "bad-yes-no": Message(
        "error", "{value} is neither yes, no nor unknown.", "Write yes, no or unknown."
    ),
    "bad-url": Message(
        "error",
        "{value} is not a web address: {why}.",
        "Write it as https://example.com/page, or leave the cell blank.",
    ),
    "control-characters": Message(
        "warning",
        "The cell held control or direction-override characters; they were taken out.",
        "Type the text again without them.",
    ),
    "broken-link": Message(
        "error", "leads_to names {value}, and no touchpoint is called that.", "{mend}"
    ),
    "ambiguous-link": Message(
        "error",
        "leads_to names {value}, and {count} touchpoints are called that ({rows}).",
        "Give them different names.",
    ),
    "self-link": Message(
        "warning", "{value} leads to itself; the link was left out.", "Name another touchpoint."
    ),
    # rows and headers
    "no-name": Message(
        "error", "The row has no name, and was left out.", "Give the touchpoint a name."
    ),
    "same-name": Message(
        "warning",
        "{value} is also the name of row {row}.",
        "Give them different names, or remove one if they are the same touchpoint.",
    ),
    "too-many-cells": Message(
        "error",
        "The row has {cells} cells and the header {headers}.",
        "Put quotes around a cell that holds the separator ({delimiter}).",
    ),
    "unknown-column": Message(
        "note", "The column {value} is not one that tpgraph knows; it is kept as it is.", "{mend}"
    ),
    "blank-header": Message(
        "warning", "Column {number} has cells and no header; it is ignored.", "Give it a header."
    ),
    # the company file
    "unknown-key": Message("warning", "{value} is not a key of the company file.", "{mend}"),
    "bad-type": Message("error", "{key} holds {value}, and should hold {expected}.", "{mend}"),
    "no-company-name": Message(
        "warning",
        "The company has no name; {value} is taken from the path.",
        'Write name = "..." in company.toml.',
    ),
    "no-company-file": Message(
        "note",
        "There is no company.toml; only the company's name is known, from the path.",
        "Write one beside touchpoints.csv with name, size, goals and what is complete.",
    ),
    "unknown-complete": Message("error", "{value} is not a column that can be complete.", "{mend}"),
    "not-closed": Message(
        "warning",
        "What {value} covers as a whole stays unknown while {rows} is not understood, or says so.",
        "Correct the cell, or take {value} out of complete.",
    ),
    "bad-accept": Message("error", "An [[accept]] has {why}; it does not count.", "{mend}"),
    "accept-without-reason": Message(
        "warning", "The accepted rule {value} has no reason.", 'Add reason = "...".'
    ),
    # what cannot be read at all
    "no-such-path": Message("error", "there is nothing here.", "{mend}"),
    "not-a-file": Message("error", "this is no ordinary file.", "Give a folder or a file."),
    "cannot-open": Message("error", "it cannot be opened ({why}).", "{mend}"),
    "unknown-format": Message(
        "error", "{suffix} is not a format tpgraph reads.", "It reads {known}, or a folder."
    ),
    "no-touchpoint-file": Message(
        "error",
        "the folder has no touchpoints.csv (it holds {found}).",
        "Put the touchpoints into a file touchpoints.csv with at least a column name.",
    ),
    "empty-file": Message(
        "error",
        "the file is empty.",
        "Write a header with the column name, and a row a touchpoint.",
    ),
    "no-touchpoints": Message(
        "error", "there are no touchpoints, only a header.", "Write a row for each touchpoint."
    ),
    "no-name-column": Message(
        "error",
        "no column is called name. The headers are: {headers}.",
        "{mend}",
    ),
    "duplicate-headers": Message(
        "error",
        "{first} and {second} are both the column {column}.",
        "Rename or remove one of them.",
    ),
    "utf-16": Message(
        "error", "the file is {encoding}.", "Save it as UTF-8 (in Excel: CSV UTF-8)."
    ),
    "not-utf-8": Message(
        "error",
        "byte {offset} (0x{byte}) is not UTF-8.",
        "Save the file as UTF-8 (in Excel: CSV UTF-8).",
    ),
    "nul-byte": Message(
        "error",
        "there is a NUL byte.",
        "The file is damaged or no text: save it again as CSV, UTF-8.",
    ),
    "open-quote": Message(
        "error",
        "a quote that opens here is never closed.",
        'Close it with ", or write "" for a quote inside a quoted cell.',
    ),
    "bad-csv": Message(
        "error",
        "the row is not well-formed CSV ({why}).",
        'Write "" for a quote inside a quoted cell.',
    ),
    "cell-too-large": Message(
        "error",
        "a cell is longer than {limit} characters.",
        "Shorten it; no cell of a touchpoint needs that much.",
    ),
    "bad-toml": Message("error", "{why}.", "Correct the line; the file is in TOML."),
    # imports
    "no-ga4-rows": Message(
        "error",
        "no row of it can be used: {why}.",
        "Download it for a longer time, or without filters.",
    ),
    "no-ga4-columns": Message(
        "error",
        "no block has a column of source, medium or channel beside sessions, users or key events. "
        "The headers are: {headers}.",
        "Download the report Traffic acquisition, or an exploration with Session source / medium "
        "and Sessions.",
    ),
}


def shown(value: object) -> str:
    r"""``value`` as a message repeats it: quoted, on one line, cut where it is long.

    >>> shown("Shop\nwindow")
    '"Shop window"'
    """
    flat = " ".join(str(value)[: SHOWN_LENGTH * 4].split())
    return f'"{flat[:SHOWN_LENGTH].rstrip()}…"' if len(flat) > SHOWN_LENGTH else f'"{flat}"'


def problem(
    code: str,
    place: Place,
    *,
    value: str | None = None,
    severity: Severity | None = None,
    **params: object,
) -> Problem:
    """The problem ``code`` at ``place`` in words. ``value`` is quoted and cut for the message."""
    message = MESSAGES[code]
    words = dict(params)
    if value is not None:
        words["value"] = shown(value)
    words.setdefault("column", place.column)
    return Problem(
        code=code,
        severity=severity or message.severity,
        message=message.message.format(**words),
        mend=message.mend.format(**words),
        place=place,
        value=None if value is None else value[: SHOWN_LENGTH * 4],
    )


def input_error(code: str, place: Place, **params: object) -> InputError:
    """The error that ends the reading of an inventory: place, what was found, the mend."""
    words = {name: shown(v) if name == "value" else v for name, v in params.items()}
    message = MESSAGES[code]
    where = str(replace(place, note=None))
    return InputError(f"{where}: {message.message.format(**words)} {message.mend.format(**words)}")


def listed(words: list[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
