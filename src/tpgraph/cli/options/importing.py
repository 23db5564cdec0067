"""The options of turning other people's exports into company folders."""

from __future__ import annotations

from argparse import ArgumentParser


def accounts(parser: ArgumentParser) -> None:
    """The options of ``tpgraph import accounts``."""
    _files(parser)
    parser.add_argument(
        "--agency", action="append", metavar="NAME", help="only this agency (may be given again)"
    )


def ga4(parser: ArgumentParser) -> None:
    """The options of ``tpgraph import ga4``."""
    _files(parser)
    parser.add_argument(
        "--company", metavar="NAME", help="all files are of this company (default: one a file)"
    )
    parser.add_argument(
        "--by", choices=("source", "channel"), default="source",
        help="a touchpoint is a channel and source, or a channel alone (default: %(default)s)",
    )  # fmt: skip
    _sample(parser)


def survey(parser: ArgumentParser) -> None:
    """The options of ``tpgraph import survey``."""
    _files(parser)
    parser.add_argument(
        "--description",
        metavar="FILE",
        help="what the columns mean (default: SURVEY.toml beside it)",
    )
    parser.add_argument("--company", metavar="NAME", help="the company's name")
    for option, metavar, text in (
        ("columns", "NAMES", "the ratings, such as 'Q7*' (several: with commas)"),
        ("never-used", "CODES", "answers that say it was never used"),
        ("blank", "CODES", "answers that say nothing, beside an empty cell"),
        ("nps-blank", "CODES", "the same for --nps"),
    ):
        parser.add_argument(f"--{option}", metavar=metavar, type=_list, help=text)
    for option, metavar, text in (
        ("scale", "SCALE", "lowest and highest rating, such as 1-5; or nps"),
        ("overall", "COLUMN", "the rating of the whole; importance is derived from it"),
        ("nps", "COLUMN", "how likely to recommend, 0 to 10"),
        ("names", "FILE", "the columns' names: CSV or XLSX, column and name side by side"),
        ("importance", "NAMES", "columns that state importance, such as 'I7*' beside 'Q7*'"),
        ("importance-scale", "SCALE", "their scale, where it is another"),
    ):
        parser.add_argument(f"--{option}", metavar=metavar, help=text)
    _sample(parser)


def _files(parser: ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--out", metavar="DIR", required=True, help="where to write")
    parser.add_argument(
        "--overwrite", action="store_true", help="replace folders; the old ones stay as .bak"
    )


def _sample(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--min-sample", metavar="N", type=int,
        help="fewer visits or ratings are noted, not judged (default: 30)",
    )  # fmt: skip


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
