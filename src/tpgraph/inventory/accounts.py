"""Imports a register of accounts (US Digital Registry) as company folders, one an agency."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tpgraph.errors import CallError
from tpgraph.inventory.addresses import why_no_address
from tpgraph.inventory.clean import clean, one_line
from tpgraph.inventory.folders import CompanyFolder, write_folders
from tpgraph.inventory.imports import Doubt, Skipped, encoding_doubts, read_table
from tpgraph.inventory.messages import did_you_mean, input_error, shown
from tpgraph.inventory.recognise import closest
from tpgraph.model import Place
from tpgraph.phrases import phrase
from tpgraph.text import normalise

# What is read of the register, and the columns that are written.
REQUIRED = ("organization", "service_key", "service_url", "agencies")
COLUMNS = ("name", "type", "channel", "status", "ownership", "url", "languages", "notes")
_TYPE, _OWNERSHIP, _INDUSTRY = "Social media page", "brand", "public administration"
_PROGRESS_ROWS = 500

NO_AGENCY = phrase("skipped.no-agency")
NOT_CHOSEN = phrase("skipped.not-chosen")
NOT_READABLE = phrase("skipped.not-readable")
READ_BEFORE = phrase("skipped.read-before")


class Mended(NamedTuple):
    """An address that was not well-formed and was put right: ``https:site`` lacks its slashes."""

    place: Place
    before: str
    after: str


class ImportReport(NamedTuple):
    """What an import read, wrote, skipped and mended.

    ``rows_read`` is ``rows_used`` and ``len(skipped)`` together. ``written`` counts the accounts
    of each agency; an account of several agencies is in the folder of each, so their sum may be
    more than ``rows_used``. ``folders`` are the agencies' folders.
    """

    rows_read: int
    rows_used: int
    written: Mapping[str, int]
    folders: Mapping[str, Path]
    skipped: tuple[Skipped, ...]
    mended: tuple[Mended, ...]
    doubts: tuple[Doubt, ...] = ()


class _Account(NamedTuple):
    organization: str
    account: str
    key: str
    platform: str
    url: str
    language: str
    description: str


def import_accounts(
    files: Sequence[Path],
    out: Path,
    *,
    agencies: Sequence[str] | None = None,
    overwrite: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
    lang: str = "en",
) -> ImportReport:
    """Turn a register of accounts into company folders under ``out``, one an agency.

    Parameters
    ----------
    files
        CSV files or workbooks with the columns of the US Digital Registry. ``agencies`` holds a
        list of hashes as Ruby writes them, or JSON.
    agencies
        The agencies wanted: by name, by name without the abbreviation in brackets, or by that
        abbreviation. All of them by default.
    overwrite
        Whether a folder that is there is replaced; the old one is kept beside it as ``.bak``.
    on_progress
        Called with the rows done and all rows.
    lang
        The language of the comments that are written.

    Raises InputError where a file cannot be read or lacks a column, CallError where an agency is
    not in the register or a folder is there and ``overwrite`` is false. The folders are written
    to a temporary place and moved when all are done.
    """
    reader = _RegisterReader(on_progress)
    for path in files:
        reader.add(Path(path))
    chosen = None if agencies is None else reader.choose(agencies)
    accounts, used = reader.accounts(chosen)
    sources = [Path(f).name for f in files]
    companies = {name: _folder(name, found, sources, lang) for name, found in accounts.items()}
    folders = write_folders(companies, Path(out), default="agency", overwrite=overwrite)
    return ImportReport(
        rows_read=reader.rows_read,
        rows_used=used,
        written={agency: len(found) for agency, found in accounts.items()},
        folders=folders,
        skipped=tuple(reader.skipped),
        mended=tuple(reader.mended),
        doubts=tuple(reader.doubts),
    )


class _Row(NamedTuple):
    place: Place
    account: _Account
    agencies: tuple[str, ...]


class _RegisterReader:
    def __init__(self, on_progress: Callable[[int, int], None] | None) -> None:
        self.rows_read = 0
        self.skipped: list[Skipped] = []
        self.mended: list[Mended] = []
        self.doubts: list[Doubt] = []
        self._rows: list[_Row] = []
        self._ids: set[str] = set()
        self._on_progress = on_progress or (lambda done, total: None)

    def add(self, path: Path) -> None:
        """Read one file."""
        table = read_table(path)
        self.doubts += encoding_doubts(table.problems)
        at = {one_line(header).casefold(): i for i, header in enumerate(table.headers)}
        missing = [column for column in REQUIRED if column not in at]
        if missing:
            place = Place(str(path), sheet=table.sheet, row=table.header_row)
            raise input_error("no-register", place, missing=tuple(missing), columns=REQUIRED)
        total = len(table.rows)
        for done, (number, cells) in enumerate(table.rows, start=1):
            self._read_row(Place(table.file, sheet=table.sheet, row=number), cells, at)
            if done % _PROGRESS_ROWS == 0 or done == total:
                self._on_progress(done, total)

    def _read_row(self, place: Place, cells: list[str], at: Mapping[str, int]) -> None:
        self.rows_read += 1

        def cell(column: str) -> str:
            i = at.get(column)
            return clean(cells[i]).text if i is not None and i < len(cells) else ""

        number = cell("id")
        if number and number in self._ids:
            self.skipped.append(Skipped(place, READ_BEFORE))
            return
        self._ids.add(number)
        try:
            agencies = read_agencies(cell("agencies"))
        except ValueError:
            self.skipped.append(Skipped(place, NOT_READABLE))
            return
        if not agencies:
            self.skipped.append(Skipped(place, NO_AGENCY))
            return
        key = one_line(cell("service_key"))
        account = _Account(
            organization=one_line(cell("organization")),
            account=one_line(cell("account")),
            key=key,
            platform=one_line(cell("service_display_name")) or key,
            url=self._address(cell("service_url"), place),
            language=one_line(cell("language")),
            description=cell("short_description"),
        )
        self._rows.append(_Row(place, account, agencies))

    def _address(self, written: str, place: Place) -> str:
        """The address, with slashes that were forgotten and without words around it."""
        if not written or not why_no_address(written):
            return written
        found = re.search(r"(?i)\b(https?):/{0,2}(?=[^\s/])(\S+)", written)
        mended = f"{found[1].lower()}://{found[2]}" if found else written
        if why_no_address(mended):
            return written
        self.mended.append(Mended(place, written, mended))
        return mended

    def choose(self, wanted: Sequence[str]) -> frozenset[str]:
        """The agencies of the register that ``wanted`` names."""
        known = dict.fromkeys(agency for row in self._rows for agency in row.agencies)
        by_name: dict[str, str] = {}
        for agency in known:
            for name in _names_of(agency):
                by_name.setdefault(normalise(name), agency)
        # A full name is never hidden by another agency's abbreviation.
        by_name.update({normalise(agency): agency for agency in known})
        chosen = set()
        for name in wanted:
            found = by_name.get(normalise(name))
            if found is None:
                near = closest(name, known, 3)
                mend = did_you_mean(near) if near else phrase("mend.agency")
                raise CallError(phrase("call.no-agency", agency=shown(name), mend=mend))
            chosen.add(found)
        return frozenset(chosen)

    def accounts(self, chosen: frozenset[str] | None) -> tuple[dict[str, list[_Account]], int]:
        """The accounts of each agency that is wanted, and how many rows they come from."""
        accounts: dict[str, list[_Account]] = {}
        used = 0
        for row in self._rows:
            agencies = [a for a in row.agencies if chosen is None or a in chosen]
            for agency in agencies:
                accounts.setdefault(agency, []).append(row.account)
            used += bool(agencies)
            if not agencies:
                self.skipped.append(Skipped(row.place, NOT_CHOSEN))
        return accounts, used


# ------------------------------------------------------------------------ the column agencies

_TOKEN = r"""(?sx)\s*(?:
    (?P<text>"(?:[^"\\]|\\.)*")
  | (?P<mark>=>|[\[\]{},:])
  | (?P<word>nil|null|true|false|-?\d+(?:\.\d+)?|[A-Za-z_]\w*)
)"""


def read_agencies(text: str) -> tuple[str, ...]:
    """The names in a list of hashes as Ruby or JSON writes it, each once.

    Raises ValueError where the text is neither.

    >>> read_agencies('[{"id"=>671, "name"=>"Peace Corps", "info_url"=>nil}]')
    ('Peace Corps',)
    """
    names: dict[str, None] = {}
    before: list[tuple[str, str]] = []
    depth = at = 0
    text = text.strip()
    while at < len(text):
        token = re.compile(_TOKEN).match(text, at)
        if token is None:
            raise ValueError(f"not a list of hashes, at character {at}")
        at = token.end()
        kind = token.lastgroup or ""
        value = token[kind]
        if value in ("[", "{"):
            depth += 1
        elif value in ("]", "}"):
            depth -= 1
        key = [v.strip('"') for k, v in before[-2:] if k != "mark"]
        is_name = len(before) >= 2 and before[-1][1] in ("=>", ":") and key == ["name"]
        if kind == "text" and is_name:
            name = one_line(clean(_unquote(value)).text)
            if name:
                names[name] = None
        before = [*before[-1:], (kind, value)]
    if depth:
        raise ValueError("a bracket is not closed")
    return tuple(names)


def _unquote(quoted: str) -> str:
    """A string of Ruby's ``inspect``, or of JSON, as the text it stands for."""

    def plain(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        if code:
            return chr(int(code, 16)) if int(code, 16) < 0x110000 else "\ufffd"
        return {"n": "\n", "t": "\t", "r": "\r", "e": "\x1b", "s": " "}.get(match[3], match[3])

    escape = r"(?s)\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|(.))"
    text = re.sub(escape, plain, quoted[1:-1])
    # JSON writes what lies beyond the first 65,536 characters as two halves.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _names_of(agency: str) -> tuple[str, ...]:
    """``Peace Corps (PC)`` is also called ``Peace Corps`` and ``PC``."""
    match = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", agency)
    return (agency, match[1], match[2]) if match else (agency,)


# --------------------------------------------------------------------------------- folders


def _folder(
    agency: str, accounts: Sequence[_Account], sources: list[str], lang: str
) -> CompanyFolder:
    taken: set[str] = set()
    rows = [
        (
            _unique_name(account, taken),
            _TYPE,
            account.key,
            "",
            _OWNERSHIP,
            account.url,
            account.language,
            account.description,
        )
        for account in accounts
    ]
    read_from = one_line(", ".join(clean(name).text for name in sources))
    comments = (
        phrase("written.accounts.made", files=read_from).text(lang),
        phrase("written.accounts.open").text(lang),
    )
    return CompanyFolder(agency, comments, {"industry": _INDUSTRY}, COLUMNS, rows)


def _unique_name(account: _Account, taken: set[str]) -> str:
    """Organization and platform; the account, then a number, where two would be alike."""
    owner = account.organization or account.account or "Account"
    first = name = f"{owner} ({account.platform})" if account.platform else owner
    if name in taken and account.account:
        first = name = f"{owner} ({account.platform}, {account.account})"
    number = 1
    while name in taken:
        number += 1
        name = f"{first} {number}"
    taken.add(name)
    return name
