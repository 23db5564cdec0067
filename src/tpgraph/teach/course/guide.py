"""Timetables of the course: what is done when, and with what, in 2, 4 and 8 hours."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from tpgraph.reason.texts import Texts

# Hours to what is done, with its minutes; u1 to u4 are the units.
PLANS = {
    2: (
        ("open", 10), ("u1", 30), ("u3", 25), ("break", 5), ("explorer", 35), ("quiz", 10),
        ("close", 5),
    ),
    4: (
        ("open", 10), ("u1", 35), ("u2", 30), ("break", 15), ("u3", 35), ("u4", 30),
        ("break", 10), ("explorer", 30), ("discussion", 30), ("quiz", 10), ("close", 5),
    ),
    8: (
        ("open", 15), ("u1", 45), ("u2", 40), ("break", 15), ("u3", 50), ("u4", 45),
        ("lunch", 60), ("explorer", 45), ("case", 90), ("break", 15), ("results", 25),
        ("discussion", 20), ("quiz", 10), ("close", 5),
    ),
}  # fmt: skip
# What is opened for it, from the course's folder.
_FILES = {
    "u1": "unit-1.html",
    "u2": "unit-2.html",
    "u3": "unit-3.html",
    "u4": "unit-4.html",
    "explorer": "explorer.html",
    "case": "case/case.html",
    "results": "teacher/case/key.html",
    "discussion": "teacher/guide.html#talk",
    "quiz": "index.html#quizzes",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A row of a timetable: ``begin`` as hours and minutes; ``href`` is empty for a break."""

    begin: str
    minutes: int
    name: str
    doing: str
    href: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """A timetable of so many hours."""

    hours: int
    slots: tuple[Slot, ...]


def timetables(t: Texts) -> tuple[Timetable, ...]:
    """The timetables in the words of a language."""
    found = []
    for hours, plan in PLANS.items():
        begins = accumulate((minutes for _, minutes in plan), initial=0)
        slots = tuple(
            Slot(_clock(begin, t), minutes, _name(doing, t), t(f"plan.{_sort(doing)}"),
                 _FILES.get(doing, ""))
            for begin, (doing, minutes) in zip(begins, plan, strict=False)
        )  # fmt: skip
        found.append(Timetable(hours, slots))
    return tuple(found)


def _sort(doing: str) -> str:
    return "unit" if doing in ("u1", "u2", "u3", "u4") else doing


def _name(doing: str, t: Texts) -> str:
    if _sort(doing) == "unit":
        number = int(doing[1:])
        return t("unit.titled", number=number, title=t(f"u{number}.title"))
    return t(f"plan.{doing}.name")


def _clock(minutes: int, t: Texts) -> str:
    return t("clock", hours=minutes // 60, tens=minutes % 60 // 10, ones=minutes % 10)
