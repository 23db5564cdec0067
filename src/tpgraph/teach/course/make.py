"""Makes a course: every file of it, by its path in the course's folder."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeAlias

from tpgraph.inventory import read_inventory
from tpgraph.query.terms import book
from tpgraph.reason.conclusions import Conclusions, Options
from tpgraph.reason.texts import Texts, texts_in
from tpgraph.samples import sample
from tpgraph.teach.case.invent import Order as CaseOrder
from tpgraph.teach.case.write import STUDENT, TEACHER, write_case
from tpgraph.teach.course.guide import timetables
from tpgraph.teach.course.lessons import lesson_contents, lesson_files
from tpgraph.teach.course.links import PACKAGE, TEACHER_FOLDER, Links
from tpgraph.teach.course.model import unit_name
from tpgraph.teach.course.package import MANIFEST, manifest
from tpgraph.teach.course.pages import Pages
from tpgraph.teach.course.questions import Questions, questions
from tpgraph.teach.course.units import UNITS, Units
from tpgraph.teach.packed import zipped
from tpgraph.teach.quiz.write import quiz_bytes

SAMPLE = "bottega_jeans"  # the company in the explorer
# Small enough to be worked through in an hour and a half, with a gap of each unit.
_CASE = ("clothingRetail", "small")
_PLANTED = ("category-uncovered", "stage-one-sided", "stage-without-support", "goal-unserved",
            "inconsistent-touchpoint", "unplanned-touchpoint")  # fmt: skip

Files: TypeAlias = dict[str, bytes]
Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for; the same order gives the same course, byte for byte."""

    language: str
    as_of: date
    seed: int = 1


def make_course(order: Order, on_progress: Progress | None = None) -> Files:
    """All files of a course; ``teacher/`` holds what students must not see.

    Raises what lessons, quizzes and cases raise.
    """
    maker = Maker(order)
    parts: list[Callable[[], Files]] = [
        *(partial(maker.lessons, number) for number in UNITS),
        *(partial(maker.quizzes, number) for number in UNITS),
        maker.case,
        maker.explorer,
        maker.pages,
    ]
    files: Files = {}
    for done, part in enumerate(parts, start=1):
        files |= part()
        if on_progress:
            on_progress(done, len(parts) + 1)
    for_all = {name: files[name] for name in sorted(files) if not _is_teachers(name)}
    identifier = f"{order.language}-{order.seed}"
    listed = manifest(identifier, maker.t("title"), maker.links.contents(), for_all)
    packed = zipped({MANIFEST: listed, **for_all})
    if on_progress:
        on_progress(len(parts) + 1, len(parts) + 1)
    return {MANIFEST: listed, **files, PACKAGE: packed}


def _is_teachers(name: str) -> bool:
    return name.startswith(f"{TEACHER_FOLDER}/")


class Maker:
    """Makes the parts of a course, each when it is asked for."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.language = order.language
        self.b = book()
        self.t: Texts = texts_in(order.language, "course")
        inventory = read_inventory(sample(SAMPLE), as_of=order.as_of)
        self.analysis = Conclusions(inventory, Options(order.language))
        self.units = Units(self.b, order.language, self.analysis)
        self.asked: dict[int, Questions] = {
            number: questions(number, self.units.title(number), order.language, order.seed, self.b)
            for number in UNITS
        }
        self.lesson_files = {
            number: lesson_files(number, order.language, self.b, TEACHER_FOLDER) for number in UNITS
        }
        titles = {number: self.units.title(number) for number in UNITS}
        self.links = Links(self.t, titles, self.lesson_files)

    # ------------------------------------------------------------------------------ materials

    def lessons(self, number: int) -> Files:
        """Handouts and slides on the topics of a unit."""
        return lesson_contents(number, self.language, self.lesson_files[number])

    def quizzes(self, number: int) -> Files:
        """The quiz for practice, and the teacher's bank of questions in three formats."""
        day = self.order.as_of.isoformat()
        asked, name = self.asked[number], unit_name(number)
        bank = f"{TEACHER_FOLDER}/quizzes/{name}"
        return {
            f"quizzes/{name}.html": quiz_bytes(asked.practice, "html", day),
            f"{bank}.gift.txt": quiz_bytes(asked.bank, "gift", day),
            f"{bank}.moodle.xml": quiz_bytes(asked.bank, "moodle", day),
            f"{bank}.html": quiz_bytes(asked.bank, "html", day),
        }

    def case(self) -> Files:
        """The case: what students get, and the key in the teacher's folder."""
        industry, size = _CASE
        wanted = CaseOrder(
            industry, size, _PLANTED, self.language, self.order.seed, self.order.as_of
        )
        made = _written(partial(write_case, wanted))
        places = {STUDENT: "case", TEACHER: f"{TEACHER_FOLDER}/case"}
        found: Files = {}
        for name in sorted(made):
            whose, _, rest = name.partition("/")
            found[f"{places[whose]}/{rest}"] = made[name]
        return found

    def explorer(self) -> Files:
        """The live explorer of the sample company."""
        from tpgraph.views.export import page_bytes

        return {"explorer.html": page_bytes(self.analysis, live=True)}

    # ---------------------------------------------------------------------------------- pages

    def pages(self) -> Files:
        """The units, the first page, the sources and the teacher's guide."""
        pages = Pages(self.b, self.language)
        units = [
            self.units.unit(number, self.asked[number].exercises.questions) for number in UNITS
        ]
        titles = [unit.title for unit in units]
        cited = [iri for unit in units for iri in unit.statements()]
        talk = [(unit.title, self.asked[unit.number].talk.questions) for unit in units]
        made = {
            "index.html": pages.index(units, self.links.materials()),
            "sources.html": pages.sources(cited),
            f"{TEACHER_FOLDER}/guide.html": pages.guide(
                timetables(self.t), talk, self.links.teachers()
            ),
            **{
                f"{unit.name}.html": pages.unit(unit, titles, self.links.further(unit.number))
                for unit in units
            },
        }
        return {name: page.encode() for name, page in made.items()}


def _written(write: Callable[[Path], object]) -> Mapping[str, bytes]:
    """What a function writes into a folder, by the paths in it."""
    with tempfile.TemporaryDirectory(prefix="tpgraph-course-") as made:
        folder = Path(made)
        write(folder)
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
