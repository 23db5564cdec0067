"""What the inventory layer says: one table from a problem's code to its message and mend."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, NamedTuple

from tpgraph.errors import InputError
from tpgraph.model import Place, Problem

Severity = Literal["error", "warning", "note"]
MISSPELT = "a letter differs from the label"  # the reason of what is taken for a misspelling
NEAR = "looks like the label"
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
        "note",
        "The type is blank; the name says {kind} (score {score}: {reason}).",
        "Write another type if that is wrong.",
    ),
    "kind-offered": Message(
        "note",
        "The type is blank, and what {value} is is not sure.",
        "Write the type; it may be {candidates}.",
    ),
    "value-taken": Message(
        "note",
        "{value} is taken for {taken} (score {score}: {reason}).",
        "Write {taken}, or another word if that is wrong.",
    ),
    "column-taken": Message(
        "note",
        "The header {value} is taken for {taken} (score {score}: {reason}).",
        "Write {taken}, or another header if that is wrong.",
    ),
    "bad-mapping": Message("warning", "The mapping of {value} is not understood: {why}.", "{mend}"),
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
        "Nothing is said of the company; only its name is known, from the path.",
        "Write company.toml beside touchpoints.csv, or a sheet Company, with name, size, goals and "
        "what is complete.",
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
    # formats
    "over-limit": Message(
        "error",
        "it has more than {limit} {said}, which is the limit.",
        "If it is meant to be so large, set the environment variable {variable} to a higher number "
        "and make sure that there is memory for it.",
    ),
    "damaged-file": Message(
        "error",
        "it cannot be read as {form}: {why}.",
        "Open it in the program that wrote it, and save it again.",
    ),
    "wrong-format": Message(
        "error",
        "its name says {expected}, but its content is something else.",
        "Give it the ending of what it is, or save it as what its name says.",
    ),
    "old-office": Message(
        "error",
        "it is a workbook of Excel 97 to 2003, or one protected by a password.",
        "Open it and save it as .xlsx without a password.",
    ),
    "doctype": Message(
        "error",
        "its XML holds a document type declaration, which no workbook needs and attacks use.",
        "Open it in a spreadsheet program, and save it again.",
    ),
    "no-touchpoint-sheet": Message(
        "error",
        "no sheet has a column for the touchpoints' names (the sheets: {sheets}).",
        "Name the sheet Touchpoints, and give its column of names the header name.",
    ),
    "sheet-chosen": Message(
        "note",
        "The touchpoints are read from the sheet {value}; not read: {others}.",
        "Name the right sheet Touchpoints if that is wrong.",
    ),
    "hidden-sheet": Message(
        "note", "The sheet {value} is hidden, and was read.", "Show it to check what it holds."
    ),
    "title-rows": Message(
        "note",
        "The header is row {row}; what stands above it was not read: {value}.",
        "Move it below the header if it is a touchpoint.",
    ),
    "hidden-rows": Message(
        "note",
        "{count} hidden rows were read like the others ({rows}).",
        "Delete them if they are not meant to count.",
    ),
    "hidden-columns": Message(
        "note",
        "Hidden columns were read like the others: {columns}.",
        "Delete them if they are not meant to count.",
    ),
    "merged-cells": Message(
        "note",
        "{value} stands in a cell merged over rows {rows}, and counts for each of them.",
        "Undo the merging if it is meant for the first row alone.",
    ),
    "merged-number": Message(
        "warning",
        "{value} stands in a cell merged over rows {rows}; it counts for the first of them alone.",
        "Write into each row what is its own.",
    ),
    "formula-without-value": Message(
        "warning",
        "The cell {cell} holds a formula, and the file does not say what it gives; it counts as "
        "unknown.",
        "Open the workbook in a spreadsheet program and save it, or write the value.",
    ),
    "error-cell": Message(
        "error",
        "The cell {cell} shows {value} in place of a value; it counts as unknown.",
        "Mend the formula, or write the value.",
    ),
    "currency-from-format": Message(
        "note",
        "The currency is blank; the number formats of the costs say {value} ({count} rows).",
        "Fill in the column currency if that is wrong.",
    ),
    "percent-scale": Message(
        "note",
        "The column holds percentages and its scale is blank: 0-100 is taken ({count} rows).",
        "Write the scale beside it if that is wrong.",
    ),
    "encoding-detected": Message(
        "note",
        "The file is not UTF-8; its letters say that it is {encoding}.",
        "Save it as UTF-8 (in Excel: CSV UTF-8) if letters look wrong.",
    ),
    "encoding-doubtful": Message(
        "warning",
        "The file is not UTF-8; {encoding} is taken, and {other} would fit nearly as well.",
        "Save it as UTF-8 (in Excel: CSV UTF-8).",
    ),
    "no-encoding": Message(
        "error",
        "byte {offset} (0x{byte}) is neither UTF-8 nor text of a known code page.",
        "Save the file as UTF-8 (in Excel: CSV UTF-8).",
    ),
    "not-a-text": Message(
        "error",
        "it is {what}.",
        "Give it the ending of what it is, or export it as CSV or .xlsx.",
    ),
    "bad-json": Message(
        "error", "it is no JSON: {why}.", "Correct the line, or write the file anew."
    ),
    "json-shape": Message(
        "error",
        "{what}.",
        'Write {{"company": {{"name": "..."}}, "touchpoints": [{{"name": "..."}}]}}.',
    ),
    "nested-value": Message(
        "error",
        "{column} holds lists or objects within each other; it counts as unknown.",
        "Write a text, a number, true or false, or a list of texts.",
    ),
    "bar-in-value": Message(
        "warning",
        "{value} holds a bar, which parts values, and counts as several.",
        "Write it without a bar.",
    ),
    "duplicate-key": Message(
        "warning", "{value} stands twice in the object; the last one counts.", "Remove one of them."
    ),
    "other-keys": Message(
        "note",
        "Besides company and touchpoints the file holds what was not read: {value}.",
        "Rename it if it holds the touchpoints or the company.",
    ),
    "bad-rdf": Message(
        "error", "it cannot be read as {form}: {why}.", "Correct the line, or write the file anew."
    ),
    "entity": Message(
        "error",
        "an entity that stands for a file or for other entities is not followed.",
        "Write out what it stands for.",
    ),
    "remote-context": Message(
        "error",
        "the context {value} would have to be fetched, and nothing is fetched.",
        "Put the context itself in its place. The one of schema.org is known without fetching.",
    ),
    "several-companies": Message(
        "error",
        "it describes several companies ({companies}).",
        "Write a file for each.",
    ),
    "kind-close": Message(
        "note",
        "{value} is taken for {kind}, which is close to it and not the same.",
        "State the type in tpgraph's own terms if that is wrong.",
    ),
    "company-in-two-files": Message(
        "warning",
        "The company is described here and in {value}; company.toml counts.",
        "Keep one of them.",
    ),
    # several sources
    "not-a-source": Message(
        "note",
        "Touchpoints stand in {files} too, and are not read.",
        "If they are of this company, write sources = {names} in company.toml.",
    ),
    "sources-shape": Message(
        "error",
        "sources names no files.",
        'Write the files of the folder as texts: sources = ["touchpoints.csv", "crm.xlsx"].',
    ),
    "too-many-sources": Message(
        "error", "sources names {count} files, and may name {limit}.", "Put some into one file."
    ),
    "source-outside": Message(
        "error",
        "sources names {value}, which lies outside the company's folder.",
        "Copy the file into the folder, and name it without .. and without a leading slash.",
    ),
    "no-such-source": Message("error", "sources names {value}, and there is none.", "{mend}"),
    "source-twice": Message("error", "sources names {value} twice.", "Name it once."),
    "source-merged": Message(
        "note",
        "Read from here: {count} touchpoints; {shared} of them stand in another source as well.",
        "Write under [same] in mapping.toml what stands in another source under another name.",
    ),
    "other-name": Message(
        "note",
        "{value} is the same touchpoint as {name}, and is called so.",
        "If it is another one, write {value} = {name} under [different] in mapping.toml.",
    ),
    "near-name": Message(
        "note",
        "{value} may be the same touchpoint as {others}; they were not merged.",
        "Write {value} = {other} under [same] in mapping.toml, or under [different].",
    ),
    "names-not-compared": Message(
        "note",
        "The sources have too many names to look for those that are merely alike.",
        "Write under [same] in mapping.toml which are the same touchpoint.",
    ),
    "ambiguous-name": Message(
        "warning",
        "Several sources have {value}, and one has it more than once ({rows}); nothing was merged.",
        "Give them different names; then write under [same] in mapping.toml which are the same.",
    ),
    "ambiguous-address": Message(
        "warning",
        "{value} share an address, and one source has more than one of them ({rows}); nothing was "
        "merged.",
        "Correct the address of those that are another touchpoint, or write their names under "
        "[different] in mapping.toml.",
    ),
    "ambiguous-decision": Message(
        "warning",
        "mapping.toml says that {value} are the same, and one source has more than one of them "
        "({rows}); nothing was merged.",
        "Within one source nothing is merged: remove a row there, or the line in mapping.toml.",
    ),
    "sources-differ": Message(
        "warning",
        "The sources differ in {column} of {value}: {said}. None of them is taken.",
        'Correct one of them, or write {column} = "{file}" under [prefer] in mapping.toml.',
    ),
    "source-preferred": Message(
        "note",
        "The sources differ in {column} of {value}: {said}. What {file} says is taken.",
        "It was decided so under [prefer] in mapping.toml.",
    ),
    "values-united": Message(
        "note",
        "The sources name different {column} for {value}: {said}. All of them are taken.",
        "Correct one of them if they do not belong together.",
    ),
    "narrower-kind": Message(
        "note",
        "The sources name different types of {value}: {said}. {taken} is taken: the other is the "
        "wider one.",
        "Correct one of them if that is wrong.",
    ),
    "unit-left-out": Message(
        "note",
        "{column} {value} is left out: {figure} is from another source, with its own.",
        "Write it beside the figure that it belongs to.",
    ),
    "company-differs": Message(
        "warning",
        "{key} of the company is {value} here and {other} in {file}; neither is taken.",
        "Correct one of them, or write it in company.toml.",
    ),
    "company-file-counts": Message(
        "warning",
        "{key} of the company is {value} here and {other} in {file}, which counts.",
        "Correct one of them.",
    ),
    "complete-of-a-source": Message(
        "note",
        "What this source says to be complete ({value}) was said of it alone, and does not count.",
        "Write it in company.toml if it holds for all sources together.",
    ),
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
