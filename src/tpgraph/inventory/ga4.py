"""Imports downloads of Google Analytics 4 as company folders: what visits came through.

A row of the inventory is a channel and, where the file names it, a source. Sessions are contacts:
a session is one visit that began through the touchpoint. They are not clicks, which the platform
that shows a link counts, and which need not end in a visit. Users are reach, key events (formerly
conversions) are conversions. What Analytics cannot see (places, print, people) stays unknown:
nothing is said to be complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Literal, NamedTuple

from tpgraph.errors import CallError
from tpgraph.inventory.folders import CompanyFolder, company_of, unique, write_folders
from tpgraph.inventory.ga4_blocks import choose_blocks
from tpgraph.inventory.ga4_channels import DIRECT, OTHER, UNASSIGNED, channels
from tpgraph.inventory.ga4_file import Block, Export, Row, read_export
from tpgraph.inventory.ga4_notes import notes_of
from tpgraph.inventory.ga4_origin import Touchpoint, is_unset, origin_of
from tpgraph.inventory.imports import MIN_SAMPLE, Doubt, Skipped
from tpgraph.inventory.messages import input_error
from tpgraph.inventory.numbers import canonical
from tpgraph.inventory.recognise import Index, load_index
from tpgraph.model import Place
from tpgraph.phrases import Phrase, Slot, phrase
from tpgraph.vocabulary import NAMESPACE

COLUMNS = (
    "name", "type", "category", "channel", "stages", "ownership", "modality",
    "reach", "contacts", "clicks", "conversions", "notes",
)  # fmt: skip

Grain = Literal["source", "channel"]


class Question(NamedTuple):
    """Something that an export cannot tell, asked once for all touchpoints of a channel."""

    company: str
    channel: str
    column: str
    text: Phrase
    touchpoints: tuple[str, ...]


class Ga4Report(NamedTuple):
    """What an import read, wrote, left out, and asks.

    ``rows_read`` is ``rows_used`` and ``len(skipped)`` together. ``visits_read`` are the sessions
    of the rows used: those written as contacts (``visits_written``) and those of touchpoints with
    fewer than ``min_sample`` visits (``visits_too_few``), which only their notes name.
    ``written`` counts the touchpoints of each company, ``too_small`` names those with too few.
    ``undated`` says which files were skipped because no dates tell them from another file.
    """

    rows_read: int
    rows_used: int
    visits_read: int
    visits_written: int
    visits_too_few: int
    min_sample: int
    written: Mapping[str, int]
    folders: Mapping[str, Path]
    too_small: Mapping[str, tuple[str, ...]]
    skipped: tuple[Skipped, ...]
    questions: tuple[Question, ...]
    doubts: tuple[Doubt, ...]
    undated: tuple[Doubt, ...] = ()


def import_ga4(
    files: Sequence[Path],
    out: Path,
    *,
    company: str | None = None,
    by: Grain = "source",
    min_sample: int = MIN_SAMPLE,
    overwrite: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
    lang: str = "en",
) -> Ga4Report:
    """Turn downloads of Google Analytics 4 into company folders under ``out``, one a file.

    Parameters
    ----------
    files
        Downloads (CSV, or a workbook) that name the default channel group, or source and medium,
        beside sessions, users or key events; headers in any of the five languages.
    company
        The company's name; all files are then of this one. By default each file is a company that
        is called after it.
    by
        Whether a touchpoint is a channel and source, or a channel alone.
    min_sample
        A touchpoint of fewer visits is listed, and its figures stand in its notes only.
    overwrite
        Whether a folder that is there is replaced; the old one is kept beside it as ``.bak``.
    on_progress
        Called with the files done and all files.
    lang
        The language of the comments and notes that are written.

    Raises InputError where a file cannot be read or has no such columns, CallError where a folder
    is there and ``overwrite`` is false, or where ``min_sample`` is negative.
    """
    if min_sample < 0:
        raise CallError(phrase("call.small-sample", count=min_sample, least=0))
    exports: dict[str, list[Export]] = {}
    for done, file in enumerate(map(Path, files), start=1):
        key = company or str(file)
        exports.setdefault(key, []).append(read_export(file))
        if on_progress:
            on_progress(done, len(files))
    names: dict[str, str] = {}
    taken: set[str] = set()
    for key in exports:
        names[key] = company or unique(company_of(Path(key)), taken)
    made = {key: _Company(names[key], exports[key], by, min_sample) for key in exports}
    for key, each in made.items():
        if not each.touchpoints:
            reasons = {str(skipped.reason): skipped.reason for skipped in each.skipped}
            why: Slot = tuple(reasons.values()) or phrase("why.only-header")
            raise input_error("no-ga4-rows", Place(exports[key][0].path), why=why)
    folders = write_folders(
        {key: each.folder(lang) for key, each in made.items()},
        Path(out),
        default="company",
        overwrite=overwrite,
    )
    companies = list(made.values())
    return Ga4Report(
        rows_read=sum(e.rows_read for found in exports.values() for e in found),
        rows_used=sum(c.rows_used for c in companies),
        visits_read=sum(c.visits_read for c in companies),
        visits_written=sum(c.visits_written for c in companies),
        visits_too_few=sum(c.visits_too_few for c in companies),
        min_sample=min_sample,
        written={c.name: len(c.touchpoints) for c in companies},
        folders={names[key]: folder for key, folder in folders.items()},
        too_small={c.name: c.too_small for c in companies if c.too_small},
        skipped=tuple(s for c in companies for s in c.skipped),
        questions=tuple(q for c in companies for q in c.questions()),
        doubts=tuple(d for c in companies for d in c.doubts),
        undated=tuple(d for c in companies for d in c.undated),
    )


class _Company:
    """What becomes of the downloads of one company."""

    def __init__(self, name: str, exports: Sequence[Export], by: Grain, min_sample: int) -> None:
        self.name, self._by, self._min_sample = name, by, min_sample
        self.skipped: list[Skipped] = [s for e in exports for s in e.skipped]
        self.doubts: list[Doubt] = [d for e in exports for d in e.doubts]
        self._files = [e.file for e in exports]
        self.touchpoints: dict[tuple[str, str], Touchpoint] = {}
        chosen = choose_blocks([block for e in exports for block in e.blocks])
        self._blocks, self.undated = chosen.blocks, chosen.undated
        self.skipped += chosen.skipped
        self._differ: dict[tuple[str, str], list[Place]] = {}
        for block in self._blocks:
            for row in block.rows:
                self._add(row)
            self._compare_total(block)
        for (stated, ruled), places in self._differ.items():
            text = phrase("ga4.differs", stated=stated, ruled=ruled, count=len(places))
            self.doubts.append(Doubt(places[0], text))
        taken: set[str] = set()
        for touchpoint in self.touchpoints.values():
            touchpoint.name = unique(touchpoint.name, taken)
        few = [t for t in self.touchpoints.values() if self._is_small(t)]
        self.too_small = tuple(t.name for t in few)
        self.rows_used = sum(len(t.rows) for t in self.touchpoints.values())
        self.visits_read = _visits(self.touchpoints.values())
        self.visits_too_few = _visits(few)
        self.visits_written = sum(int(t.sum("visits") or 0) for t in self._large())

    def _compare_total(self, block: Block) -> None:
        told = [row.figures["visits"] for row in block.rows if "visits" in row.figures]
        if block.total is None or block.total == sum(told):
            return
        place = Place(block.file, row=block.header_row)
        total, added = canonical(block.total), canonical(sum(told, Decimal(0)))
        self.doubts.append(Doubt(place, phrase("ga4.total", total=total, added=added)))

    def _add(self, row: Row) -> None:
        origin = origin_of(row)
        # In Direct and (other) Google names no source.
        source = "" if origin.channel in (DIRECT, OTHER) or self._by == "channel" else origin.source
        if not source and origin.channel == UNASSIGNED:
            source = origin.own_group
        key = (origin.channel, source.casefold())
        touchpoint = self.touchpoints.get(key)
        if touchpoint is None:
            touchpoint = Touchpoint(channels()[origin.channel], source[:100])
            self.touchpoints[key] = touchpoint
        touchpoint.rows.append(row)
        if origin.why:
            touchpoint.whys.setdefault(str(origin.why), origin.why)
            if origin.is_unknown:
                self.doubts.append(Doubt(row.place, origin.why))
        if origin.by_rule not in (None, origin.channel):
            self._differ.setdefault((origin.channel, origin.by_rule or ""), []).append(row.place)
        for doubt in row.doubts:
            self.doubts.append(Doubt(row.place, doubt))

    # ------------------------------------------------------------------------------ written

    def _is_small(self, touchpoint: Touchpoint) -> bool:
        return touchpoint.sample is None or touchpoint.sample < self._min_sample

    def _large(self) -> list[Touchpoint]:
        return [t for t in self.touchpoints.values() if not self._is_small(t)]

    def questions(self) -> list[Question]:
        """What the channels of this company leave open, a question a channel."""
        asked: dict[str, list[Touchpoint]] = {}
        for touchpoint in self.touchpoints.values():
            if touchpoint.channel.ask:
                asked.setdefault(touchpoint.channel.name, []).append(touchpoint)
        return [
            Question(
                self.name,
                name,
                found[0].channel.about,
                phrase(found[0].channel.ask),
                tuple(t.name for t in found),
            )
            for name, found in asked.items()
        ]

    def folder(self, lang: str) -> CompanyFolder:
        """The company as it is written."""
        index = load_index()
        return CompanyFolder(
            name=self.name,
            comments=[comment.text(lang) for comment in self._comments()],
            keys={},
            columns=COLUMNS,
            rows=[self._cells(t, index, lang) for t in self.touchpoints.values()],
        )

    def _comments(self) -> list[Phrase]:
        return [
            phrase("written.ga4.made", files=tuple(self._files)),
            phrase("written.ga4.period", period=self._period()),
            phrase("written.ga4.meaning"),
            phrase("written.ga4.small", least=self._min_sample),
            phrase("written.ga4.open"),
            phrase("written.ga4.proposal"),
        ]

    def _period(self) -> Slot:
        periods = sorted({b.period for b in self._blocks if b.period})
        days = tuple(phrase("written.ga4.days", first=a, last=z) for a, z in periods)
        return days or phrase("written.ga4.no-period")

    def _cells(self, touchpoint: Touchpoint, index: Index, lang: str) -> list[str]:
        channel, is_small = touchpoint.channel, self._is_small(touchpoint)
        least = self._min_sample

        def figure(number: Decimal | None) -> str:
            # Two decimals: three behind a mark could be read as thousands.
            return "" if number is None or is_small else canonical(round(number, 2))

        def terms(names: str) -> str:
            return "|".join(
                name if name in ("unknown", "none") else index.label(NAMESPACE + name)
                for name in filter(None, names.split("|"))
            )

        platform = touchpoint.source if not is_unset(touchpoint.source) else ""
        return [
            touchpoint.name,
            terms(channel.kind),
            terms(channel.category),
            "|".join(filter(None, (channel.name, platform.replace("|", " ").replace(";", " ")))),
            terms(channel.stages),
            terms(channel.ownership),
            terms(channel.modality),
            figure(touchpoint.reach),
            figure(touchpoint.sum("visits")),
            figure(touchpoint.sum("clicks")),
            figure(touchpoint.sum("conversions")),
            " ".join(
                _sentence(n.text(lang)) for n in notes_of(touchpoint, least, is_small=is_small)
            ),
        ]


def _visits(touchpoints: Iterable[Touchpoint]) -> int:
    return sum(int(row.figures.get("visits", 0)) for t in touchpoints for row in t.rows)


def _sentence(text: str) -> str:
    """A note with a capital letter in front and a full stop behind."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '؟')) else '.'}"
