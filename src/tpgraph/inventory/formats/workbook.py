"""Makes a table of a workbook: finds sheet and header, and reads cells with their formats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from tpgraph.inventory.formats.company_sheet import read_company_sheet
from tpgraph.inventory.formats.grid import Cell, Grid, Merge, Sheet, letters, spread
from tpgraph.inventory.formats.sheet_words import sheet_role
from tpgraph.inventory.formats.typed import Typed, cell_text
from tpgraph.inventory.header_row import LOOKED_AT, find_header, fitness
from tpgraph.inventory.limits import LONGEST_CELL, Counter
from tpgraph.inventory.messages import input_error, problem, shown
from tpgraph.inventory.recognise import Index
from tpgraph.inventory.table import CompanyData, Table
from tpgraph.inventory.words import is_blank
from tpgraph.model import Place, Problem
from tpgraph.phrases import Many, Slot, phrase
from tpgraph.vocabulary import COLUMNS

_NAMED = 8  # rows, columns and sheets that a message lists
_SCALES = {"satisfaction": "satisfaction_scale", "importance": "importance_scale"}


def table_of(path: Path, sheets: Sequence[Sheet], index: Index) -> Table:
    """The touchpoints of a workbook, and its company where a sheet describes it.

    Raises InputError where no sheet has touchpoints.
    """
    problems: list[Problem] = []
    sheet = _choose(path, sheets, index, problems)
    company: CompanyData | None = None
    for other in sheets:
        if other is not sheet and sheet_role(other.name) == "company":
            grid = other.read(None)
            company = read_company_sheet(path.name, other.name, grid, problems)
            break
    grid = sheet.read(None)
    return _TableMaker(path, sheet.name, grid, index, problems).make(company)


def _choose(path: Path, sheets: Sequence[Sheet], index: Index, problems: list[Problem]) -> Sheet:
    """The sheet of touchpoints: by its name, else by its header."""
    candidates = [s for s in sheets if sheet_role(s.name) not in ("company", "problems")]
    named = [s for s in candidates if sheet_role(s.name) == "touchpoints"]
    pool = named or candidates
    chosen = pool[0] if len(pool) == 1 else None
    if chosen is None:
        fits = [(*_fit(s, index), not s.is_hidden, -i) for i, s in enumerate(pool)]
        best = max(fits, default=None)
        if best is None or not best[0]:
            named_sheets: Slot = tuple(shown(s.name) for s in sheets[:_NAMED])
            raise input_error("no-touchpoint-sheet", Place(str(path)), sheets=named_sheets)
        chosen = pool[-best[-1]]
        others = [shown(s.name) for s in candidates if s is not chosen]
        place = Place(path.name, sheet=chosen.name)
        problems.append(problem("sheet-chosen", place, value=chosen.name, others=_some(others)))
    if chosen.is_hidden:
        place = Place(path.name, sheet=chosen.name)
        problems.append(problem("hidden-sheet", place, value=chosen.name))
    return chosen


def _fit(sheet: Sheet, index: Index) -> tuple[bool, int]:
    """How much the sheet looks like touchpoints: a column for the name, and known columns."""
    rows = sheet.read(LOOKED_AT).rows
    fits = [fitness([_plain(c) for c in cells.values()], index) for _, cells in rows]
    return max(((named, known) for named, known, _ in fits), default=(False, 0))


def _some(items: Sequence[Slot]) -> Slot:
    return (*items[:_NAMED], "…") if len(items) > _NAMED else tuple(items)


def _plain(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.text


class _TableMaker:
    def __init__(
        self, path: Path, sheet: str, grid: Grid, index: Index, problems: list[Problem]
    ) -> None:
        self._path = path
        self._place = Place(path.name, sheet=sheet)
        self._grid = grid
        self._index = index
        self._problems = problems
        self._columns: list[str | None] = []  # what each column is, once the header is found

    def make(self, company: CompanyData | None) -> Table:
        """The table; what was noticed on the way is in its problems."""
        rows = self._grid.rows
        if not rows:
            raise input_error("empty-file", Place(str(self._path), sheet=self._place.sheet))
        self._fill_header()
        position = find_header(
            [[_plain(c) for _, c in sorted(cells.items())] for _, cells in rows[:LOOKED_AT]],
            self._index,
        )
        header_row, header = rows[position]
        body = rows[position + 1 :]
        width = max((c for c, cell in header.items() if _plain(cell).strip()), default=0)
        headers = [_plain(cell) for cell in spread(header, width)]
        self._report_titles(rows[:position], header_row)
        self._report_strays(body, width, header_row)
        columns = [self._index.column(h.strip()) if h.strip() else None for h in headers]
        self._columns = columns
        self._fill_down(body, columns)
        self._report_hidden(body, headers)
        self._report_cells(body)
        self._money(body, headers, columns)
        self._percentages(body, headers, columns)
        width = len(headers)
        Counter("WIDTH", self._place).take(width * len(body))
        texts = (
            (number, [cell_text(c, k) for c, k in zip(spread(cells, width), columns, strict=True)])
            for number, cells in body
        )
        return Table(
            file=self._path.name,
            header_row=header_row,
            headers=tuple(headers),
            rows=tuple((n, cells) for n, cells in texts if any(map(str.strip, cells))),
            separators="|;",
            delimiter=phrase("what.border"),
            sheet=self._place.sheet,
            problems=tuple(self._problems),
            company=company,
        )

    def _report(
        self,
        code: str,
        at: int | None = None,
        column: int | None = None,
        *,
        value: str | None = None,
        **slots: Slot,
    ) -> None:
        """A problem in row ``at`` and the column of that number."""
        place = Place(self._place.file, self._place.sheet, at, self._called(column))
        self._problems.append(problem(code, place, slots, value=value))

    def _called(self, column: int | None) -> str | None:
        """What a column is called: as in all other problems, else by its letters."""
        if column is None:
            return None
        known = self._columns[column - 1] if column <= len(self._columns) else None
        return known or letters(column)

    # ---------------------------------------------------------------------------- the header

    def _fill_header(self) -> None:
        """A cell merged over several rows of the head stands in the last of them as well."""
        rows = dict(self._grid.rows[:LOOKED_AT])
        known = self._index.column
        for merge in self._grid.merges[:10_000]:
            cell = rows.get(merge.first_row, {}).get(merge.first_column)
            last = rows.get(merge.last_row)
            if cell is None or last is None or merge.last_row == merge.first_row:
                continue
            # Only where the row below looks like a header too: data are filled in later.
            named = sum(known(_plain(c)) is not None for c in last.values())
            if known(_plain(cell)) is not None and (named or not last):
                last.setdefault(merge.first_column, cell)

    def _report_titles(self, titles: Sequence[tuple[int, dict[int, Cell]]], header: int) -> None:
        if titles:
            texts = [_plain(c) for _, cells in titles for _, c in sorted(cells.items())]
            said = " ".join(t for t in texts if t.strip())
            self._report("title-rows", titles[0][0], row=header, value=said)

    def _report_strays(
        self, body: Iterable[tuple[int, dict[int, Cell]]], width: int, header: int
    ) -> None:
        """Cells to the right of the last header are not read; each such column is named once."""
        strays = {c for _, cells in body for c, v in cells.items() if c > width and _plain(v)}
        for column in sorted(strays)[:_NAMED]:
            self._report("blank-header", header, column, number=f"{column} ({letters(column)})")

    # ------------------------------------------------------------------------------ the rows

    def _fill_down(
        self, body: Sequence[tuple[int, dict[int, Cell]]], columns: Sequence[str | None]
    ) -> None:
        """A cell merged over several rows counts for each: a category beside its touchpoints."""
        rows = dict(body)
        for merge in self._grid.merges:
            at = merge.first_column
            column = columns[at - 1] if at <= len(columns) else None
            cell = rows.get(merge.first_row, {}).get(at)
            covered = [r for r in _numbers(merge, rows) if r != merge.first_row]
            if cell is None or not covered or column in (None, "name"):
                continue
            code = "merged-cells"
            is_number = COLUMNS[str(column)].holds == "number"
            if is_number:
                code = "merged-number"
            else:
                for number in covered:
                    rows[number].setdefault(at, cell)
            span = f"{merge.first_row}-{merge.last_row}"
            self._report(code, merge.first_row, at, value=_plain(cell), rows=span)

    def _report_hidden(
        self, body: Sequence[tuple[int, dict[int, Cell]]], headers: Sequence[str]
    ) -> None:
        hidden = set(self._grid.hidden_rows)
        numbers = [number for number, _ in body if number in hidden]
        if numbers:
            self._report("hidden-rows", numbers[0], count=len(numbers), rows=_some(numbers))
        ranges = self._grid.hidden_columns
        columns = [
            f"{letters(c)} ({header.strip()[:40]})"
            for c, header in enumerate(headers, start=1)
            if header.strip() and any(first <= c <= last for first, last in ranges)
        ]
        if columns:
            self._report("hidden-columns", columns=_some(columns))

    def _report_cells(self, body: Sequence[tuple[int, dict[int, Cell]]]) -> None:
        for number, cells in body:
            for column, cell in cells.items():
                if not isinstance(cell, Typed):
                    if len(cell) > LONGEST_CELL:
                        place = Place(str(self._path), self._place.sheet, row=number)
                        raise input_error("cell-too-large", place, limit=Many(LONGEST_CELL))
                    continue
                where = f"{letters(column)}{number}"
                if cell.kind == "error" and not is_blank(cell.text):
                    self._report("error-cell", number, column, cell=where, value=cell.text)
                elif cell.kind == "uncomputed":
                    self._report("formula-without-value", number, column, cell=where)

    def _money(
        self,
        body: Sequence[tuple[int, dict[int, Cell]]],
        headers: list[str],
        columns: list[str | None],
    ) -> None:
        """The currency that a cost's number format shows, where the column currency is blank."""
        if "cost" not in columns:
            return
        cost = columns.index("cost") + 1
        found: dict[str, int] = {}
        at = columns.index("currency") + 1 if "currency" in columns else len(headers) + 1
        for _, cells in body:
            cell = cells.get(cost)
            if not isinstance(cell, Typed) or not cell.currency or cell.kind != "number":
                continue
            if at <= len(headers) and _plain(cells.get(at, "")).strip():
                continue
            cells[at] = cell.currency
            found[cell.currency] = found.get(cell.currency, 0) + 1
        if found and at > len(headers):
            headers.append("currency")
            columns.append("currency")
        for currency, count in found.items():
            self._report("currency-from-format", column=cost, value=currency, count=count)

    def _percentages(
        self,
        body: Sequence[tuple[int, dict[int, Cell]]],
        headers: list[str],
        columns: list[str | None],
    ) -> None:
        """A rating in percent, without a scale, is one from 0 to 100."""
        for rating, scale in _SCALES.items():
            if rating not in columns:
                continue
            at = columns.index(rating) + 1
            beside = columns.index(scale) + 1 if scale in columns else len(headers) + 1
            count = 0
            for _, cells in body:
                cell = cells.get(at)
                if not isinstance(cell, Typed) or cell.kind != "percent":
                    continue
                has_scale = beside <= len(headers) and _plain(cells.get(beside, "")).strip()
                if not has_scale:
                    cells[beside] = "0-100"
                    count += 1
                if not has_scale or _plain(cells[beside]).replace(" ", "") in ("0-100", "%"):
                    cells[at] = Typed(cell.text, "number")
            if count and beside > len(headers):
                headers.append(scale)
                columns.append(scale)
            if count:
                self._report("percent-scale", column=at, count=count)


def _numbers(merge: Merge, rows: dict[int, dict[int, Cell]]) -> list[int]:
    """The filled rows that a merged cell covers, however far it reaches."""
    if merge.last_row - merge.first_row > len(rows):
        return [number for number in rows if merge.first_row <= number <= merge.last_row]
    return [n for n in range(merge.first_row, merge.last_row + 1) if n in rows]
