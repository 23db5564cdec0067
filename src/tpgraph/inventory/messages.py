"""What the inventory layer finds wrong, doubtful or worth a note: codes with their data.

The words are in ``texts/problems``, a file a language: under its code what was found, under
``CODE.mend`` what to do about it, unless a problem brings its own ``mend``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Literal, TypeAlias

from tpgraph.errors import InputError
from tpgraph.model import Place, Problem
from tpgraph.phrases import SHOWN_LENGTH, Phrase, Slot, did_you_mean, listed, phrase, shown

__all__ = [
    "IN_WORDS",
    "MISSPELT",
    "NEAR",
    "SEVERITIES",
    "Severity",
    "did_you_mean",
    "input_error",
    "listed",
    "problem",
    "shown",
]

Severity: TypeAlias = Literal["error", "warning", "note"]
MISSPELT = phrase("reason.misspelt")  # of what is taken for a misspelling
IN_WORDS = phrase("reason.in-words")  # of a header that is a label but for a unit or endings
NEAR = phrase("reason.near")

_CODES: dict[Severity, str] = {
    "error": """
        unknown-value ambiguous-value too-many-values mixed-none bad-number ambiguous-number
        out-of-range bad-scale bad-date bad-yes-no bad-url broken-link ambiguous-link
        no-name too-many-cells bad-type unknown-complete bad-accept
        no-such-path not-a-file cannot-open unknown-format no-touchpoint-file empty-file
        no-touchpoints no-name-column duplicate-headers utf-16 not-utf-8 nul-byte open-quote
        bad-csv cell-too-large bad-toml over-limit damaged-file wrong-format old-office doctype
        no-touchpoint-sheet error-cell no-encoding not-a-text bad-json json-shape nested-value
        bad-rdf entity remote-context several-companies no-ga4-rows no-ga4-columns
        no-register no-rating twice-a-column no-survey-key bad-survey-key
        accept-rule
        sources-shape too-many-sources source-outside no-such-source source-twice
        no-company same-company not-in-encoding
    """,
    "warning": """
        kind-contradicted bad-mapping number-assumed currency-differs unknown-currency future-date
        control-characters self-link same-name blank-header unknown-key no-company-name
        not-closed accept-without-reason merged-number formula-without-value encoding-doubtful
        bar-in-value duplicate-key company-in-two-files accept-concerns
        ambiguous-name ambiguous-address ambiguous-decision sources-differ
        company-differs company-file-counts company-rows-differ
    """,
    "note": """
        kind-from-name kind-offered total-row date-read value-taken column-taken scale-not-stated
        currency-not-stated unknown-column no-company-file sheet-chosen hidden-sheet title-rows
        hidden-rows hidden-columns merged-cells currency-from-format percent-scale
        encoding-detected other-keys kind-close accept-over
        not-a-source source-merged other-name near-name names-not-compared source-preferred
        values-united narrower-kind unit-left-out complete-of-a-source
    """,
}
SEVERITIES: dict[str, Severity] = {
    code: severity for severity, codes in _CODES.items() for code in codes.split()
}


def problem(
    code: str,
    place: Place,
    data: Mapping[str, Slot] = MappingProxyType({}),
    *,
    value: str | None = None,
    severity: Severity | None = None,
    **slots: Slot,
) -> Problem:
    """The problem ``code`` at ``place``. ``value`` is quoted and cut where a message repeats it.

    ``slots``, and those in ``data``, are what the message names. A slot ``mend`` says what to do in
    the place of what is usual for the code.
    """
    kept = None if value is None else value[: SHOWN_LENGTH * 4]
    return Problem(code, severity or SEVERITIES[code], place, kept, {**data, **slots})


def input_error(code: str, place: Place, **slots: Slot) -> InputError:
    """The error that ends the reading of an inventory: place, what was found, the mend."""
    value = slots.get("value")
    filling: dict[str, Slot] = {"column": place.said_column, **slots}
    if isinstance(value, str):
        filling["value"] = shown(value)
    mend = filling.get("mend") or Phrase(f"{code}.mend", filling)
    where = replace(place, note=None)
    return InputError(phrase("fatal", where=where, message=Phrase(code, filling), mend=mend))
