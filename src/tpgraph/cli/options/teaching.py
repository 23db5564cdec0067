"""The options of quizzes and concept maps."""

from __future__ import annotations

from argparse import ArgumentParser

from tpgraph.cli.options.shared import replace_file, seed

# What `tpgraph quiz` takes; tpgraph.teach, which says the same, is loaded when it is run.
QUIZ_FORMATS = ("gift", "anki", "moodle", "qti", "h5p", "html", "json")
QUIZ_LEVELS = ("easy", "medium", "hard")
QUIZ_KINDS = (
    "category", "stage", "value", "odd-one-out", "true-false", "definition", "match", "order",
    "statement", "case",
)  # fmt: skip


def draw_map(parser: ArgumentParser) -> None:
    """The options of ``tpgraph map``."""
    parser.add_argument(
        "topic", metavar="TOPIC", help="a scheme, kind or concept, by any of its names"
    )
    parser.add_argument(
        "--out", metavar="FILE", required=True, help="FILE.svg, FILE.png or FILE.graphml"
    )
    parser.add_argument(
        "--blanks", action="store_true", help="an exercise with blanks, and its key beside it"
    )
    seed(parser)
    replace_file(parser)


def quiz(parser: ArgumentParser) -> None:
    """The options of ``tpgraph quiz``."""
    parser.add_argument(
        "--topic", metavar="TOPIC",
        help="what to ask about: a scheme, kind or concept, by any of its names "
        "(default: everything)",
    )  # fmt: skip
    parser.add_argument(
        "--level", choices=QUIZ_LEVELS, default="medium",
        help="how near wrong answers are to the right one (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--n", metavar="N", type=int, default=10, help="how many questions (default: %(default)s)"
    )
    seed(parser)
    parser.add_argument(
        "--kind", action="append", choices=QUIZ_KINDS,
        help="only this kind of question (may be given again)",
    )  # fmt: skip
    parser.add_argument(
        "--discussion", action="store_true",
        help="add open questions on what the documents disagree on",
    )  # fmt: skip
    parser.add_argument("--format", choices=QUIZ_FORMATS, default="gift")
    parser.add_argument(
        "--out", metavar="FILE",
        help="where to write (default: the terminal, for formats that are text)",
    )  # fmt: skip
    replace_file(parser)
