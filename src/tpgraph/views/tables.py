"""Tables for the terminal. Own code: a table library alone takes 20 ms to import."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence

from tpgraph.model import Finding, Problem, Recognition, Recommendation
from tpgraph.phrases import Quoted, fill, phrase, phrases_in, said
from tpgraph.reason.texts import Texts
from tpgraph.views.safe import clipped, printable
from tpgraph.views.terminal import terminal_columns

# Longer texts than this are cut in tables; files have them whole.
CELL_MAX_CHARACTERS = 2_000
_STYLE = {"high": "1;31", "medium": "33", "low": ""}
_DIM = "2"
WIDE = 80
MIN_WIDTH = 3
_GAP = "  "
_RECOGNITIONS_SHOWN = 50  # of each


def width() -> int:
    """The terminal's columns, ``COLUMNS`` where it is set, else 100."""
    return terminal_columns(100)


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    ratios: Sequence[int] | None = None,
    styles: Sequence[str] = (),
) -> str:
    """A table as text, no wider than the terminal; long cells run on in lines of their own.

    ``ratios`` says how the room is shared: a column of ratio 0 is as wide as what it holds.
    ``styles`` gives the first cell of each row its colour, on a terminal only.
    """
    cells = [[printable(clipped(str(c), CELL_MAX_CHARACTERS)) for c in row] for row in rows]
    columns = len(heads)
    widest = [
        max((text_width(line) for row in [heads, *cells] for line in row[i].split("\n")), default=0)
        for i in range(columns)
    ]
    widths = _shared(widest, list(ratios or [1] * columns), width() - len(_GAP) * (columns - 1))
    rule = "─" * (sum(widths) + len(_GAP) * (columns - 1))
    lines: list[str] = []
    color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for n, row in enumerate([list(heads), *cells], start=-1):
        if n == 0:
            lines.append(rule)
        cut = [wrapped(cell, w) for cell, w in zip(row, widths, strict=True)]
        for k in range(max(len(w) for w in cut)):
            parts = [
                padded(w[k] if k < len(w) else "", x) for w, x in zip(cut, widths, strict=True)
            ]
            if color and 0 <= n < len(styles) and styles[n]:
                parts[0] = f"\x1b[{styles[n]}m{parts[0]}\x1b[0m"
            lines.append(_GAP.join(parts).rstrip())
    if not cells:
        lines.append(rule)
    return "\n".join(lines) + "\n"


def text_width(text: str) -> int:
    """How many columns a text takes: marks take none, wide signs take two."""
    if text.isascii():
        return len(text)
    return sum(_sign_width(sign) for sign in text)


def _sign_width(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _shared(widest: list[int], ratios: list[int], room: int) -> list[int]:
    """Each column's width: fixed ones first, the rest by ratio, none wider than it needs."""
    total = room
    widths = [w if r == 0 else 0 for w, r in zip(widest, ratios, strict=True)]
    room = max(room - sum(widths), 8 * sum(r > 0 for r in ratios))
    open_ = [i for i, r in enumerate(ratios) if r > 0]
    while open_:
        share = room / sum(ratios[i] for i in open_)
        fitting = [i for i in open_ if widest[i] <= share * ratios[i]]
        for i in fitting or open_:
            widths[i] = widest[i] if fitting else max(4, int(share * ratios[i]))
            room -= widths[i] if fitting else 0
        if not fitting:
            break
        open_ = [i for i in open_ if i not in fitting]
    # Where even that is too wide, the widest give way until it fits.
    while sum(widths) > total and max(widths) > MIN_WIDTH:
        widths[widths.index(max(widths))] -= 1
    return widths


def wrapped(text: str, room: int) -> list[str]:
    """A text in lines of at most so many columns; a word that is longer is cut."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            while text_width(word) > room:
                # A word without end is cut where the column ends.
                if line:
                    lines.append(line)
                    line = ""
                cut = _fitting(word, room)
                # A hyphen is the better place, as in a rule's name.
                cut = word.rfind("-", 1, cut) + 1 or cut
                lines.append(word[:cut])
                word = word[cut:]
            longer = f"{line} {word}" if line else word
            if text_width(longer) <= room:
                line = longer
            else:
                lines.append(line)
                line = word
        lines.append(line)
    return lines


def _fitting(word: str, room: int) -> int:
    taken = 0
    for i, sign in enumerate(word):
        taken += _sign_width(sign)
        if taken > room:
            return max(i, 1)
    return len(word)


def padded(text: str, room: int) -> str:
    """A text with blanks behind it, so many columns wide."""
    return text + " " * (room - text_width(text))


def findings_table(findings: Sequence[Finding], texts: Texts) -> str:
    """Findings: level, what it concerns, what is found; worst first."""
    rows = []
    styles = []
    for f in findings:
        head = texts(f"level.{f.level}") if f.status == "gap" else texts(f"status.{f.status}")
        message = f.message
        if notes := _notes(f, texts):
            message += f" ({texts.listed(notes)})"
        rows.append([head, f.rule, message, f.id.rsplit("/", 1)[-1][:8]])
        styles.append(_STYLE[f.level] if f.status == "gap" and not f.accepted else _DIM)
    heads = [texts("head.level"), texts("head.rule"), texts("head.finding"), "id"]
    # A rule's name is kept whole where there is room.
    rule = 0 if width() >= WIDE else 1
    return table(heads, rows, ratios=[0, rule, 3, 0], styles=styles)


def _notes(f: Finding, texts: Texts) -> list[str]:
    """How far a gap is from its line and whether that is near; whether it is accepted."""
    notes = []
    if f.status == "gap" and f.margin is not None:
        notes.append(texts("note.distance", distance=f.margin))
    if f.borderline:
        notes.append(texts("note.borderline"))
    if f.accepted:
        notes.append(texts("accepted", reason=f.accepted.reason))
    return notes


def recommendations_table(recommendations: Sequence[Recommendation], texts: Texts) -> str:
    """Recommendations: what to do, effort, how many findings it closes, opens, makes known."""
    rows = []
    for r in recommendations:
        what = r.message
        why = texts.parted(dict.fromkeys(s.why for s in r.suggestions if s.why))
        if why:
            what += f" ({why})"
        if r.caveat:
            what += f" {r.caveat}"
        rows.append(
            [
                texts(f"action.{r.edits[0].action}"),
                what,
                texts(f"effort.{r.effort}"),
                str(texts.shown(len(r.outcome.closes))),
                str(texts.shown(len(r.outcome.opens))),
                str(texts.shown(len(r.outcome.makes_known))),
            ]
        )
    heads = [
        "",
        texts("head.do"),
        texts("head.effort"),
        texts("head.closes"),
        texts("head.opens"),
        texts("head.settles"),
    ]
    return table(heads, rows, ratios=[0, 4, 0, 1, 1, 1])


def problems_table(problems: Sequence[Problem]) -> str:
    """Problems like a compiler: place, what is wrong, the mend; each in its language."""
    out = []
    for p in problems:
        words = phrases_in(p.lang)
        line = fill(
            words["check.problem"],
            place=p.place.text(p.lang),
            severity=words[f"severity.{p.severity}"],
            message=clipped(p.message, 500),
        )
        if p.mend:
            line += f"\n    {clipped(p.mend, 500)}"
        line += "".join(f"\n    · {clipped(step.text, 300)}" for step in p.because)
        out.append(printable(line))
    return "\n".join(out) + ("\n" if out else "")


def recognitions_table(recognitions: Sequence[Recognition], language: str) -> str:
    """Words that are no labels: taken, decided, offered, unknown, each with its offers."""
    out = []
    for status in ("taken", "decided", "offered", "unknown"):
        found = [r for r in recognitions if r.status == status]
        if found:
            out.append(phrase(f"check.{status}").text(language))
        out += [_recognition_line(r, language) for r in found[:_RECOGNITIONS_SHOWN]]
        if more := found[_RECOGNITIONS_SHOWN:]:
            out.append(f"  {phrase('check.more-words', count=len(more)).text(language)}")
    return "\n".join(out) + ("\n" if out else "")


def _recognition_line(r: Recognition, language: str) -> str:
    offers = r.offers[:1] if r.status == "taken" else r.offers
    named = phrase(f"check.{r.what}").text(language)
    parts = [f"  {named} {Quoted(clipped(r.text, 100)).text(language)}"]
    scored = tuple(phrase("check.offer", label=offer, score=offer.score) for offer in offers)
    parts += [f" -> {said(scored, language)}"] if offers else []
    parts += [f" [{clipped(r.reason.text(language), 100)}]"] if r.reason else []
    parts += [f" x {said(r.count, language)}"] if r.count > 1 else []
    return printable("".join(parts))
