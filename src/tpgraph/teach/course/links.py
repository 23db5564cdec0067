"""Which files a page of the course leads to, and the table of contents for a platform."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tpgraph.reason.texts import Texts
from tpgraph.teach.course.lessons import LessonFile
from tpgraph.teach.course.model import unit_name
from tpgraph.teach.course.package import Tree
from tpgraph.teach.course.pages import Link
from tpgraph.teach.course.units import UNITS

TEACHER_FOLDER = "teacher"
PACKAGE = f"{TEACHER_FOLDER}/course.zip"


class Links:
    """The links in the words of a language; ``titles`` are those of the units."""

    def __init__(
        self,
        t: Texts,
        titles: Mapping[int, str],
        lesson_files: Mapping[int, Sequence[LessonFile]],
    ) -> None:
        self.t = t
        self.titles = titles
        self.lesson_files = lesson_files

    def materials(self) -> list[tuple[str, list[Link]]]:
        """What the first page offers besides the units, under headings."""
        lessons = [link for n in UNITS for link in self._lessons(n)]
        return [
            (self.t("quizzes"), [self._quiz(n) for n in UNITS]),
            (self.t("lessons"), lessons),
            (self.t("case"), self._case()),
            (self.t("more-of"), [
                Link("explorer.html", self.t("explorer"), self.t("explorer.note")),
                Link("sources.html", self.t("sources"), self.t("sources.lead")),
            ]),
        ]  # fmt: skip

    def _quiz(self, number: int) -> Link:
        title = self.t("quiz.practice", title=self.titles[number])
        return Link(f"quizzes/{unit_name(number)}.html", title)

    def _lessons(self, number: int, *, of_teacher: bool = False) -> list[Link]:
        return [
            Link(
                # The teacher's are named from within the teacher's folder.
                file.path.removeprefix(f"{TEACHER_FOLDER}/"),
                self.t(f"lesson.{file.sort}", topic=file.topic, format=_ending(file.path)),
            )
            for file in self.lesson_files[number]
            if file.is_for_teacher == of_teacher
        ]

    def _case(self) -> list[Link]:
        return [
            Link("case/case.html", self.t("case.text")),
            Link("case/case.docx", self.t("case.docx")),
            Link("case/workbook.xlsx", self.t("case.workbook")),
            Link("case/facts.nt", self.t("case.facts")),
        ]

    def further(self, number: int) -> list[Link]:
        """What a unit leads on to."""
        return [
            self._quiz(number),
            *self._lessons(number),
            Link("explorer.html", self.t("explorer"), self.t("explorer.note")),
            Link("sources.html", self.t("sources")),
        ]

    def teachers(self) -> list[Link]:
        """What is in the teacher's folder, from within it."""
        banks = [
            Link(f"quizzes/{unit_name(n)}.{ending}", self.t("guide.bank", format=named,
                                                            title=self.titles[n]))
            for n in UNITS
            for ending, named in (("gift.txt", "GIFT"), ("moodle.xml", "Moodle XML"),
                                  ("html", "HTML"))
        ]  # fmt: skip
        return [
            Link("course.zip", "course.zip", self.t("guide.package")),
            Link("case/key.html", self.t("guide.key")),
            Link("case/key.json", "key.json", self.t("guide.key.json")),
            *(link for n in UNITS for link in self._lessons(n, of_teacher=True)),
            *banks,
        ]

    def contents(self) -> Tree:
        """The table of contents for a platform: titles, files, and what is below each."""
        return [
            (self.t("home"), "index.html", ()),
            *(
                (
                    self.t("unit.titled", number=n, title=self.titles[n]),
                    f"{unit_name(n)}.html",
                    tuple(
                        (link.text, link.href, ())
                        for link in (
                            self._quiz(n),
                            *self._lessons(n),
                        )
                    ),
                )
                for n in UNITS
            ),
            (self.t("explorer"), "explorer.html", ()),
            (self.t("case"), "case/case.html",
             tuple((link.text, link.href, ()) for link in self._case()[1:])),
            (self.t("sources"), "sources.html", ()),
        ]  # fmt: skip


def _ending(name: str) -> str:
    return Path(name).suffix.removeprefix(".").upper()
